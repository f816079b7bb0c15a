from django.utils import timezone

from governance.access.rules.actors import act_of_system
from portfolio.board.rules import BOARD_PAPER
from portfolio.board.services import make_board_paper
from portfolio.cap.selectors import company_zone
from tenants.jobs import tenant_task


@tenant_task(BOARD_PAPER)
def make_paper_of_the_month() -> None:
    """The board's page of this month is made and sent, once."""
    now = timezone.now()
    make_board_paper(act_of_system(now=now, today=timezone.localdate(now, company_zone())))
