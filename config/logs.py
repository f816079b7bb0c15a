"""What a log may hold: the schema of each line, and nothing that opens a door or names a person."""

import logging
import re

from django.db import connection

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


class PlainFormatter(logging.Formatter):
    """Every line carries the schema it is about; no line, traceback included, a secret.

    What a stranger sent amiss (a host that is not ours, a forged form) is a line, no traceback.
    """

    def format(self, record: logging.LogRecord) -> str:
        company = getattr(getattr(record, "request", None), "company", None)
        here = getattr(connection, "schema_name", "-")
        record.schema = here if company is None else company.schema_name
        if record.name.startswith("django.security."):
            record.exc_info = record.exc_text = None
        return without_secrets(super().format(record))


def without_secrets(text: str) -> str:
    """The text with every token, password, address of a person and row of the database hidden."""
    for shape, instead in SECRETS:
        text = shape.sub(instead, text)
    return text
