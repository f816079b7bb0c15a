"""The company's calendar has one secret address: made, renewed, taken back."""

from governance.access.rules.actors import Act
from governance.access.services import require
from portfolio.calendars.models import CompanyCalendar
from portfolio.cap.selectors import lock_portfolio
from tenants.tokens import new_token, token_digest
from tenants.transactions import use_case

PERMISSION = "calendar.share"


def make_company_calendar(act: Act) -> str:
    """The token of a new address, told once; the one before opens nothing. Raises NotAllowed."""
    require(act, permission=PERMISSION)
    token = new_token()
    with use_case():
        lock_portfolio()
        CompanyCalendar.objects.all().delete()
        CompanyCalendar.objects.create(
            token_hash=token_digest(token), made_at=act.now, made_by_id=act.actor.person_id
        )
    return token


def close_company_calendar(act: Act) -> None:
    """The company's calendar has no address any more. Raises NotAllowed."""
    require(act, permission=PERMISSION)
    with use_case():
        CompanyCalendar.objects.all().delete()
