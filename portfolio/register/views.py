from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.law.selectors import law
from governance.members.selectors import present_members
from governance.register import selectors
from governance.register.choices import EntryKind
from governance.register.forms import DeclareForm, EntryForm, RegisterFilterForm
from governance.register.selectors import EntryFilter
from governance.register.services.entries import record_entry
from portfolio.decisions.selectors import Authority
from portfolio.error_texts import TEXTS
from portfolio.initiatives.models import Initiative
from portfolio.life.views import form_view
from portfolio.register.selectors import initiative_to_take, initiatives_beside
from tenants.errors import Refused

A_PAGE = 50


@require_safe
def register(request: Any) -> HttpResponse:
    """What may be used, on which data, who answers for it; beside it what runs as initiative."""
    form = RegisterFilterForm(request.GET)
    authority = Authority(actor=request.actor, today=request.today, mandates=())
    may_edit = authority.denial(permission="register.edit") is None
    context = {
        "form": form,
        "may_edit": may_edit,
        "may_declare": authority.denial(permission="register.declare") is None,
        "waiting": selectors.to_look_at() if may_edit else (),
        "declare": DeclareForm(),
        **_kept(request, form.wanted()),
    }
    return render(request, "portfolio/register/page.html", context)


def _kept(request: Any, wanted: EntryFilter) -> dict[str, Any]:
    """What the register holds, as its page shows it."""
    lines = selectors.sweep_lines(today=request.today)
    pages = Paginator(selectors.entries(wanted), A_PAGE)
    return {
        "page": pages.get_page(request.GET.get("page")),
        "is_filtered": not wanted.is_open,
        "figures": selectors.register_summary(today=request.today),
        "notices": selectors.coming_notices(today=request.today),
        "agents": selectors.agents(),
        "sweep_on": selectors.next_sweep(lines),
        "sweep_due": sum(line.is_due for line in lines),
        "beside": initiatives_beside(),
        "law_version": law().version,
    }


@require_http_methods(["GET", "POST"])
def register_from(request: Any, initiative_id: UUID) -> HttpResponse:
    """A completed initiative, or one whose trial answered, becomes an entry of the register."""
    try:
        row = initiative_to_take(initiative_id)
    except Refused as error:
        messages.warning(request, str(TEXTS[error.code]))
        return redirect("initiative", initiative_id)
    form = EntryForm(request.POST or None, members=present_members(), initial=known_of(row))
    return form_view(
        request,
        "governance/register/edit.html",
        form,
        context=lambda: {"initiative": row},
        save=lambda: record_entry(request.act, values=form.values(), initiative_id=initiative_id),
        done=lambda entry: (_("The use stands in the register."), page_of(entry.id)),
    )


def known_of(row: Initiative) -> dict[str, Any]:
    """What an entry begins with that comes from an initiative."""
    return {
        "tool": row.title[:120],
        "kind": EntryKind.USE,
        "owner_id": row.runs_on_id or row.captain_id,
        "purpose": row.summary[:200],
    }


def page_of(entry_id: UUID) -> str:
    """The address of an entry's page."""
    return reverse("register_entry", args=[entry_id])
