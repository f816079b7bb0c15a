from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.access.views import may
from governance.error_texts import TEXTS
from governance.papers.services import MEDIA_TYPE, print_for_anybody
from governance.papers.views import paper_file
from governance.statement import selectors, services
from governance.statement.models import Statement
from tenants.addresses import company_url
from tenants.errors import Refused


@require_http_methods(["GET", "POST"])
def statements(request: Any) -> HttpResponse:
    """Every statement as it was made; sending makes the next one."""
    if request.method == "POST":
        return _made(request)
    context = {"rows": selectors.statements(), "may_issue": may(request, "statement.issue")}
    return render(request, "governance/statement/page.html", context)


@require_safe
def statement(request: Any, statement_id: UUID) -> HttpResponse:
    """A statement as it was made, and its private link."""
    row = selectors.get_statement(statement_id)
    path = reverse("statement_public", args=[selectors.link_token(row.id)])
    context = {
        "page": selectors.statement_page(row),
        "may_issue": may(request, "statement.issue"),
        "link": company_url(request.company.host, path) if row.has_link else "",
    }
    return render(request, "governance/statement/statement.html", context)


@require_safe
def statement_pdf(request: Any, statement_id: UUID) -> HttpResponse:
    """The statement on one sheet."""
    page = selectors.statement_page(selectors.get_statement(statement_id))
    sheet = services.statement_sheet(page)
    return paper_file(request, sheet, name=services.statement_file(page))


@require_POST
def statement_link(request: Any, statement_id: UUID) -> HttpResponse:
    """Its private link is opened, or taken back."""
    if "close" in request.POST:
        services.close_link(request.act, statement_id=statement_id)
        messages.success(request, _("The link is taken back."))
    else:
        try:
            services.open_link(request.act, statement_id=statement_id)
        except Refused as error:
            messages.warning(request, str(TEXTS[error.code]))
    return redirect("statement", statement_id)


@require_safe
def statement_public(request: Any, token: str) -> HttpResponse:
    """The statement for who has its link; nothing else of the company."""
    page = selectors.statement_page(selectors.statement_behind(token))
    context = {"page": page, "token": token}
    return _unlisted(render(request, "governance/statement/public.html", context))


@require_safe
def statement_public_pdf(request: Any, token: str) -> HttpResponse:
    """The sheet for who has its link."""
    page = selectors.statement_page(selectors.statement_behind(token))
    return _unlisted(_file(page, print_for_anybody(services.statement_sheet(page))))


def _made(request: Any) -> HttpResponse:
    try:
        row: Statement = services.make_statement(request.act, company=request.company.name)
    except Refused as error:
        messages.warning(request, str(TEXTS[error.code]))
        return redirect("statements")
    messages.success(request, _("The statement is made and kept as it is."))
    return redirect("statement", row.id)


def _file(page: selectors.StatementPage, printed: bytes) -> HttpResponse:
    named = content_disposition_header(as_attachment=True, filename=services.statement_file(page))
    headers = {"Content-Disposition": named or "attachment"}
    return HttpResponse(printed, content_type=MEDIA_TYPE, headers=headers)


def _unlisted(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
