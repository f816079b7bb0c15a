"""However many ask at once, by the real door, nobody ever gets past the cap.

The product is run at READ COMMITTED. At a stricter level a step may be told to come again (503),
and still nobody gets past.
"""

import random

import pytest
from django.db import connection
from django_tenants.utils import tenant_context

from governance.decisions.selectors import verify_log
from portfolio.cap.models import Portfolio
from portfolio.cap.selectors import get_portfolio
from portfolio.decisions.services import decisions
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State, Verdict
from tests import proof
from tests.committed import CommittedDatabase
from tests.harness.storm import (
    Observer,
    barrier_round,
    callers,
    close_all,
    random_steps,
    served,
)
from tests.portfolio.scene import give, ready

LEVELS = ("read committed", "repeatable read", "serializable")
STEPS = -(-proof.size("STORM_STEPS") // len(LEVELS))
CLIENTS, ROUNDS, CAP = 16, 8, 3


@pytest.fixture
def level() -> str:
    """How a transaction is isolated from others, unless a test says another."""
    return LEVELS[0]


@pytest.fixture
def scene(committed_database: CommittedDatabase, level: str):
    """The cast, sixteen ready initiatives, sixteen clients, an observer."""
    with committed_database.admin() as admin:
        admin.execute(
            f'ALTER DATABASE "{committed_database.name}"'
            f" SET default_transaction_isolation = '{level}'"
        )
    cast = committed_database.cast("acme")
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == (level,)
    with tenant_context(cast.company):
        Portfolio.objects.update(pool_cap=99)
        ids = [str(ready(cast, f"Idée {number}").id) for number in range(CLIENTS)]
    url, schema = committed_database.admin_url, cast.company.schema_name
    with served() as port, Observer(url, schema) as observer:
        yield cast, ids, callers(cast=cast, port=port, count=CLIENTS), observer
    close_all()


def make_room(cast, dice: random.Random) -> tuple[int, list[str]]:
    """Some give their seat; returns how many are free and who may ask for one."""
    with tenant_context(cast.company):
        active = list(Initiative.objects.filter(state=State.ACTIVE))
        for row in dice.sample(active, dice.randint(0, len(active))):
            give(cast, row, Verdict.STOP, reason="x", lesson="y")
        free = CAP - Initiative.objects.filter(state=State.ACTIVE).count()
        waiting = Initiative.objects.filter(state=State.BACKLOG).values_list("id", flat=True)
        ids = [str(one) for one in waiting]
    dice.shuffle(ids)
    return free, ids


def test_of_many_at_once_exactly_as_many_win_as_there_are_seats(scene) -> None:
    cast, _, clients, observer = scene
    dice = random.Random(7)
    for _ in range(ROUNDS):
        free, ids = make_room(cast, dice)
        if len(ids) < 2:
            break
        count = dice.randint(2, len(ids))
        asked = barrier_round(clients, ids[:count], free=free)
        assert asked.is_right, (asked.free, asked.answers)
    assert (observer.worst, observer.samples > 100) == (0, True)


@pytest.mark.parametrize("level", LEVELS)
def test_random_steps_never_get_past_the_cap_and_break_nothing(scene, level: str) -> None:
    cast, ids, clients, observer = scene
    seen = random_steps(clients, ids, steps=STEPS, seed=11)
    again = seen[503]
    faults = sum(n for status, n in seen.items() if status in range(500, 600)) - again
    proof.measured(
        "cap",
        done={"STORM_STEPS": seen.total()},
        figures={
            "went through": seen[201],
            "told to come again": again,
            "5xx": faults,
            "past the cap": max(0, observer.worst),
            "looks": observer.samples,
        },
    )
    assert seen.total() == STEPS
    assert observer.worst == 0
    assert faults == 0, seen
    assert level != LEVELS[0] or again == 0, seen
    assert seen[201] > STEPS // 50, seen
    with tenant_context(cast.company):
        assert verify_log() is None
        for row in Initiative.objects.prefetch_related("decisions"):
            assert row.state == row.decisions.get(number=row.decision_number).to_state


def test_the_storm_catches_a_missing_lock_and_a_missing_constraint(
    scene, committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, ids, clients, observer = scene
    monkeypatch.setattr(decisions, "lock_portfolio", get_portfolio)
    with committed_database.owner() as owner:
        owner.execute(f"SET search_path = {cast.company.schema_name}")
        names = owner.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'u'"
            " AND conrelid = 'portfolio_initiative'::regclass"
        ).fetchall()
        for (name,) in names:
            owner.execute(f'ALTER TABLE portfolio_initiative DROP CONSTRAINT "{name}"')
    barrier_round(clients, ids, free=CAP)
    assert observer.worst > 0
    proof.caught("cap", "no lock")
