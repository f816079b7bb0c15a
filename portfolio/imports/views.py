from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.access.forms import focus_first_error
from governance.members.selectors import present_members
from portfolio.imports.choices import WAITING, ImportState
from portfolio.imports.forms import MendForm, UploadForm
from portfolio.imports.selectors import ShownFault, late_imports, shown_import
from portfolio.imports.services.imports import (
    begin_import,
    drop_import,
    mend_import,
    progress_of,
    write_import,
)
from portfolio.imports.words import import_column, import_reason
from portfolio.life.views import form_view
from tenants.errors import NotFound, Refused
from tenants.tables.rules.writing import FileForm, ListColumn
from tenants.tables.views import download

FAULTS = (
    ListColumn(key="row", words=pgettext_lazy("column", "Row"), value=lambda one: one.row),
    ListColumn(key="cell", words=pgettext_lazy("column", "Cell"), value=lambda one: one.address),
    ListColumn(
        key="column",
        words=pgettext_lazy("column", "Column"),
        value=lambda one: import_column(one.column),
    ),
    ListColumn(
        key="said", words=pgettext_lazy("column", "Stands there"), value=lambda one: one.said
    ),
    ListColumn(key="why", words=pgettext_lazy("column", "Why"), value=lambda one: _why(one)),
)


@require_http_methods(["GET", "POST"])
def imports(request: Any) -> HttpResponse:
    """A file is chosen; what came in lately stands below."""
    form = UploadForm(request.POST or None, request.FILES or None)
    return form_view(
        request,
        "portfolio/imports/upload.html",
        form,
        context=lambda: {"late": late_imports()},
        save=lambda: begin_import(
            request.act,
            data=form.cleaned_data["file"].read(),
            file_name=form.cleaned_data["file"].name,
            language=request.LANGUAGE_CODE,
        ),
        done=lambda row: (_("The file is here. It is read and tried."), _page(row.id)),
    )


@require_http_methods(["GET", "POST"])
def import_page(request: Any, import_id: UUID) -> HttpResponse:
    """What the file says, what is in the way, where its columns go; then it is written."""
    shown = shown_import(import_id)
    form = MendForm(request.POST or None, shown=shown, members=present_members())
    if request.method == "POST":
        return _sent(request, form)
    return _shown(request, form)


@require_POST
def import_drop(request: Any, import_id: UUID) -> HttpResponse:
    """The file is forgotten."""
    drop_import(request.act, import_id=import_id)
    messages.success(request, _("The file is erased."))
    return redirect("imports")


@require_safe
def import_faults(request: Any, import_id: UUID, form: str) -> HttpResponse:
    """What is in the way, as a table."""
    if form not in list(FileForm):
        raise NotFound("import_not_found")
    found = shown_import(import_id).faults
    return download(request, FAULTS, found, name="import", form=FileForm(form))


def _sent(request: Any, form: MendForm) -> HttpResponse:
    import_id, seen = form.shown.row.id, _version(request)
    if "write" not in request.POST and not form.is_valid():
        focus_first_error(form)
        return _shown(request, form, status=422)
    try:
        if "write" in request.POST:
            write_import(request.act, import_id=import_id, expected_version=seen)
        else:
            columns, cells = form.columns(), form.cells()
            mend_import(
                request.act,
                import_id=import_id,
                columns=columns,
                cells=cells,
                expected_version=seen,
            )
    except Refused as error:
        messages.warning(request, import_reason(error.code))
    return redirect(_page(import_id))


def _shown(request: Any, form: MendForm, status: int = 200) -> HttpResponse:
    row = form.shown.row
    context = {
        "form": form,
        "shown": form.shown,
        "import": row,
        "waits": row.state in WAITING,
        "is_tried": row.state == ImportState.TRIED,
        "is_written": row.state == ImportState.WRITTEN,
        "progress": progress_of(row),
    }
    return render(request, "portfolio/imports/page.html", context, status=status)


def _version(request: Any) -> int | None:
    told = request.POST.get("version", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else None


def _page(import_id: UUID) -> str:
    return reverse("import_page", args=[import_id])


def _why(one: ShownFault) -> str:
    return import_reason(one.code)
