"""No statement, lock or forgotten transaction holds others for long; a lock only its company."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import OperationalError, connections
from django.db.models import F
from django_tenants.utils import tenant_context
from psycopg.errors import IdleInTransactionSessionTimeout

from config import settings as product
from portfolio.cap.models import Portfolio
from tenants.connections import connection
from tenants.database import base
from tenants.database.base import BRIEF, forget_held, is_held
from tenants.transactions import use_case
from tests.committed import CommittedDatabase

LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
SHORT = dict.fromkeys(LIMITS, "300ms")


def shown(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return str(cursor.fetchone()[0])


@pytest.fixture(autouse=True)
def _nothing_held() -> Iterator[None]:
    forget_held()
    yield
    forget_held()


@pytest.mark.parametrize("name", LIMITS)
def test_the_application_s_role_has_every_limit_on_every_connection(
    committed_database: CommittedDatabase, name: str, settings
) -> None:
    wished = settings.DATABASE_LIMITS[name]
    for _ in range(2):
        connections["default"].close()
        assert shown(name) in (wished, wished.replace("60s", "1min"))


def test_a_page_waits_less_than_a_job_and_the_owner_for_locks_only() -> None:
    def seconds(who: str) -> list[int]:
        return [int(product.LIMITS_OF[who].get(name, "0s")[:-1]) for name in LIMITS]

    assert all(0 < page <= job for page, job in zip(seconds("page"), seconds("job"), strict=True))
    assert seconds("owner")[0] == 0 < seconds("owner")[1]


def test_a_statement_that_takes_too_long_is_ended(
    committed_database: CommittedDatabase, settings
) -> None:
    settings.DATABASE_LIMITS = {**SHORT, "idle_in_transaction_session_timeout": "60s"}
    connections["default"].close()
    with pytest.raises(OperationalError, match="statement timeout"), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(60)")


def test_a_forgotten_transaction_is_ended(committed_database: CommittedDatabase, settings) -> None:
    settings.DATABASE_LIMITS = SHORT
    connections["default"].close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    raw = connections["default"].connection
    with pytest.raises((IdleInTransactionSessionTimeout, psycopg.OperationalError)):  # noqa: PT012
        raw.execute("BEGIN")
        with committed_database.admin() as admin:
            admin.execute("SELECT pg_sleep(1)")
        raw.execute("SELECT 1")


@pytest.fixture
def held(committed_database: CommittedDatabase, settings) -> Iterator[CommittedDatabase]:
    """Somebody holds the portfolio row of one company and does not let go."""
    settings.DATABASE_LIMITS = {**product.LIMITS_OF["page"], "lock_timeout": "300ms"}
    connections["default"].close()
    schema = committed_database.cast("acme").company.schema_name
    with psycopg.connect(committed_database.app_url) as holder:
        holder.execute(f"SELECT id FROM {schema}.portfolio_portfolio FOR UPDATE")
        yield committed_database


def start_something() -> None:
    with use_case():
        Portfolio.objects.select_for_update().update(cap=F("cap"))


def test_a_lock_that_is_held_in_one_company_is_waited_for_once_and_elsewhere_as_usual(
    held: CommittedDatabase,
) -> None:
    acme, globex = (held.cast(slug).company for slug in ("acme", "globex"))
    with tenant_context(acme):
        with pytest.raises(OperationalError, match="lock timeout"):
            start_something()
        assert shown("lock_timeout") == BRIEF
    with tenant_context(globex):
        assert shown("lock_timeout") == "300ms"
        start_something()
    with tenant_context(acme):
        assert shown("lock_timeout") == BRIEF
        with pytest.raises(OperationalError, match="lock timeout"):
            start_something()
        assert shown("lock_timeout") == BRIEF
        connections["default"].close()
        assert shown("lock_timeout") == BRIEF
        forget_held()
    with tenant_context(acme):
        assert shown("lock_timeout") == "300ms"


def test_it_is_waited_for_as_usual_after_a_while(
    held: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = held.cast("acme").company.schema_name
    base.note_held(schema)
    assert is_held(schema)
    later = base.monotonic() + base.SECONDS + 1
    monkeypatch.setattr(base, "monotonic", lambda: later)
    assert not is_held(schema)


def test_a_backend_that_forgets_is_caught(
    held: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "note_held", lambda schema: None)
    with tenant_context(held.cast("acme").company):
        with pytest.raises(OperationalError):
            start_something()
        assert shown("lock_timeout") == "300ms", "the planted fault is seen"
