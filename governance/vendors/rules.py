"""How long a vendor may answer, and what counts as an answer."""

from collections.abc import Mapping
from datetime import date, timedelta

from governance.vendors.choices import VendorQuestion

LASTS = timedelta(days=30)
LONGEST = 1000


def is_open(*, asked_on: date, today: date) -> bool:
    """Return whether the link still takes an answer: thirty days from the day it was made."""
    return today <= asked_on + LASTS


def answered(given: Mapping[str, str]) -> dict[str, str]:
    """Return the answers by question, stripped; what is left empty is not there."""
    told = {one.value: given.get(one, "").strip() for one in VendorQuestion}
    return {key: text for key, text in told.items() if text}
