from enum import StrEnum


class LiveTap(StrEnum):
    """When it goes live, as it is tapped."""

    ALREADY = "already"
    ONE = "1"
    TWO = "2"
    THREE = "3"
    DAY = "day"
