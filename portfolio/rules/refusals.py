"""A refusal: a stable code and the facts that explain it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why something cannot be done now; the text is made at the edge."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
