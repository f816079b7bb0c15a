"""What changed is told in the order of commits, without a gap, and only to who may read it."""

from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, connections
from django_tenants.utils import tenant_context

from governance.access.rules.authority import Grant
from governance.changes import selectors, services
from governance.changes.choices import ROUTES, ChangeKind
from governance.changes.models import CompanyChange
from governance.changes.selectors import BEGINNING, changes_since, newest_cursor
from governance.changes.services import KEPT
from governance.decisions.choices import SubjectKind
from governance.decisions.services import record_decision
from governance.register.services.entries import record_entry
from tenants import transactions
from tenants.ids import uuid7
from tenants.transactions import settle, touch, use_case
from tests.conftest import acting
from tests.governance.keys.test_api_keys import call, new_key
from tests.refusals import refused

ALL = frozenset(kind.value for kind in ChangeKind)
FEED = "/api/v1/changes/"


def change(cast, *, now, kind=SubjectKind.MEMBER, subject=None):
    """A use case of its own that touches that subject."""
    with use_case():
        touch(acting(cast.actor("executive"), now=now), kind, subject or uuid7())


def change_and_fail(cast, *, now):
    with use_case():
        change(cast, now=now)
        raise ZeroDivisionError


def told(cursor=BEGINNING, limit=200, kinds=ALL):
    found = changes_since(cursor, kinds=kinds, limit=limit)
    return [(row.kind, row.subject_id) for row in found.rows]


def test_every_kind_is_noted_with_its_cause_and_read_page_by_page(acme, now):
    assert newest_cursor() == BEGINNING
    ids = [uuid7() for _ in range(5)]
    for one in ids:
        change(acme, now=now, subject=one)
    whole = changes_since(BEGINNING, kinds=ALL, limit=200)
    assert [row.seq for row in whole.rows] == [1, 2, 3, 4, 5]
    assert not whole.has_more
    first = changes_since(BEGINNING, kinds=ALL, limit=2)
    assert (len(first.rows), first.has_more) == (2, True)
    rest = changes_since(first.cursor, kinds=ALL, limit=200)
    assert [row.subject_id for row in (*first.rows, *rest.rows)] == ids
    assert told(rest.cursor) == []
    deaf = changes_since(BEGINNING, kinds=(), limit=3)
    assert (deaf.rows, deaf.cursor) == ((), whole.rows[2].id), "what one may not read is passed by"

    with use_case():
        act = acting(acme.actor("executive"), now=now)
        touch(act, SubjectKind.PORTFOLIO)
        decision = record_decision(
            act,
            grant=Grant(by="role"),
            verdict="change_cap",
            subject_kind=SubjectKind.PORTFOLIO,
            subject_id=uuid7(),
        )
    assert told(rest.cursor) == [("portfolio", None), ("decision", decision.id)]

    with pytest.raises(ZeroDivisionError):
        change_and_fail(acme, now=now)
    assert CompanyChange.objects.count() == 7, "what did not happen is not told"


def test_a_cursor_that_is_forgotten_or_of_another_history_is_told(acme, now):
    change(acme, now=now)
    old = newest_cursor()
    change(acme, now=now + timedelta(days=1))
    newer = newest_cursor()
    change(acme, now=now + KEPT + timedelta(hours=1))
    assert CompanyChange.objects.count() == 2, "ninety days are kept"
    with refused("changes_gone"):
        told(old)
    with refused("changes_gone"):
        told(BEGINNING)
    with refused("changes_gone"):
        told(uuid7())
    assert len(told(newer)) == 1


def test_the_feed_answers_ids_and_addresses_that_answer(acme, now):
    key = new_key(acme).text
    begin = call(acme, key, FEED).json()
    assert (begin["results"], begin["has_more"]) == ([], False)
    entry = record_entry(
        acting(acme.actor("executive"), now=now), values={"tool": "Traducteur", "kind": "tool"}
    )
    again = call(acme, key, begin["next"])
    assert again.status_code == 200
    found = [one for one in again.json()["results"] if one["kind"] == "register_entry"]
    assert {one["subject_id"] for one in found} == {str(entry.id)}
    assert "Traducteur" not in again.content.decode()
    for one in again.json()["results"]:
        assert call(acme, key, one["url"]).status_code == 200
    gone = call(acme, key, f"{FEED}?since={uuid7()}")
    assert (gone.status_code, gone.json()["code"]) == (410, "changes_gone")
    assert call(acme, key, f"{FEED}?since=7").status_code == 422
    assert call(acme, key, again.json()["next"]).json()["results"] == []
    assert set(ROUTES) == set(ChangeKind)


def passed_over(cast, *, now) -> list:
    """Two use cases, the first to write being the last to commit; what a poller never hears of.

    The poller asks while the first is open, then behind what it was told.
    """
    slow, quick = uuid7(), uuid7()
    wrote, may_end = Event(), Event()

    def run(subject, *, waits):
        with tenant_context(cast.company), use_case():
            touch(acting(cast.actor("executive"), now=now), SubjectKind.MEMBER, subject)
            if waits:
                settle()
                wrote.set()
                may_end.wait(10)
        connections.close_all()

    first = Thread(target=run, args=(slow,), kwargs={"waits": True})
    first.start()
    assert wrote.wait(10)
    second = Thread(target=run, args=(quick,), kwargs={"waits": False})
    second.start()
    second.join(0.7)
    with tenant_context(cast.company):
        early = changes_since(BEGINNING, kinds=ALL, limit=200)
    may_end.set()
    first.join()
    second.join()
    with tenant_context(cast.company):
        late = changes_since(early.cursor, kinds=ALL, limit=200)
    heard = {row.subject_id for row in (*early.rows, *late.rows)}
    return [one for one in (slow, quick) if one not in heard]


def test_a_row_that_is_committed_late_is_never_passed_over(committed_database, now, monkeypatch):
    """As it is; then numbered by a sequence, without the lock, as one would do it first."""
    cast = committed_database.cast("acme")
    assert passed_over(cast, now=now) == []

    with committed_database.admin() as admin:
        admin.execute("CREATE SEQUENCE public.naive START 1000")
        admin.execute("GRANT USAGE ON SEQUENCE public.naive TO PUBLIC")
    monkeypatch.setattr(transactions, "before_commit", lambda: note_as_one_would_do_it_first)
    monkeypatch.setattr(selectors, "follows", lambda seq, behind: True)
    assert len(passed_over(cast, now=now)) == 1


def note_as_one_would_do_it_first(touched):
    naive = services.NOTED.replace("last.seq + new.number", "nextval('public.naive')")
    assert naive != services.NOTED
    connection.prepared(f"WITH {naive} SELECT 1", services.changes_noted(touched))
