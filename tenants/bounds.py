"""What a text or a number may be, written beside its type: read by every door and described."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

ONE_OF, DECIMAL, LEAST = "one_of", "decimal", "least"


def one_of(*codes: Iterable[str]) -> msgspec.Meta:
    """A text that is one of those codes, for columns that hold one of them, or nothing yet."""
    known = tuple(str(code) for some in codes for code in some)
    return msgspec.Meta(extra={ONE_OF: known}, extra_json_schema={"enum": list(known)})


def text(longest: int, *, shortest: int = 1) -> msgspec.Meta:
    """So many characters, counted without the blanks around them; never the character zero."""
    pattern = r"^[^\x00]*\S[^\x00]*$" if shortest else r"^[^\x00]*$"
    return msgspec.Meta(
        min_length=shortest, max_length=longest, extra_json_schema={"pattern": pattern}
    )


def figure(digits: int, places: int, *, least: Decimal | None = None) -> msgspec.Meta:
    """A number of so many digits, so many of them after the point, and not below `least`."""
    most = Decimal(10) ** (digits - places) - Decimal(1).scaleb(-places)
    return msgspec.Meta(
        description=f"At most {places} digits after the point; a text is read as people type it.",
        extra={DECIMAL: (digits, places), LEAST: least},
        extra_json_schema={
            "minimum": float(-most if least is None else least),
            "maximum": float(most),
        },
    )


LARGEST = 2_000_000_000
CENT = Decimal("0.01")
# More people than any company of ours counts.
MOST_PEOPLE = 1_000_000
Figure = Annotated[Decimal, figure(14, 3)]
Share = Annotated[Decimal, figure(3, 2)]
Estimate = Annotated[int, Meta(ge=0, le=LARGEST)]
Euros = Annotated[Decimal, figure(12, 2, least=Decimal(0))]
Amount = Annotated[Decimal, figure(12, 2, least=CENT)]
SignedAmount = Annotated[Decimal, figure(12, 2)]
