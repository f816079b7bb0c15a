from django.utils import timezone

from governance.access.rules.actors import act_of_system
from governance.outbox.selectors import current_company
from portfolio.board.rules import BOARD_PAPER
from portfolio.board.selectors import board_facts
from portfolio.board.services import make_board_paper
from portfolio.cap.selectors import company_zone
from portfolio.standing.services import read_true
from tenants.jobs import tenant_task


@tenant_task(BOARD_PAPER)
def make_paper_of_the_month() -> None:
    """The board's page of this month is made and sent, once."""
    now = timezone.now()
    today, company = timezone.localdate(now, company_zone()), current_company().name
    facts = read_true(lambda: board_facts(company=company, today=today, now=now), today=today)
    make_board_paper(act_of_system(now=now, today=today), facts=facts)
