"""Ideas that nobody touches are announced, archived two weeks later, and can be taken up again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.access.rules.actors import act_of_system
from governance.decisions.models import Decision
from governance.outbox.models import OutboxMessage
from portfolio.idle.rules import KEEP_IDEAS, NOTICE, archive_due, idle_since, notice_due
from portfolio.idle.services import keep_ideas
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from tenants.due_work.models import DueWork
from tests.portfolio.scene import TODAY, at, give, idea, qualified

DAY = timedelta(days=1)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def keep(day: date) -> int:
    return keep_ideas(act_of_system(now=at(day), today=day))


def state(row: Initiative) -> str:
    return Initiative.objects.get(id=row.id).state


def mails(template: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(template=template).order_by("recipient_id"))


@given(DAYS, st.integers(0, 400))
def test_nothing_is_archived_within_two_weeks_of_its_notice(since: date, late: int) -> None:
    noticed = notice_due(since=since) + late * DAY
    due = archive_due(since=since, noticed_on=noticed)
    assert due - noticed >= NOTICE
    assert (due - since).days >= 181


@given(DAYS, DAYS)
def test_a_change_begins_the_time_anew(state_since: date, changed_on: date) -> None:
    assert idle_since(state_since=state_since, changed_on=changed_on) >= state_since
    assert idle_since(state_since=state_since, changed_on=None) == state_since


@pytest.mark.django_db
def test_it_is_announced_then_archived_by_the_system_and_revived(acme) -> None:
    row, notice = qualified(acme), notice_due(since=TODAY)
    assert keep(notice - DAY) == 0
    assert mails("ideas_idle") == []
    keep(notice)
    told = {one.recipient_id for one in mails("ideas_idle")}
    assert told == {acme.members["lead"].id, acme.members["captain"].id}
    assert keep(notice + NOTICE - DAY) == 0
    assert state(row) == "backlog"
    assert keep(notice + NOTICE) == 1
    assert state(row) == "archived"
    entry = Decision.objects.latest("seq")
    assert (entry.verdict, entry.actor_kind, entry.reason) == ("archive", "system", "idle")
    give(acme, row, Verdict.REVIVE, day=notice + NOTICE)
    assert state(row) == "backlog"
    assert keep(notice + NOTICE + DAY) == 0


@pytest.mark.django_db
def test_running_twice_tells_and_archives_once(acme) -> None:
    qualified(acme)
    notice = notice_due(since=TODAY)
    for _ in range(2):
        keep(notice)
    assert len(mails("ideas_idle")) == 2
    assert [keep(notice + NOTICE), keep(notice + NOTICE)] == [1, 0]


@pytest.mark.django_db
def test_a_job_that_was_down_announces_first(acme) -> None:
    row, late = qualified(acme), TODAY + timedelta(days=300)
    assert keep(late) == 0
    assert state(row) == "backlog"
    assert keep(late + NOTICE) == 1


@pytest.mark.django_db
def test_a_change_after_the_notice_keeps_it(acme, api) -> None:
    row, notice = qualified(acme), notice_due(since=TODAY)
    keep(notice)
    Initiative.objects.filter(id=row.id).update(changed_on=notice + DAY)
    assert keep(notice + NOTICE) == 0
    assert DueWork.objects.get(job=KEEP_IDEAS).due_at.date() == notice_due(since=notice + DAY)


@pytest.mark.django_db
def test_an_edit_in_the_pool_is_noted_with_its_day(acme, send, day) -> None:
    row = qualified(acme)
    Initiative.objects.filter(id=row.id).update(changed_on=None)
    said = {"text": "Appeler", "expected_version": row.version}
    assert send(f"/initiatives/{row.id}/next-step/", said).status_code == 302
    assert Initiative.objects.get(id=row.id).changed_on == day


@pytest.mark.django_db
def test_what_was_rejected_is_archived_too_and_a_proposal_never(acme) -> None:
    rejected, proposed = idea(acme, "Planifier"), idea(acme, "Traduire")
    give(acme, rejected, Verdict.REJECT, reason="Doublon")
    notice = notice_due(since=TODAY)
    keep(notice)
    keep(notice + NOTICE)
    assert (state(rejected), state(proposed)) == ("archived", "proposed")


@pytest.mark.django_db
def test_a_late_answer_is_told_to_who_must_answer_once_for_each_that_becomes_late(acme) -> None:
    idea(acme, "Planifier")
    idea(acme, "Traduire", day=TODAY + 3 * DAY)
    last = TODAY + timedelta(days=15)
    assert DueWork.objects.get(job=KEEP_IDEAS).due_at.date() == last + DAY
    keep(last)
    assert mails("answers_late") == []
    for _ in range(2):
        keep(last + DAY)
    (told,) = mails("answers_late")
    assert told.recipient_id == acme.members["lead"].id
    assert told.context["titles"] == ["Planifier"]
    keep(last + 4 * DAY)
    assert [one.context["titles"] for one in mails("answers_late")][-1] == ["Planifier", "Traduire"]
