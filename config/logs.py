"""What a log may hold: where a line was written, and nothing that opens a door or names a person.

Lines are plain, or one JSON object each for programs; both hide through `without_secrets`.
"""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from config.environment import env_str

HIDDEN = "‹hidden›"
# By shape, not by route: what is added tomorrow, and what an exception says, is hidden too.
SECRETS = (
    # Tokens of links, keys, tickets and signed texts; names of schemas and ids are shorter.
    (re.compile(r"\bcap_[0-9a-zA-Z]+_[\w-]+"), HIDDEN),
    (re.compile(r"[\w-]{8,}:[\w-]{4,}:[\w-]{20,}"), HIDDEN),
    (re.compile(r"(?<![\w-])[\w-]{40,}"), HIDDEN),
    # What a form or an address calls a secret.
    (
        re.compile(
            r"""(["']?\b(?:code|ticket|token|browser|nonce|secret|\w*password\w*|csrfmiddlewaretoken"""
            r"""|form_key|authorization|cookie|session\w*)["']?\s*[=:]\s*)(\[[^\]]*\]|"[^"]*"|'[^']*'|[^\s&,;)}\]]+)""",
            re.IGNORECASE,
        ),
        rf"\g<1>{HIDDEN}",
    ),
    (re.compile(r"[\w.+%'-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+"), HIDDEN),
    # The database says whole rows, and the statement with what was typed.
    (
        re.compile(r"^DETAIL:.*?(?=^CONTEXT:|^The above|^During handling|\Z)", re.M | re.S),
        f"DETAIL: {HIDDEN}\n",
    ),
    (re.compile(r"^LINE \d+:.*$", re.M), f"LINE: {HIDDEN}"),
)
# Method and path of the request that is being answered.
ASKED: ContextVar[tuple[str, str] | None] = ContextVar("asked", default=None)


class HidingFormatter(logging.Formatter):
    """No line, traceback included, says a secret."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


class PlainFormatter(HidingFormatter):
    """Every line carries the schema it is about.

    What a stranger sent amiss (a host that is not ours, a forged form) is a line, no traceback.
    """

    def format(self, record: logging.LogRecord) -> str:
        record.schema = _place(record)[0] or "-"
        _drop_strangers_traceback(record)
        return super().format(record)


class JsonFormatter(logging.Formatter):
    """One JSON object a line; what is not known is left out."""

    def format(self, record: logging.LogRecord) -> str:
        """Time (ISO 8601, UTC), level, logger, schema, company (its host), message, traceback.

        Of the request under way, method and path; of its answer, status and milliseconds.
        """
        schema, host = _place(record)
        _drop_strangers_traceback(record)
        method, path = _asked(record)
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "schema": schema,
            "company": host,
            "message": record.getMessage(),
            "method": method,
            "path": path,
            "status": getattr(record, "status", getattr(record, "status_code", None)),
            "milliseconds": getattr(record, "milliseconds", None),
            "traceback": self.formatException(record.exc_info) if record.exc_info else None,
        }
        known = {name: _plain(value) for name, value in told.items() if value is not None}
        return json.dumps(known, ensure_ascii=False, default=str)


def _place(record: logging.LogRecord) -> tuple[str | None, str | None]:
    """The schema that the line is about, and the host of its company."""
    company = getattr(getattr(record, "request", None), "company", None)
    if company is None and settings.configured:
        company = getattr(connection, "tenant", None)
    return getattr(company, "schema_name", None), getattr(company, "host", None)


def _drop_strangers_traceback(record: logging.LogRecord) -> None:
    if record.name.startswith("django.security."):
        record.exc_info = record.exc_text = None


def _asked(record: logging.LogRecord) -> tuple[str | None, str | None]:
    """Method and path of the request that the line is about, or was written in."""
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        return request.method, request.path
    return ASKED.get() or (None, None)


def _plain(value: object) -> object:
    return without_secrets(value) if isinstance(value, str) else value


def without_secrets(text: str) -> str:
    """The text with every token, password, address of a person and row of the database hidden."""
    for shape, instead in SECRETS:
        text = shape.sub(instead, text)
    return text


def server_line() -> logging.Formatter:
    """How the web server itself writes (config/granian.json), which reads no settings."""
    if env_str("LOG_FORMAT") == "json":
        return JsonFormatter()
    return HidingFormatter("[%(levelname)s] %(message)s")
