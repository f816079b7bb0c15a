"""A figure as it is told: itself, or what was counted."""

from governance.api.codec import Body
from portfolio.objectives.models import Measurement
from portfolio.objectives.rules import Ratio, Told, counts_of, figure_of
from tenants.bounds import Figure
from tenants.columns import check_columns
from tenants.errors import Invalid


def check_told(told: Told, *, unit: str) -> None:
    """Nothing if its columns hold it; raises Invalid, also `ratio_out_of_range`."""
    part, whole = counts_of(told)
    check_columns(model=Measurement, values={"part": part, "whole": whole})
    if part is not None and whole is not None and (part < 0 or whole <= 0):
        raise Invalid("ratio_out_of_range", fields={"part" if part < 0 else "whole": ["too_low"]})
    check_columns(model=Measurement, values={"value": figure_of(told, unit)})


class ToldBody(Body, frozen=True, kw_only=True):
    """A `value`, or what was counted: so much, `part`, of so much, `whole`.

    A value beside them is theirs: in %, or their quotient.
    """

    value: Figure | None = None
    part: Figure | None = None
    whole: Figure | None = None

    def told(self) -> Told | None:
        """What was told; None where nothing was. Raises Invalid `value_or_counts`."""
        if self.part is None and self.whole is None:
            return self.value
        if self.part is None or self.whole is None or self.part < 0 or self.whole <= 0:
            raise Invalid("value_or_counts", fields={"whole": ["value_or_counts"]})
        counted = Ratio(part=self.part, whole=self.whole)
        if self.value not in (None, counted.value("%"), counted.value("")):
            raise Invalid("value_or_counts", fields={"value": ["value_or_counts"]})
        return counted

    def needed(self) -> Told:
        """As `told`; raises Invalid where nothing was."""
        found = self.told()
        if found is None:
            raise Invalid("invalid_fields", fields={"value": ["required"]})
        return found
