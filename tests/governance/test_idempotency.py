from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from governance.models import IdempotencyRecord, Member
from governance.services.idempotency import Answer, answer_once, delete_old_answers
from tenants.errors import Invalid, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def effects(acme) -> list[int]:
    return []


def send(effects, now, *, caller, key="k-1", body=b"{}", route="POST /x", fail=False):
    def act() -> Answer:
        Member.objects.filter(role="executive").update(title=f"effect {len(effects)}")
        effects.append(1)
        if fail:
            raise Refused("host_taken")
        return Answer(201, {"number": len(effects)}, {"ETag": '"1"'})

    return answer_once(caller_id=caller, key=key, route=route, body=body, now=now, act=act)


def test_the_same_request_has_one_effect_and_one_answer(effects, now):
    caller = uuid4()
    first, repeated = send(effects, now, caller=caller)
    assert not repeated
    second, repeated = send(effects, now, caller=caller)
    assert repeated
    assert first == second == Answer(201, {"number": 1}, {"ETag": '"1"'})
    assert effects == [1]


@pytest.mark.parametrize("change", [{"body": b"[]"}, {"route": "POST /y"}])
def test_the_same_key_for_another_request_is_refused(effects, now, change):
    caller = uuid4()
    send(effects, now, caller=caller)
    with pytest.raises(Invalid, match="idempotency_key_reused"):
        send(effects, now, caller=caller, **change)
    assert effects == [1]


def test_callers_do_not_share_keys(effects, now):
    send(effects, now, caller=uuid4())
    send(effects, now, caller=uuid4())
    assert effects == [1, 1]


def test_an_answer_is_kept_a_day_and_no_longer(effects, now):
    caller = uuid4()
    send(effects, now, caller=caller)
    send(effects, now + timedelta(hours=23, minutes=59), caller=caller)
    assert effects == [1]
    send(effects, now + timedelta(hours=24), caller=caller, body=b"new")
    assert effects == [1, 1]


@pytest.mark.parametrize("key", ["", "x" * 256, "a\nb"])
def test_an_unreadable_key_is_refused_before_anything_happens(effects, now, key):
    with pytest.raises(Invalid, match="idempotency_key_unreadable"):
        send(effects, now, caller=uuid4(), key=key)
    assert effects == []


def test_while_the_first_still_runs_the_second_is_refused(effects, now, acme):
    caller, seen = uuid4(), []

    def other_session() -> Answer:
        # A lock taken by a second session, as the database would show it to this one.
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
            seen.append(cursor.fetchone()[0])
        return Answer(200, {})

    answer_once(caller_id=caller, key="k", route="r", body=b"", now=now, act=other_session)
    assert seen[0] >= 1


def test_old_answers_are_forgotten(effects, now):
    send(effects, now, caller=uuid4())
    send(effects, now - timedelta(days=3), caller=uuid4())
    assert delete_old_answers(now=now) == 1
    assert IdempotencyRecord.objects.count() == 1
