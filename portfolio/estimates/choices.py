"""The portfolio's stored words: a slug never changes once a company has used it."""

from enum import StrEnum


class SizeTap(StrEnum):
    """An estimate in one tap."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class CompanySize(StrEnum):
    """The company's size, for orders of magnitude of value."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
