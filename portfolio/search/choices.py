from enum import StrEnum


class SearchKind(StrEnum):
    """What is searched, in the order in which it is shown."""

    INITIATIVE = "initiative"
    DECISION = "decision"
    PERSON = "person"
    USE = "use"
    ACTION = "action"
