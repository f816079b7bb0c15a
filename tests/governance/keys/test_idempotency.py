from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F
from django_tenants.utils import tenant_context

from governance.keys.models import IdempotencyRecord
from governance.keys.services import (
    FORGET,
    KeptAnswer,
    answer_once,
    delete_old_answers,
)
from governance.members.models import Member
from tenants.due_work.models import DueWork
from tenants.errors import Refused
from tests.committed import committed_database
from tests.refusals import refused

__all__ = ["committed_database"]


@pytest.fixture
def effects(acme) -> list[int]:
    return []


def send(effects, now, *, caller, key="k-1", body=b"{}", route="POST /x", fail=False):
    def act() -> KeptAnswer:
        Member.objects.filter(role="executive").update(title=f"effect {len(effects)}")
        effects.append(1)
        if fail:
            raise Refused("host_taken")
        return KeptAnswer(201, {"number": len(effects)}, {"ETag": '"1"'})

    return answer_once(caller_id=caller, key=key, route=route, body=body, now=now, act=act)


def test_the_same_request_has_one_effect_and_one_answer(effects, now):
    caller = uuid4()
    first, repeated = send(effects, now, caller=caller)
    assert not repeated
    second, repeated = send(effects, now, caller=caller)
    assert repeated
    assert first == second == KeptAnswer(201, {"number": 1}, {"ETag": '"1"'})
    assert effects == [1]


@pytest.mark.parametrize("change", [{"body": b"[]"}, {"route": "POST /y"}])
def test_the_same_key_for_another_request_is_refused(effects, now, change):
    caller = uuid4()
    send(effects, now, caller=caller)
    with refused("idempotency_key_reused"):
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
    with refused("idempotency_key_unreadable"):
        send(effects, now, caller=uuid4(), key=key)
    assert effects == []


def test_old_answers_are_forgotten(effects, now):
    send(effects, now, caller=uuid4())
    send(effects, now - timedelta(days=3), caller=uuid4())
    assert delete_old_answers(now=now) == 1
    assert IdempotencyRecord.objects.count() == 1


def test_the_first_kept_answer_makes_the_forgetting_due_and_the_last_ends_it(acme, effects, now):
    due = DueWork.objects.filter(organization_id=acme.company.id, job=FORGET)
    send(effects, now, caller=uuid4())
    send(effects, now + timedelta(hours=5), caller=uuid4())
    assert due.get().due_at == now + timedelta(days=2)
    assert delete_old_answers(now=due.get().due_at) == 1
    assert due.get().due_at == now + timedelta(days=2, hours=5)
    assert delete_old_answers(now=due.get().due_at) == 1
    assert not due.exists()


def test_of_many_at_once_one_has_the_effect_and_none_a_second(committed_database, now):
    company = committed_database.cast("acme").company
    caller, threads, rounds = uuid4(), 8, 12
    barrier = Barrier(threads)

    def run(key: str) -> str:
        def act() -> KeptAnswer:
            Member.objects.filter(role="viewer").update(version=F("version") + 1)
            return KeptAnswer(200, {"done": key})

        try:
            with tenant_context(company):
                barrier.wait(10)
                answer, repeated = answer_once(
                    caller_id=caller, key=key, route="POST /x", body=b"", now=now, act=act
                )
            assert answer.body == {"done": key}
            return "repeated" if repeated else "first"
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    told = []
    for number in range(rounds):
        with ThreadPoolExecutor(threads) as pool:
            told.append(Counter(pool.map(run, [f"key-{number}"] * threads)))
    assert all(round_["first"] == 1 for round_ in told), told
    assert all(set(r) <= {"first", "repeated", "request_in_progress"} for r in told), told
    with tenant_context(company):
        assert Member.objects.get(role="viewer").version == 1 + rounds
        assert IdempotencyRecord.objects.count() == rounds


def test_while_the_first_still_runs_the_second_is_refused(committed_database, now):
    company = committed_database.cast("acme").company
    caller, started, finish = uuid4(), Event(), Event()

    def first() -> KeptAnswer:
        def act() -> KeptAnswer:
            started.set()
            assert finish.wait(10)
            return KeptAnswer(200, {"by": "first"})

        try:
            with tenant_context(company):
                return answer_once(
                    caller_id=caller, key="k", route="r", body=b"", now=now, act=act
                )[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, tenant_context(company):
        running = pool.submit(first)
        assert started.wait(10)
        with refused("request_in_progress"):
            answer_once(caller_id=caller, key="k", route="r", body=b"", now=now, act=_never)
        finish.set()
        assert running.result(10).body == {"by": "first"}
        again, repeated = answer_once(
            caller_id=caller, key="k", route="r", body=b"", now=now, act=_never
        )
    assert (again.body, repeated) == ({"by": "first"}, True)


def _never() -> KeptAnswer:
    raise AssertionError("must not run")
