from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.access.forms import NumberField
from portfolio.criteria.choices import PortfolioComparison, StopMetric
from portfolio.criteria.services import CriterionInput
from portfolio.life.forms import day, euros, version

HUNDRED = Decimal(100)


class CriteriaForm(forms.Form):
    """We stop if: too little gain on a day, a sum passed, or a forecast far past the budget."""

    share = NumberField(
        label=_("We stop if less than this share of the gain is there (%)"),
        places=1,
        units=["%"],
        min_value=1,
        max_value=100,
        required=False,
    )
    by_date = day(_("Looked at on"), required=False)
    spent = euros(_("Or if more than this sum is spent (€)"), required=False)
    overrun = NumberField(
        label=_("Or if the forecast cost passes this share of the budget (%)"),
        places=1,
        units=["%"],
        min_value=100,
        max_value=1000,
        required=False,
        help_text=_("Counts only while less than half of the gain is there."),
    )
    expected_version = version()

    @classmethod
    def proposed(cls, criteria: Iterable[Any]) -> dict[str, Any]:
        """Criteria as the form's first values."""
        values: dict[str, Any] = {}
        for one in criteria:
            if one.metric == StopMetric.GAIN_SHARE and one.value is not None:
                values |= {"share": one.value * HUNDRED, "by_date": one.by_date}
            if one.metric == StopMetric.SPEND and one.value is not None:
                values["spent"] = one.value
            if one.metric == StopMetric.OVERRUN and one.value is not None:
                values["overrun"] = one.value * HUNDRED
        return values

    def criteria(self) -> list[CriterionInput]:
        """What the service is given."""
        share, by_date, spent = (self.cleaned_data[name] for name in ("share", "by_date", "spent"))
        found = []
        if share is not None or by_date is not None:
            found.append(self._gain(share, by_date))
        if spent is not None:
            found.append(
                CriterionInput(
                    metric=StopMetric.SPEND, comparison=PortfolioComparison.ABOVE, value=spent
                )
            )
        overrun = self.cleaned_data["overrun"]
        if overrun is not None:
            found.append(
                CriterionInput(
                    metric=StopMetric.OVERRUN,
                    comparison=PortfolioComparison.ABOVE,
                    value=overrun / HUNDRED,
                )
            )
        return found

    def _gain(self, share: Decimal | None, by_date: date | None) -> CriterionInput:
        return CriterionInput(
            metric=StopMetric.GAIN_SHARE,
            comparison=PortfolioComparison.BELOW,
            value=None if share is None else share / HUNDRED,
            by_date=by_date,
        )

    def clean(self) -> dict[str, Any]:
        """A share has its day, and a day its share."""
        data = super().clean() or {}
        if (data.get("share") is None) != (data.get("by_date") is None):
            missing = "share" if data.get("share") is None else "by_date"
            self.add_error(missing, _("A share of the gain is looked at on a day: give both."))
        return data
