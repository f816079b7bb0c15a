"""How many mails a day a company sends to one address, and which of them leave first."""

MOST_A_DAY = 60
# So many of these are kept for what lets somebody in or binds the company.
KEPT = 10
FIRST = frozenset(
    {
        "invitation",
        "mandate_accepted",
        "mandate_declined",
        "mandate_discussed",
        "mandate_revoked",
        "mandate_written",
    }
)


def is_day_full(*, template: str, sent: int) -> bool:
    """Whether an address that had so many mails today gets one of that template tomorrow only."""
    return sent >= (MOST_A_DAY if template in FIRST else MOST_A_DAY - KEPT)
