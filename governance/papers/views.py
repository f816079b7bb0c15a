"""A paper as a file, the same from every door."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from governance.papers.services import MEDIA_TYPE, Sheet, print_sheet


def paper_file(request: HttpRequest, sheet: Sheet, *, name: str) -> HttpResponse:
    """The sheet as a file of that name; who has it already is told so before it is printed."""
    if get_conditional_response(request, etag=sheet.etag) is not None:
        return HttpResponseNotModified(headers={"ETag": sheet.etag})
    named = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {"ETag": sheet.etag, "Content-Disposition": named}
    return HttpResponse(print_sheet(sheet), content_type=MEDIA_TYPE, headers=headers)
