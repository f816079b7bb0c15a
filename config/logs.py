import logging
import re

from django.db import connection

# The token of a private link, as it stands in an address.
TOKEN = re.compile(r"(/(?:diagnostic|voice)/)[\w-]{40,}")


class SchemaFilter(logging.Filter):
    """Every log line carries the schema it was written in."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.schema = getattr(connection, "schema_name", "-")
        return True


class PrivateLinkFilter(logging.Filter):
    """No log line says the token of a private link."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if TOKEN.search(message):
            record.msg, record.args = TOKEN.sub(r"\1…", message), ()
        return True
