"""How many mails a day an address gets, which leave first, which ask for a verdict."""

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
# What asks for a verdict: it goes to who stands in for whoever is away, as the authority does.
VERDICTS = frozenset(
    {
        "answers_late",
        "authority_asked",
        "budget_alarm",
        "ideas_idle",
        "review_confirm",
        "review_escalated",
        "review_opened",
        "review_reminder",
        "spending_frozen",
        "trial_ended",
    }
)


def is_day_full(*, template: str, sent: int) -> bool:
    """Whether an address that had so many mails today gets one of that template tomorrow only."""
    return sent >= (MOST_A_DAY if template in FIRST else MOST_A_DAY - KEPT)
