from enum import StrEnum


class ProjectStage(StrEnum):
    """Where a project that runs already has got to, as its company says."""

    BEGUN = "begun"
    UNDER_WAY = "under_way"
    NEARLY_DONE = "nearly_done"
    IN_USE = "in_use"
    BLOCKED = "blocked"


class ProjectPlace(StrEnum):
    """What becomes of it at the first trade-off."""

    PRIORITY = "priority"
    POOL = "pool"
    IN_PLACE = "in_place"
    STOP = "stop"
