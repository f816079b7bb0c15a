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
    """We stop if: too little gain or too few users on a day, a sum or a forecast that is passed."""

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
    used = NumberField(
        label=_("Or if less than this share of the people concerned use it (%)"),
        places=1,
        units=["%"],
        min_value=1,
        max_value=100,
        required=False,
    )
    used_by = day(_("Use looked at on"), required=False)
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
            if one.metric == StopMetric.ADOPTION and one.value is not None:
                values |= {"used": one.value * HUNDRED, "used_by": one.by_date}
        return values

    def criteria(self) -> list[CriterionInput]:
        """What the service is given."""
        share, by_date, spent = (self.cleaned_data[name] for name in ("share", "by_date", "spent"))
        found = []
        if share is not None or by_date is not None:
            found.append(_too_little(StopMetric.GAIN_SHARE, share, by_date))
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
        used, used_by = self.cleaned_data["used"], self.cleaned_data["used_by"]
        if used is not None or used_by is not None:
            found.append(_too_little(StopMetric.ADOPTION, used, used_by))
        return found

    def clean(self) -> dict[str, Any]:
        """A share has its day, and a day its share."""
        data = super().clean() or {}
        for share, by_date in (("share", "by_date"), ("used", "used_by")):
            if (data.get(share) is None) != (data.get(by_date) is None):
                missing = share if data.get(share) is None else by_date
                self.add_error(missing, _("A share is looked at on a day: give both."))
        return data


def _too_little(metric: StopMetric, share: Decimal | None, by_date: date | None) -> CriterionInput:
    """Stop where less than that share, in percent, is there on that day."""
    return CriterionInput(
        metric=metric,
        comparison=PortfolioComparison.BELOW,
        value=None if share is None else share / HUNDRED,
        by_date=by_date,
    )
