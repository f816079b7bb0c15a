from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.forms.triage import ANSWERS, TapsForm
from portfolio.forms.fields import cards


class IdeaTapsForm(TapsForm):
    """The three taps; for an idea of one's own, whether people meet the system or its content."""

    def __init__(self, *args: Any, own_idea: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own_idea = own_idea
        if own_idea:
            self.fields["public"] = cards(
                _("Do people talk with it, or is content it made published?"), ANSWERS
            )

    def hint(self, ai_act: str) -> str:
        """The class that the taps confirm: the catalogue's, or the one the answers tell."""
        if not self.own_idea:
            return ai_act
        return "minimal" if self.cleaned_data["public"] == "no" else "transparency"

    def taps(self) -> dict[str, str]:
        """The three taps' answers."""
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "public"}
