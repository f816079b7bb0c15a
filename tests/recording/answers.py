"""An answer as text that two runs can be held against each other by."""

import io
import json
from typing import Any
from urllib.parse import unquote

from django.http import HttpResponse
from pypdf import PdfReader

from tests.recording.markup import html_lines
from tests.recording.masks import Masks

# Said by the clock of the machine, by the length of what is masked, or by who asked before.
UNSTABLE = {"Content-Length", "Date", "Expires", "Set-Cookie", "X-RateLimit-Remaining"}


def written(request: str, answer: HttpResponse, masks: Masks) -> str:
    """The request, the status, the headers and the body, nothing in it that changes by itself."""
    lines = [request, str(answer.status_code)]
    for name, value in sorted(answer.headers.items()):
        if name not in UNSTABLE:
            lines.append(f"{name}: {header(name, value)}")
    lines += [f"Set-Cookie: {cookie(one)}" for _, one in sorted(answer.cookies.items())]
    return "\n".join([masks.hide("\n".join(lines)), "", *body_lines(answer, masks), ""])


def header(name: str, value: str) -> str:
    """The value as it matters: an address readable, a policy by the names of its directives."""
    if name == "Content-Security-Policy":
        return "; ".join(sorted(value.split("; ")))
    return unquote(value) if name == "Location" else value


def cookie(morsel: Any) -> str:
    """A cookie without its value and without its last second."""
    kept = {name: value for name, value in morsel.items() if value and name != "expires"}
    return f"{morsel.key} {kept}" if morsel.value else f"{morsel.key} deleted"


def body_lines(answer: HttpResponse, masks: Masks) -> list[str]:
    """The body by its kind: markup by tag, JSON by key, papers by their words, else as it is."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "").split(";")[0]
    if kind == "application/pdf":
        return masks.hide(paper(body)).splitlines()
    text = body.decode()
    if kind == "text/html":
        return html_lines(masks.hide(text))
    if kind.endswith("json") and text:
        return masks.hide(pretty(text)).splitlines()
    return masks.hide(text).splitlines()


def pretty(text: str) -> str:
    """JSON by sorted keys; a number that is no whole one keeps the digits it was written with."""
    found = json.loads(text, parse_float=lambda digits: f"‹number› {digits}")
    return json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False)


def paper(body: bytes) -> str:
    """What stands on each sheet."""
    sheets = PdfReader(io.BytesIO(body)).pages
    return "\n".join(f"--- sheet {no}\n{one.extract_text()}" for no, one in enumerate(sheets, 1))
