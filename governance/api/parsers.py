from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from governance.api.codec import Unreadable, parse


class StrictJSONParser(BaseParser):
    """JSON as its standard has it: numbers are exact, a field is given once."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            return parse(stream.read())
        except Unreadable:
            raise ParseError from None
