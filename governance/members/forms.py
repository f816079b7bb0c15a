from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from governance.access.choices import Role
from governance.access.rules.actors import roles_up_to
from governance.members.models import Member
from governance.members.selectors import is_last_executive
from tenants.accounts.forms import MailAddressField


class InviteForm(forms.Form):
    """Whom to invite; `own` is the inviter's role: no role above it is offered."""

    email = MailAddressField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"))
    name = forms.CharField(label=_("Name (optional)"), max_length=120, required=False)

    def __init__(self, *args: Any, own: Role | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_roles(self.fields["role"], own)
        self.initial.setdefault("role", Role.CONTRIBUTOR)
        self.fields["email"].widget.attrs["autocomplete"] = "off"


class MemberForm(forms.Form):
    """A member's role, name and function; `version` is what the person saw."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    title = forms.CharField(
        label=_("Function"), max_length=120, required=False, help_text=_("“Quality manager”")
    )
    role = forms.ChoiceField(label=_("Role"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, sent: Any = None, *, own: Role | None, member: Member) -> None:
        names = ("name", "title", "role", "version")
        super().__init__(sent, initial={name: getattr(member, name) for name in names})
        _offer_roles(self.fields["role"], own)
        self.is_last_executive = is_last_executive(member)
        if self.is_last_executive:
            self.fields["role"].disabled = True
            self.fields["role"].help_text = _("The last executive keeps this role.")


class RemoveForm(forms.Form):
    """Why somebody leaves; the reason stays in the log."""

    reason = forms.CharField(
        label=_("Reason (optional)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stays in the decision log."),
    )


class ProfileForm(forms.Form):
    """What a member says of himself or herself."""

    name = forms.CharField(label=_("Name"), max_length=120)
    title = forms.CharField(label=_("Function"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    keyboard_shortcuts = forms.BooleanField(
        label=_("Keyboard shortcuts"),
        required=False,
        help_text=_("Keys 0 to 9 and Enter, in the assessment and the review."),
    )
    weekly_mail = forms.BooleanField(
        label=_("The week's mail"),
        required=False,
        help_text=_("On the first working day, what you are to do; nothing to do, no mail."),
    )
    on_team_page = forms.BooleanField(
        label=_("My name on the team page"),
        required=False,
        help_text=_("Beside what you carry, for whoever has its address. Off unless you tick it."),
    )


def _offer_roles(field: forms.Field, own: Role | None) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = [(role.value, role.label) for role in roles_up_to(own)]
