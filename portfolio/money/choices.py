from __future__ import annotations

from enum import StrEnum


class ExpenseKind(StrEnum):
    """What a line of money is for; a total to date is not sorted."""

    LICENCE = "licence"
    SERVICE = "service"
    METERED = "metered"
    EQUIPMENT = "equipment"
    TRAINING = "training"
    RUN = "run"
    UNSORTED = "unsorted"
    INTERNAL_DAYS = "internal_days"


# Those that leave the voted budget.
PAID = tuple(kind for kind in ExpenseKind if kind is not ExpenseKind.INTERNAL_DAYS)


class ProofKind(StrEnum):
    """What an instalment waits for; of a told one the text itself is kept."""

    PROGRESS = "first_measurement_progresses"
    VALUE = "value_reached"
    TOLD = "told"

    @classmethod
    def measured(cls) -> frozenset[str]:
        """Those that the measurements tell by themselves."""
        return frozenset({cls.PROGRESS.value, cls.VALUE.value})
