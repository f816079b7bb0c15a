"""However many are put into the pool at once, by the real door, it never holds more than its cap.

The cap is held by the portfolio's lock, not by a row of the database: a fault is planted that
takes the lock away, and the storm catches it.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django_tenants.utils import tenant_context

from portfolio.cap.models import Portfolio
from portfolio.cap.selectors import get_portfolio
from portfolio.decisions.services import decisions
from portfolio.estimates.choices import SizeTap
from portfolio.estimates.services import Estimates, set_estimates
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.objectives.services.objectives import set_objective
from tests.committed import CommittedDatabase
from tests.conftest import acting
from tests.harness.storm import callers, close_all, served
from tests.portfolio.scene import TODAY, at, idea, objective_input

CLIENTS, CAP = 12, 4


@pytest.fixture
def storm(committed_database: CommittedDatabase):
    """Twelve proposals that could enter a pool of four, and as many clients."""
    cast = committed_database.cast("acme")
    boss = acting(cast.actor("executive"), now=at(TODAY), today=TODAY)
    taps = Estimates(value_tap=SizeTap.MEDIUM, effort_tap=SizeTap.SMALL, cost_tap=SizeTap.SMALL)
    with tenant_context(cast.company):
        Portfolio.objects.update(pool_cap=CAP)
        ids = [idea(cast, f"Idée {n}").id for n in range(CLIENTS)]
        for one in ids:
            set_estimates(boss, initiative_id=one, estimates=taps)
            set_objective(boss, initiative_id=one, given=objective_input(baseline_on=TODAY))
    with served() as port:
        yield cast, ids, callers(cast=cast, port=port, count=CLIENTS)
    close_all()


def all_at_once(ids, clients):
    """The status and code that each is answered."""
    together = Barrier(len(ids))

    def qualify(pair):
        client, one = pair
        together.wait()
        status, body = client.decide(str(one), verdict="qualify")
        return status, body.get("code")

    with ThreadPoolExecutor(len(ids)) as pool:
        return list(pool.map(qualify, zip(clients, ids, strict=True)))


def test_exactly_as_many_enter_as_there_is_room_for(storm) -> None:
    cast, ids, clients = storm
    answers = all_at_once(ids, clients)
    assert answers.count((201, None)) == CAP
    assert answers.count((409, "pool_full")) == CLIENTS - CAP
    with tenant_context(cast.company):
        assert Initiative.objects.filter(state=State.BACKLOG).count() == CAP


def test_without_the_lock_the_storm_sees_more(storm, monkeypatch) -> None:
    cast, ids, clients = storm
    monkeypatch.setattr(decisions, "lock_portfolio", get_portfolio)
    waited = Barrier(CLIENTS)
    checked = decisions.check_verdicts

    def slowly(*args, **more):
        checked(*args, **more)
        waited.wait(timeout=30)

    monkeypatch.setattr(decisions, "check_verdicts", slowly)
    all_at_once(ids, clients)
    with tenant_context(cast.company):
        assert Initiative.objects.filter(state=State.BACKLOG).count() > CAP
