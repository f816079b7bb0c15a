"""What is answered as a file: a paper, a table."""

from typing import Any

from rest_framework.renderers import BaseRenderer

from governance.papers.services import MEDIA_TYPE
from tenants.shapes import encode
from tenants.tables.rules import writing as tables

TEXT = {"type": "string"}
FILE = {"type": "string", "format": "binary"}


class FileRenderer(BaseRenderer):
    """It says what may be asked for; what a view has not written itself is JSON."""

    charset = None
    render_style = "binary"

    def render(self, data: Any, *_accepted: Any, **_context: Any) -> bytes:
        return encode(data)


class PdfRenderer(FileRenderer):
    media_type = MEDIA_TYPE
    format = "pdf"


class CsvRenderer(FileRenderer):
    media_type = tables.MEDIA_TYPE
    format = "csv"
