from django import forms
from django.utils.translation import gettext_lazy as _


class SignForm(forms.Form):
    """Who signs without an account, under which name."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("It stays with the version that you sign."),
    )
    number = forms.IntegerField(widget=forms.HiddenInput)
