from datetime import timedelta
from itertools import pairwise

import pytest
from django_tenants.utils import tenant_context

from tenants.companies.choices import CompanyState
from tenants.companies.models import Organization
from tenants.due_work import services as due_work
from tenants.due_work.models import DueWork
from tenants.due_work.services import bring_forward, poke_due_work, set_due
from tenants.transactions import use_case

MINUTE = timedelta(minutes=1)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, object]]:
    messages: list[tuple[str, object]] = []
    monkeypatch.setattr(due_work, "send", lambda job, company: messages.append((job, company)))
    return messages


@pytest.fixture
def poke(committed, sent):
    def run(now, **more) -> int:
        with committed():
            return poke_due_work(now=now, **more)

    return run


def due(cast, job: str):
    return DueWork.objects.get(organization_id=cast.company.id, job=job).due_at


def test_work_is_handed_over_when_it_is_due_and_not_before(acme, now, poke, sent) -> None:
    set_due(job="a.job", due_at=now)
    assert poke(now - MINUTE) == 0
    assert poke(now) == 1
    assert sent == [("a.job", acme.company.id)]


def test_a_doubled_poke_hands_over_once(acme, now, poke, sent) -> None:
    set_due(job="a.job", due_at=now)
    poke(now)
    poke(now)
    poke(now + MINUTE)
    assert len(sent) == 1


def test_work_that_is_not_done_is_handed_over_again_ever_later(acme, now, poke, sent) -> None:
    set_due(job="a.job", due_at=now)
    at = [minute for minute in range(0, 30 * 60, 2) if poke(now + minute * MINUTE)]
    waits = [later - earlier for earlier, later in pairwise(at)]
    assert waits[:8] == [2, 4, 8, 16, 32, 64, 128, 256]
    assert set(waits[8:]) == {360}


def test_work_that_is_done_is_no_longer_due(acme, now, poke, sent) -> None:
    set_due(job="a.job", due_at=now)
    set_due(job="a.job", due_at=None)
    assert poke(now) == 0


def test_work_set_anew_is_handed_over_anew(acme, now, poke, sent) -> None:
    set_due(job="a.job", due_at=now)
    poke(now)
    set_due(job="a.job", due_at=now + MINUTE)
    assert poke(now + MINUTE) == 1
    assert DueWork.objects.count() == 1


def test_work_is_brought_forward_and_never_put_off(acme, now) -> None:
    bring_forward(job="a.job", due_at=now)
    bring_forward(job="a.job", due_at=now + MINUTE)
    assert due(acme, "a.job") == now
    bring_forward(job="a.job", due_at=now - MINUTE)
    assert due(acme, "a.job") == now - MINUTE


def test_work_brought_forward_is_handed_over_at_once(acme, now, poke, sent) -> None:
    set_due(job="a.job", due_at=now)
    poke(now)
    bring_forward(job="a.job", due_at=now - MINUTE)
    assert poke(now) == 1


def test_each_company_waits_for_itself(acme, globex, now, poke, sent) -> None:
    set_due(job="a.job", due_at=now)
    with tenant_context(globex.company):
        set_due(job="a.job", due_at=now)
        set_due(job="a.job", due_at=None)
    poke(now)
    assert sent == [("a.job", acme.company.id)]


def test_patient_work_of_many_does_not_crowd_out_new_work(acme, now, poke, sent) -> None:
    for number in range(5):
        set_due(job=f"old.{number}", due_at=now - timedelta(days=1))
    poke(now)
    poke(now + 2 * MINUTE)
    sent.clear()
    set_due(job="new", due_at=now)
    poke(now + 5 * MINUTE, limit=3)
    assert sent == [("new", acme.company.id)]


def test_a_suspended_company_is_left_in_peace(acme, now, poke, sent) -> None:
    set_due(job="a.job", due_at=now)
    Organization.objects.filter(id=acme.company.id).update(state=CompanyState.SUSPENDED)
    assert poke(now) == 0


def test_only_a_company_waits_for_work(db, now) -> None:
    with pytest.raises(LookupError, match="no company is entered"):
        set_due(job="a.job", due_at=now)


def test_due_work_is_written_with_the_use_case(acme, now, committed) -> None:
    with pytest.raises(KeyError), committed(), use_case():  # noqa: PT012
        set_due(job="a.job", due_at=now)
        raise KeyError
    assert not DueWork.objects.exists()
