"""A file of initiatives, by key: kept, tried by a job, written as a whole or not at all."""

import base64
import binascii
from typing import Annotated
from uuid import UUID

from django.urls import reverse

from governance.api.codec import Body
from governance.api.operations import Reply, operation
from governance.api.views import ApiView
from portfolio.imports.choices import ImportKind, ImportState, InitiativeColumn
from portfolio.imports.models import TableImport
from portfolio.imports.selectors import ShownFault, shown_import
from portfolio.imports.services.imports import begin_import, progress_of
from portfolio.imports.words import import_reason
from tenants.bounds import one_of, text
from tenants.errors import Invalid
from tenants.shapes import LocalTime, Shape, shaped


class ImportBody(Body, frozen=True, kw_only=True):
    """`file` is an XLSX or a CSV in base64, its first row the headings, in `language`.

    `mapping` says which heading holds what, else as last time or as is usual. `dry_run` writes
    nothing; without it a file that is right is written as a whole.
    """

    file: Annotated[str, text(2_000_000)]
    file_name: Annotated[str, text(120, shortest=0)] = ""
    kind: ImportKind = ImportKind.INITIATIVES
    language: Annotated[str, one_of(["fr", "en"])] = "fr"
    mapping: dict[InitiativeColumn, Annotated[str, text(200)]] | None = None
    dry_run: bool = True


class CellAnswer(Shape, frozen=True, kw_only=True):
    """A cell in the way: row, what its column holds, its address, what stands there, why."""

    row: int
    column: str
    address: str
    said: str
    code: str
    reason: str


class FileImportAnswer(Shape, frozen=True, kw_only=True):
    """How far an import has come: it is *tried*, *written* or *failed* in the end.

    `new` rows bring an initiative, `known` ones stand already; `mapping` is where columns go.
    """

    id: UUID
    kind: ImportKind
    state: ImportState
    file_name: str
    rows: int
    new: int
    known: int
    written: int
    mapping: dict[str, str]
    errors: tuple[CellAnswer, ...]
    created_at: LocalTime
    erase_at: LocalTime


class Imports(ApiView):
    @operation(
        "Take a file in: all of it, or nothing with each cell in the way named",
        FileImportAnswer,
        name="import_file",
        body=ImportBody,
        status=202,
        located=True,
    )
    def post(self, body: ImportBody) -> Reply:
        """The file is kept; a job tries it, and writes it where that is asked and it is right."""
        row = self.perform(
            begin_import,
            data=_decoded(body.file),
            file_name=body.file_name,
            language=body.language,
            columns=body.mapping,
            writes=not body.dry_run,
        )
        where = self.location(reverse("api_import", args=[row.id]))
        return Reply(import_answer(row, ()), location=where)


class ImportDetail(ApiView):
    @operation(
        "How far an import has come, and what is in the way", FileImportAnswer, name="get_import"
    )
    def get(self, import_id: UUID) -> FileImportAnswer:
        """The import with every cell in the way; it is kept for 24 hours."""
        shown = shown_import(import_id)
        return import_answer(shown.row, shown.faults)


def import_answer(row: TableImport, faults: tuple[ShownFault, ...]) -> FileImportAnswer:
    """An import as it is answered."""
    return FileImportAnswer(
        id=row.id,
        kind=ImportKind(row.kind),
        state=ImportState(row.state),
        file_name=row.file_name,
        rows=row.row_count,
        new=row.new,
        known=row.known,
        written=progress_of(row),
        mapping=row.columns,
        errors=tuple(
            CellAnswer(
                row=one.row,
                column=one.column,
                address=one.address,
                said=one.said,
                code=one.code,
                reason=import_reason(one.code),
            )
            for one in faults
        ),
        created_at=shaped(row.created_at, LocalTime),
        erase_at=shaped(row.erase_at, LocalTime),
    )


def _decoded(file: str) -> bytes:
    try:
        return base64.b64decode(file, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Invalid("file_unreadable", fields={"file": ["not_base64"]}) from error
