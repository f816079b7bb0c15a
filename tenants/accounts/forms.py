from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ChangePasswordForm,
    ConfirmLoginCodeForm,
    LoginForm,
    RequestLoginCodeForm,
    SetPasswordForm,
)
from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tenants.accounts.rules import mail_address
from tenants.errors import Invalid
from tenants.texts import cleaned
from tenants.visitors import may_be_mailed


class MailAddressField(forms.EmailField):
    """An address that a mail can be sent to, as it is kept."""

    def clean(self, value: object) -> str:
        typed = super().clean(cleaned(str(value or "")))
        try:
            return mail_address(typed) if typed else ""
        except Invalid:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


def email_field() -> MailAddressField:
    """The one field of a sign-in."""
    widget = forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
    return MailAddressField(label=_("Work e-mail address"), max_length=254, widget=widget)


def company_field() -> forms.CharField:
    """A company as it is called."""
    widget = forms.TextInput(attrs={"autocomplete": "organization"})
    return forms.CharField(label=_("Name of your company"), max_length=120, widget=widget)


class EmailForm(RequestLoginCodeForm):
    email = email_field()

    def clean_email(self) -> str:
        """The address, if one more mail to it is within measure."""
        if not may_be_mailed(context.request, email=self.cleaned_data["email"]):
            raise get_adapter().validation_error("too_many_login_attempts")
        return str(super().clean_email())


class CodeForm(ConfirmLoginCodeForm):
    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
    )


class PasswordForm(LoginForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = email_field()
        self.fields["password"] = _current_password(_("Password"))


class NewPasswordForm(SetPasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _name_new_password(self)


class OtherPasswordForm(ChangePasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = _current_password(_("Password until now"))
        _name_new_password(self)


def _current_password(label: object) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    return forms.CharField(label=label, strip=False, widget=widget)  # type: ignore[arg-type]


def _name_new_password(form: forms.Form) -> None:
    for name, label in [
        ("password1", _("New password")),
        ("password2", _("New password, once more")),
    ]:
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)
    form.fields["password1"].help_text = _("At least 12 characters; a short sentence is good.")
