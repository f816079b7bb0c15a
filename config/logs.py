"""What every log line carries, what none says, and lines for programs."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from config.environment import env_str

# A secret as it stands in an address: the token of a private link, the ticket of a hand-over.
TOKEN = re.compile(
    r"(/(?:diagnostic|voice)/|/companies/start/)[\w:.-]{40,}|([?&](?:ticket|code|browser)=)[^&\s\"']+"
)
# Method and path of the request that is being answered.
ASKED: ContextVar[tuple[str, str] | None] = ContextVar("asked", default=None)


def hidden(text: str) -> str:
    """The text without the secrets of addresses."""
    return TOKEN.sub(lambda found: f"{found[1] or found[2]}…", text)


class SchemaFilter(logging.Filter):
    """Every log line carries the schema it was written in."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not hasattr(record, "schema"):
            record.schema = getattr(connection, "schema_name", "-")
        return True


class PrivateLinkFilter(logging.Filter):
    """No log line says the token of a private link."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if TOKEN.search(message):
            record.msg, record.args = hidden(message), ()
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line; what is not known is left out."""

    def format(self, record: logging.LogRecord) -> str:
        """Time (ISO 8601, UTC), level, logger, schema, company (its host), message, traceback.

        Of the request under way, method and path; of its answer, status and milliseconds.
        """
        method, path = _asked(record)
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "schema": getattr(record, "schema", None),
            "company": getattr(record, "company", getattr(_entered(), "host", None)),
            "message": hidden(record.getMessage()),
            "method": method,
            "path": path,
            "status": getattr(record, "status", getattr(record, "status_code", None)),
            "milliseconds": getattr(record, "milliseconds", None),
            "traceback": hidden(self.formatException(record.exc_info)) if record.exc_info else None,
        }
        known = {name: value for name, value in told.items() if value is not None}
        return json.dumps(known, ensure_ascii=False, default=str)


def _asked(record: logging.LogRecord) -> tuple[str | None, str | None]:
    """Method and path of the request that the line is about, or was written in."""
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        return request.method, hidden(request.path)
    return ASKED.get() or (None, None)


def _entered() -> object:
    return getattr(connection, "tenant", None) if settings.configured else None


def server_line() -> logging.Formatter:
    """How the web server itself writes (config/granian.json), which reads no settings."""
    if env_str("LOG_FORMAT") == "json":
        return JsonFormatter()
    return logging.Formatter("[%(levelname)s] %(message)s")
