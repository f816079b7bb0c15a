from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.vendors.choices import VendorQuestion
from governance.vendors.rules import LONGEST
from governance.vendors.words import ASKED


class VendorForm(forms.Form):
    """The six answers, any of which may be left out, and who gives them."""

    name = forms.CharField(label=_("Your name and your company"), max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in VendorQuestion:
            self.fields[one.value] = forms.CharField(
                label=str(ASKED[one]),
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.order_fields([*VendorQuestion, "name"])

    def answers(self) -> dict[str, str]:
        """The answers by question."""
        return {one.value: self.cleaned_data[one.value] for one in VendorQuestion}
