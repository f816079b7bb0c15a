from typing import Any

from django.utils.translation import gettext_lazy as _

from portfolio.life.forms import AskedForm, cards, figure, sentence
from portfolio.objectives.models import Objective
from portfolio.value.choices import CheckAnswer

ANSWERS = (
    (CheckAnswer.CONFIRMED.value, _("Still there: I measured it")),
    (CheckAnswer.WITHDRAWN.value, _("No longer there: it counts in no sum from today")),
)


class CheckForm(AskedForm):
    """Whether the gain is still there, and the value that shows it."""

    answer = cards(_("The gain"), ANSWERS)
    note = sentence(_("In one sentence (optional)"), required=False)

    def __init__(self, sent: Any = None, *, main: Objective | None) -> None:
        super().__init__(sent)
        if main is not None:
            label = _("%(kpi)s today") % {"kpi": main.kpi}
            self.fields["value"] = figure(label, units=[main.unit])
        self.order_fields(["answer", "value", "note", "confirmed"])

    def said(self) -> dict[str, Any]:
        """What the service is given."""
        data = self.cleaned_data
        return {
            "answer": CheckAnswer(data["answer"]),
            "value": data.get("value"),
            "note": data["note"],
            "confirmed": data["confirmed"],
        }
