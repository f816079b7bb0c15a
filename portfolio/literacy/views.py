from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.skills.services import tick_attendance
from governance.literacy.selectors import get_measure
from governance.members.selectors import present_members
from governance.papers.views import paper_file
from portfolio.decisions.selectors import Authority
from portfolio.life.views import form_view
from portfolio.literacy import selectors, services
from portfolio.literacy.forms import AttendanceForm


@require_safe
def literacy(request: Any) -> HttpResponse:
    """What was done so that people use AI knowingly, whom it reached, which uses have nothing."""
    authority = Authority(actor=request.actor, today=request.today, mandates=())
    context = {
        "file": selectors.literacy_file(today=request.today),
        "lines": selectors.all_lines(),
        "may_record": authority.denial(permission="literacy.record") is None,
    }
    return render(request, "portfolio/literacy/page.html", context)


@require_http_methods(["GET", "POST"])
def literacy_measure(request: Any, literacy_measure_id: UUID) -> HttpResponse:
    """A measure, and a tick for each person who was there."""
    row = get_measure(literacy_measure_id)
    form = AttendanceForm(request.POST or None, members=_joined(), row=row)
    return form_view(
        request,
        "portfolio/literacy/measure.html",
        form,
        context=lambda: {"row": row},
        save=lambda: tick_attendance(request.act, measure_id=row.id, attended_ids=form.ids()),
        done=lambda _row: (_("Who was there is noted."), reverse("literacy")),
    )


@require_safe
def literacy_sheet(request: Any, literacy_measure_id: UUID) -> HttpResponse:
    """The attendance sheet, one page, to be signed."""
    row = get_measure(literacy_measure_id)
    sheet = services.attendance_sheet(row, company=request.company.name)
    return paper_file(request, sheet, name=services.sheet_name(row.recorded_at))


@require_safe
def literacy_year(request: Any) -> HttpResponse:
    """The evidence of the last twelve months."""
    found = selectors.literacy_file(today=request.today)
    sheet = services.evidence_file(found, company=request.company.name, now=request.now)
    return paper_file(request, sheet, name=services.year_name(request.now))


def _joined() -> list[Any]:
    return [one for one in present_members() if one.joined_at is not None]
