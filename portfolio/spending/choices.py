from enum import StrEnum


class SpendingColumn(StrEnum):
    """What a column of a table of the accounts may hold."""

    ON = "on"
    LABEL = "label"
    AMOUNT = "amount"
    DEBIT = "debit"
    CREDIT = "credit"
    INITIATIVE = "initiative"
    KIND = "kind"
    REFERENCE = "reference"
