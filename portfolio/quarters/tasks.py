from django.utils import timezone

from governance.access.rules.actors import act_of_system
from governance.outbox.selectors import current_company
from portfolio.cap.selectors import company_zone
from portfolio.quarters.rules import QUARTER_PAPER
from portfolio.quarters.selectors import quarter_facts
from portfolio.quarters.services import make_quarter_paper
from portfolio.standing.services import read_true
from tenants.jobs import tenant_task


@tenant_task(QUARTER_PAPER)
def make_paper_of_the_quarter() -> None:
    """The page of the quarter that is over is made and sent, once."""
    now = timezone.now()
    today, company = timezone.localdate(now, company_zone()), current_company().name
    facts = read_true(lambda: quarter_facts(company=company, today=today, now=now), today=today)
    make_quarter_paper(act_of_system(now=now, today=today), facts=facts)
