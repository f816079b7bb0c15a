"""The demo's letter box: mail that goes to files, shown on a page."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from config.startup import is_loopback

SHOWN = 100


@dataclass(frozen=True, slots=True)
class SentMail:
    """One mail as it was sent."""

    name: str
    recipient: str
    subject: str
    written_at: datetime
    lines: tuple[tuple[str, bool], ...]


@require_GET
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The last hundred mails, newest first; exists in a demo only, for who sits at its machine."""
    letters = [_read(path) for path in _files(request)[:SHOWN]]
    return render(request, "tenants/demo_mail.html", {"letters": letters})


@require_GET
def demo_mail_text(request: HttpRequest, name: str) -> HttpResponse:
    """One mail with its links to click."""
    path = next((path for path in _files(request) if path.name == name), None)
    if path is None:
        raise Http404
    return render(request, "tenants/demo_mail_text.html", {"letter": _read(path)})


def _files(request: HttpRequest) -> list[Path]:
    folder = Path(settings.EMAIL_FILE_PATH)
    if not settings.DEMO_MAIL or not is_loopback(request.META.get("REMOTE_ADDR", "")):
        raise Http404
    files = folder.glob("*.log") if folder.is_dir() else []
    return sorted(files, key=lambda path: path.stat().st_mtime, reverse=True)


def _read(path: Path) -> SentMail:
    first = path.read_bytes().split(b"\n" + b"-" * 79 + b"\n")[0]
    message: Any = message_from_bytes(first, _class=EmailMessage, policy=policy.default)
    body = message.get_body(("plain", "html"))
    text = body.get_content() if body else ""
    return SentMail(
        name=path.name,
        recipient=str(message["To"]),
        subject=str(message["Subject"]).strip(),
        written_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        lines=tuple((line, line.startswith(("http://", "https://"))) for line in text.splitlines()),
    )
