from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.access.views import form_view, may
from governance.charter import selectors, services
from governance.charter.forms import CharterForm, PublishForm, RequestForm
from governance.charter.rules import changed_rules
from governance.members.selectors import present_members
from governance.papers.views import paper_file

HOME = "charter"


@require_safe
def charter(request: Any) -> HttpResponse:
    """What was promised, who has signed, what is proposed; the text stands below."""
    page = selectors.charter_page(
        reader_id=request.member.id if request.member else None, language=request.LANGUAGE_CODE
    )
    row = selectors.charter_row()
    context = {
        "page": page,
        "may_edit": may(request, "charter.edit"),
        "may_publish": may(request, "charter.publish"),
        "may_sign": may(request, "charter.sign"),
        "publish": PublishForm(today=request.today, version=row.version),
    }
    return render(request, "governance/charter/page.html", context)


@require_http_methods(["GET", "POST"])
def charter_edit(request: Any) -> HttpResponse:
    """The charter is written, rule by rule; it becomes a draft."""
    form = _form(request)
    said = _("The draft is kept. Nobody signs it before it is published.")
    return form_view(
        request,
        "governance/charter/edit.html",
        form,
        save=lambda: services.draft_charter(
            request.act,
            given=form.given(request.LANGUAGE_CODE),
            expected_version=form.cleaned_data["expected_version"],
        ),
        done=lambda _row: (said, reverse(HOME)),
    )


@require_http_methods(["GET", "POST"])
def charter_publish(request: Any) -> HttpResponse:
    """The draft becomes the next version, from a day on."""
    row = selectors.charter_row()
    form = PublishForm(request.POST or None, today=request.today, version=row.version)
    return form_view(
        request,
        "governance/charter/publish.html",
        form,
        context=lambda: {"draft": row.draft},
        save=lambda: services.publish_charter(request.act, **form.cleaned_data),
        done=lambda made: (
            _("Version %(n)d is published, and you have signed it.") % {"n": made.number},
            reverse(HOME),
        ),
    )


@require_POST
def charter_draft_drop(request: Any) -> HttpResponse:
    """The draft is given up."""
    services.drop_draft(request.act)
    messages.success(request, _("The draft is given up; what is in force stays."))
    return redirect(HOME)


@require_POST
def charter_sign(request: Any, number: int) -> HttpResponse:
    """The reader has signed that version."""
    services.sign_charter(request.act, number=number)
    messages.success(request, _("You have signed version %(n)d.") % {"n": number})
    return redirect(HOME)


@require_http_methods(["GET", "POST"])
def charter_ask(request: Any) -> HttpResponse:
    """A change is asked for; who keeps the charter finds it among what there is to do."""
    form = RequestForm(request.POST or None)
    return form_view(
        request,
        "governance/charter/ask.html",
        form,
        save=lambda: services.ask_for_change(request.act, text=form.cleaned_data["text"]),
        done=lambda _row: (_("Asked. Who keeps the charter has it on the list."), reverse(HOME)),
    )


@require_POST
def charter_asked(request: Any, request_id: UUID) -> HttpResponse:
    """The wish was looked at."""
    services.close_request(request.act, request_id=request_id)
    messages.success(request, _("The wish is off the list."))
    return redirect(HOME)


@require_safe
def charter_version(request: Any, number: int) -> HttpResponse:
    """A version as it was published, and what it changed."""
    row = selectors.get_version(number)
    before = selectors.get_version(number - 1) if number > 1 else None
    language = request.LANGUAGE_CODE
    context = {
        "row": row,
        "names": selectors.member_names(),
        "changes": changed_rules(before.text, row.text, language=language) if before else (),
    }
    return render(request, "governance/charter/version.html", context)


@require_safe
def charter_pdf(request: Any, number: int) -> HttpResponse:
    """That version on one sheet; who has it already is told so before anything is printed."""
    row = selectors.get_version(number)
    sheet = services.charter_sheet(
        row, company=request.company.name, names=selectors.member_names()
    )
    return paper_file(request, sheet, name=services.charter_file(row))


def _form(request: Any) -> CharterForm:
    row, text = selectors.charter_row(), selectors.text_to_edit()
    return CharterForm(
        request.POST or None,
        catalogue=selectors.charter_catalogue(),
        text=text,
        reasons=selectors.reasons_of(text),
        members=present_members(),
        headcount=row.headcount,
        version=row.version,
    )
