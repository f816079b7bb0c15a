from enum import StrEnum


class VendorQuestion(StrEnum):
    """What a vendor is asked of a tool, six in all."""

    DATA = "data"
    PLACE = "place"
    SECURITY = "security"
    CONTRACT = "contract"
    LAW = "law"
    EXIT = "exit"
