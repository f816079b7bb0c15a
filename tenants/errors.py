"""The five kinds of domain error. Each carries a stable code and the facts a person needs.

Text is made at the edge, in the reader's language, by `config.error_texts`.
"""

from collections.abc import Mapping
from typing import Any, ClassVar


class DomainError(Exception):
    """A use case that did not happen, and why."""

    status: ClassVar[int]
    kind: ClassVar[str]

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, Any] = facts


class NotAllowed(DomainError):
    """The actor lacks the authority; facts say who has it."""

    status = 403
    kind = "not_allowed"


class NotFound(DomainError):
    """Nothing of that name in this company; a neighbour's object is not found either.

    `named` is the id that names nothing, where a caller may have given it beside the address.
    """

    status = 404
    kind = "not_found"

    def __init__(self, code: str, *, named: object = None, **facts: Any) -> None:
        super().__init__(code, **facts)
        self.named = named


class Refused(DomainError):
    """A rule of the product stands in the way; facts say which and what to do."""

    status = 409
    kind = "refused"


class Invalid(DomainError):
    """The input cannot be understood; `fields` maps a field to its error codes."""

    status = 422
    kind = "invalid"

    def __init__(
        self, code: str, *, fields: Mapping[str, list[str]] | None = None, **facts: Any
    ) -> None:
        super().__init__(code, **facts)
        self.fields: Mapping[str, list[str]] = fields or {}


class Unavailable(DomainError):
    """Something the use case needs does not answer now; trying again may succeed."""

    status = 503
    kind = "unavailable"
