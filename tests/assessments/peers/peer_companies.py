"""Other companies that lend assessments: rows of the public side, without schemas."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from assessments.answers.models import Assessment
from assessments.diagnostic.services import complete_assessment, save_answer, start_assessment
from assessments.peers.services import join_peers, leave_peers
from tenants.contributions.models import Consent, Contribution
from tenants.ids import uuid7
from tests import databases
from tests.assessments.conftest import REFERENCE
from tests.conftest import Cast, acting

DIMENSIONS = ("PIL", "CHO", "COM", "DON", "OUT", "RIS", "MES")


@contextmanager
def companies(count: int) -> Iterator[list[UUID]]:
    """So many open companies."""
    ids = [uuid7() for _ in range(count)]
    rows = [(one, f"t_{one.hex[-20:]}", f"Peer {n}") for n, one in enumerate(ids)]
    name = databases.database_name()
    url = databases.with_database(databases.os.environ["TEST_DATABASE_ADMIN_URL"], name)
    with databases.psycopg.connect(url, autocommit=True) as admin, admin.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO tenants_organization (id, schema_name, name, state, cell, timezone,"
            " language, is_demo, created_at) VALUES"
            " (%s, %s, %s, 'active', 'default', 'Europe/Paris', 'fr', false, now())",
            rows,
        )
        try:
            yield ids
        finally:
            cursor.execute("DELETE FROM tenants_organization WHERE id = ANY(%s)", [ids])


def document(score: float, **others: Any) -> dict[str, Any]:
    """What a company lends whose every dimension has that score."""
    return {
        "questionnaire": "2.0.0",
        "sector": "industry",
        "size": "small",
        "path": 2,
        "announced": True,
        "values": {"overall": score, **dict.fromkeys(DIMENSIONS, score)},
        "answers": {},
        **others,
    }


def lend(organization_id: UUID, at: datetime, lent: dict[str, Any]) -> Contribution:
    """That company consents and lends this."""
    Consent.objects.get_or_create(
        organization_id=organization_id,
        kind="peers",
        withdrawn_at=None,
        defaults={"given_by": uuid7(), "given_at": at},
    )
    return Contribution.objects.create(
        organization_id=organization_id, kind="peers", source=uuid7(), at=at, document=lent
    )


def lend_all(ids: list[UUID], at: datetime, **others: Any) -> None:
    """Each company lends one assessment, scores from 0 to 95."""
    for number, one in enumerate(ids):
        lend(one, at + timedelta(minutes=number), document(float(number * 5 % 100), **others))


def complete(cast: Cast, now: datetime, **answers: Any) -> Assessment:
    """A short assessment of the company, completed then."""
    actor, moment = cast.actor("executive"), {"today": now.date(), "now": now}
    one = start_assessment(acting(actor, **moment))
    given = {"G1": 1, **{f"P{n}": 1 for n in range(1, 5)}, **REFERENCE, **answers}
    for item in ("C1", "C2", "C3", "K1", "K3", "K4", "N1", "N2", "T1", "T2", "R1", "R2", "M1"):
        given.setdefault(item, 1)
    for item, raw in given.items():
        value = list(raw) if isinstance(raw, tuple) else raw
        save_answer(acting(actor, **moment), assessment_id=one.id, item_id=item, raw=value)
    return complete_assessment(acting(actor, **moment), assessment_id=one.id)


def join(cast: Cast, now: datetime) -> None:
    join_peers(acting(cast.actor("executive"), now=now, today=now.date()))


def leave(cast: Cast, now: datetime) -> None:
    leave_peers(acting(cast.actor("executive"), now=now, today=now.date()))
