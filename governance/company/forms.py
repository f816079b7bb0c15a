from functools import cache
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tenants.accounts.forms import company_field
from tenants.contributions.rules import LONGEST


@cache
def zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """The time zones of the world by region, Europe first."""
    regions: dict[str, list[tuple[str, str]]] = {"Europe": []}
    for zone in sorted(available_timezones()):
        region, _, place = zone.partition("/")
        if place and region not in {"Etc", "SystemV"}:
            regions.setdefault(region, []).append((zone, place.replace("_", " ")))
    return list(regions.items())


class CompanyForm(forms.Form):
    """How the company is called, in which language it writes, by which clock it lives."""

    name = company_field()
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of papers and invitations; each member chooses his or her own."),
    )
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zones,
        help_text=_("Reviews open and deadlines end by this clock."),
    )
    postal_address = forms.CharField(
        label=_("Postal address"),
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        help_text=_("Papers and letters carry it."),
    )


class AddressForm(forms.Form):
    """The first label of the company's host."""

    label = forms.CharField(
        label=_("Address"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
