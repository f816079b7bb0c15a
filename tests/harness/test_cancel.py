from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext

import pytest
from django_tenants.postgresql_backend import base as stock

from tenants.database.base import DatabaseWrapper
from tenants.transactions import use_case
from tests import proof
from tests.committed import CommittedDatabase
from tests.harness.cancel import Cancellers, Outcome, alternate, default_connection

UNITS = [nullcontext, use_case]
SWITCHES, CANCELS, WRONG = 2500, -(-proof.size("CANCELS") // len(UNITS)), 3


@pytest.fixture
def cancellers(committed_database: CommittedDatabase) -> Iterator[Cancellers]:
    crowd = Cancellers(committed_database.admin_url)
    yield crowd
    crowd.stop()


def pressed(outcome: Outcome) -> bool:
    return outcome.switches >= SWITCHES and outcome.interruptions >= CANCELS


@pytest.mark.parametrize("unit", UNITS)
def test_no_cancelled_statement_ever_leads_to_a_read_in_another_company(
    committed_database: CommittedDatabase,
    cancellers: Cancellers,
    unit: Callable[[], AbstractContextManager[None]],
) -> None:
    companies = [committed_database.cast(slug).company for slug in ("acme", "globex")]
    with default_connection(DatabaseWrapper) as wrapper:
        outcome = alternate(
            wrapper=wrapper,
            companies=companies,
            cancellers=cancellers,
            enough=lambda seen: pressed(seen) or seen.wrong > 0,
            seconds=90 + CANCELS * 0.2,
            unit=unit,
        )
    proof.measured(
        "cancels",
        done={"CANCELS": outcome.interruptions},
        figures={"switches": outcome.switches, "wrong reads": outcome.wrong},
    )
    assert outcome.wrong == 0
    assert pressed(outcome), outcome


def test_the_harness_catches_the_stock_backend(
    committed_database: CommittedDatabase, cancellers: Cancellers
) -> None:
    companies = [committed_database.cast(slug).company for slug in ("acme", "globex")]
    with default_connection(stock.DatabaseWrapper) as wrapper:
        outcome = alternate(
            wrapper=wrapper,
            companies=companies,
            cancellers=cancellers,
            enough=lambda seen: seen.wrong >= WRONG,
            seconds=120,
        )
    assert outcome.wrong >= WRONG, outcome
    proof.caught("cancels", "stock backend")
