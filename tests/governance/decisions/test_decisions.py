import pytest
from django.db import DatabaseError, connection, transaction

from governance.access.rules.authority import Grant
from governance.decisions.choices import SubjectKind
from governance.decisions.models import Decision
from governance.decisions.selectors import get_decision, verify_log
from governance.decisions.services import record_decision
from tenants.ids import uuid7
from tests.conftest import acting
from tests.refusals import refused


def record(cast, now, **more) -> Decision:
    return record_decision(
        acting(cast.actor("executive"), now=now),
        grant=Grant(by="role"),
        verdict="continue",
        subject_kind=SubjectKind.INITIATIVE,
        subject_id=uuid7(),
        **more,
    )


def test_decisions_are_numbered_and_chained(acme, now) -> None:
    first = record(acme, now, reason="un", facts={"amount": 12, "who": uuid7(), "d": now.date()})
    second = record(acme, now, reason="deux")
    assert (first.seq, second.seq) == (1, 2)
    assert bytes(second.previous_hash) == bytes(first.hash) != b""
    assert verify_log() is None


def test_the_app_can_neither_change_nor_remove_a_decision(acme, now) -> None:
    decision = record(acme, now)
    for attack in (
        "UPDATE governance_decision SET reason = 'x'",
        "DELETE FROM governance_decision",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)
    assert Decision.objects.get() == decision


def test_a_decision_that_is_not_in_the_log_is_not_found(acme, now) -> None:
    decision = record(acme, now)
    assert get_decision(decision.id) == decision
    with refused("decision_not_found"):
        get_decision(uuid7())
