from __future__ import annotations

from enum import StrEnum


class ProofKind(StrEnum):
    """What an instalment waits for; of a told one the text itself is kept."""

    PROGRESS = "first_measurement_progresses"
    VALUE = "value_reached"
    TOLD = "told"

    @classmethod
    def measured(cls) -> frozenset[str]:
        """Those that the measurements tell by themselves."""
        return frozenset({cls.PROGRESS.value, cls.VALUE.value})
