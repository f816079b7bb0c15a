"""The portfolio's settings: what holds today, and who may change which part."""

from dataclasses import dataclass
from datetime import date

from governance.rules.actors import Actor
from portfolio.models import Initiative, Portfolio, Slot
from portfolio.selectors.permitted import authority_of
from portfolio.selectors.portfolio_row import active_initiatives, get_portfolio

PARTS = {
    "cap": "cap.change",
    "exception": "exception.grant",
    "rhythm": "review.open",
    "silence": "silence.switch",
    "capacity": "review.open",
}


@dataclass(frozen=True, kw_only=True)
class SettingsPage:
    """The portfolio's row, what holds its slots, and the parts this person may change."""

    portfolio: Portfolio
    active: list[Initiative]
    exception_until: date | None
    may: frozenset[str]


def settings_page(*, actor: Actor, today: date) -> SettingsPage:
    """The settings as this person sees them; five queries."""
    authority = authority_of(actor=actor, today=today)
    until = Slot.objects.filter(exception_until__isnull=False)
    return SettingsPage(
        portfolio=get_portfolio(),
        active=active_initiatives(),
        exception_until=until.values_list("exception_until", flat=True).first(),
        may=frozenset(
            part
            for part, permission in PARTS.items()
            if authority.denial(permission=permission) is None
        ),
    )
