from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.accounts.forms import company_field, email_field


class NewCompanyForm(forms.Form):
    """A company as it is called; its address is made from the name."""

    company = company_field()


class FoundingForm(NewCompanyForm):
    """A company and the address of the person who opens it."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = email_field()
    field_order = ["email", "name", "company"]
