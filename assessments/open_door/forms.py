from django import forms

from tenants.accounts.forms import company_field, email_field


class SendLinkForm(forms.Form):
    """Where the private link goes."""

    email = email_field()


class KeepForm(SendLinkForm):
    """Who keeps the result, for which company: the whole of what opening a space asks."""

    company = company_field()
