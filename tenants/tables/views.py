from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from tenants.tables.rules.writing import CONTENT_TYPES, FileForm, ListColumn, written


def download(
    request: Any, columns: Sequence[ListColumn], rows: Iterable[Any], *, name: str, form: FileForm
) -> HttpResponse:
    """The rows as a file to keep, in the reader's language."""
    data = written(columns, rows, form=form, language=request.LANGUAGE_CODE)
    response = HttpResponse(data, content_type=CONTENT_TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
