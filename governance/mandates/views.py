from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.access.choices import ActorKind
from governance.access.forms import add_errors
from governance.access.rules.authority import Grant
from governance.access.services import decide_authority
from governance.access.views import form_view, next_of
from governance.decisions.selectors import decisions_about
from governance.mandates import services
from governance.mandates.choices import MandateKind
from governance.mandates.forms import DeclineForm, DiscussForm, MandateForm, RevokeForm
from governance.mandates.rules import proposed_terms
from governance.mandates.selectors import Letter, get_letter, open_company_letter, open_letters
from governance.members.selectors import present_members
from tenants.errors import Invalid, NotAllowed


@require_safe
def settings_mandates(request: Any) -> HttpResponse:
    """The company's mandate, its deputy, and every captain's."""
    letters = open_letters(today=request.today)
    context = {
        "company_letter": next((x for x in letters if x.mandate.kind == MandateKind.COMPANY), None),
        "letters": [x for x in letters if x.mandate.kind == MandateKind.INITIATIVE],
        "may_issue": _may_issue(request),
        "tab": "mandates",
    }
    return render(request, "governance/mandates/page.html", context)


@require_http_methods(["GET", "POST"])
def mandate_new(request: Any) -> HttpResponse:
    """The company's letter, proposed; what stands in the fields is what is signed."""
    form = MandateForm(
        request.POST or None,
        kind=MandateKind.COMPANY,
        members=present_members(),
        terms=proposed_terms(kind=MandateKind.COMPANY, today=request.today),
    )
    mandate = _write(request, form) if request.method == "POST" and form.is_valid() else None
    if mandate is not None:
        return redirect("mandate", mandate.id)
    context = {"form": form, "replaced": open_company_letter(today=request.today)}
    status = 422 if form.errors else 200
    return render(request, "governance/mandates/new.html", context, status=status)


@require_safe
def mandate(request: Any, mandate_id: UUID) -> HttpResponse:
    """The letter, to read, to print, to accept by its holder, to renew or revoke."""
    letter = get_letter(mandate_id, today=request.today)
    is_holder = letter.mandate.holder_id == request.member.id
    context = {
        "letter": letter,
        "may_accept": is_holder and letter.state == "waiting",
        "may_issue": _may_issue(request) and letter.is_open,
        "decisions": decisions_about(mandate_id),
    }
    return render(request, "governance/mandates/letter.html", context)


@require_POST
def mandate_accept(request: Any, mandate_id: UUID) -> HttpResponse:
    """The holder has signed."""
    services.accept_mandate(request.act, mandate_id=mandate_id)
    messages.success(request, _("The mandate is accepted."))
    return redirect(next_of(request, reverse("mandate", args=[mandate_id])))


@require_http_methods(["GET", "POST"])
def mandate_decline(request: Any, mandate_id: UUID) -> HttpResponse:
    """A page that asks its holder why, and declines."""
    letter = _own_letter(request, mandate_id)
    form = DeclineForm(request.POST or None)
    return form_view(
        request,
        "governance/mandates/decline.html",
        form,
        context=lambda: {"letter": letter},
        save=lambda: services.decline_mandate(
            request.act, mandate_id=mandate_id, **form.cleaned_data
        ),
        done=lambda _row: (_("The mandate is declined."), reverse("mandate", args=[mandate_id])),
    )


@require_http_methods(["GET", "POST"])
def mandate_discuss(request: Any, mandate_id: UUID) -> HttpResponse:
    """What its holder wants to discuss before signing."""
    letter = _own_letter(request, mandate_id)
    form = DiscussForm(request.POST or None, initial={"remark": letter.mandate.remark})
    return form_view(
        request,
        "governance/mandates/discuss.html",
        form,
        context=lambda: {"letter": letter},
        save=lambda: services.discuss_mandate(
            request.act, mandate_id=mandate_id, **form.cleaned_data
        ),
        done=lambda row: (
            _("%(name)s is told, the letter waits.") % {"name": row.issued_by.display_name},
            reverse("mandate", args=[mandate_id]),
        ),
    )


@require_http_methods(["GET", "POST"])
def mandate_revoke(request: Any, mandate_id: UUID) -> HttpResponse:
    """A page that asks why, and revokes."""
    letter = get_letter(mandate_id, today=request.today)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.revoke_mandate(
            request.act, mandate_id=mandate_id, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("The mandate is revoked."))
        return redirect("settings_mandates")
    return render(request, "governance/mandates/revoke.html", {"letter": letter, "form": form})


@require_POST
def mandate_renew(request: Any, mandate_id: UUID) -> HttpResponse:
    """The same letter runs for twelve months from today."""
    renewed = services.renew_mandate(request.act, mandate_id=mandate_id)
    messages.success(request, _("The mandate is renewed."))
    return redirect("mandate", renewed.id)


def _own_letter(request: Any, mandate_id: UUID) -> Letter:
    """The letter, for its holder; raises NotFound, NotAllowed `not_the_holder`."""
    letter = get_letter(mandate_id, today=request.today)
    if letter.mandate.holder_id != request.member.id:
        name = letter.mandate.holder.display_name
        raise NotAllowed("not_the_holder", holders=(name,), roles=())
    return letter


def _may_issue(request: Any) -> bool:
    answer = decide_authority(request.act, permission="mandate.issue")
    return isinstance(answer, Grant) and request.actor.kind == ActorKind.MEMBER


def _write(request: Any, form: MandateForm) -> Any:
    try:
        return services.write_mandate(
            request.act,
            kind=MandateKind.COMPANY,
            holder_id=form.holder_id(),
            terms=form.written_terms(),
        )
    except Invalid as error:
        add_errors(form, error)
        return None
