from enum import StrEnum


class ListName(StrEnum):
    """A list that leaves as a file, by the name it has in its address."""

    IDEAS = "ideas"
    INITIATIVES = "initiatives"
    REGISTER = "register"
    INCIDENTS = "incidents"
    LITERACY = "literacy"
    MONEY = "money"
    MEASUREMENTS = "measurements"
    DECISIONS = "decisions"
    ROADMAP = "roadmap"
    LESSONS = "lessons"
    PROPOSALS = "proposals"
    SEARCH = "search"
    LAW = "law"
