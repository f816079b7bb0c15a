"""The team page: opened, renewed, closed, with or without figures; signed without an account."""

from governance.access.rules.actors import Act
from governance.access.services import require
from governance.charter.models import CharterSignature
from governance.charter.services import sign_by_name
from governance.register.selectors import door_behind
from governance.register.services.entries import Visit
from portfolio.cap.models import Portfolio
from tenants.transactions import use_case


def show_figures(act: Act, *, wanted: bool) -> None:
    """The team page shows the last value of each priority, or none; never an amount.

    Raises NotAllowed.
    """
    require(act, permission="register.edit")
    with use_case():
        Portfolio.objects.update(team_figures=wanted)


def sign_by_link(visit: Visit, *, token: str, number: int, name: str) -> CharterSignature:
    """Who has no account has signed that version under that name, by the team page's address.

    Raises NotFound `door_not_found`, and as `sign_by_name`.
    """
    with use_case():
        door_behind(token)
        return sign_by_name(visit, number=number, name=name)
