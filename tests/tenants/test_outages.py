"""After one, seven or forty days of nothing, each job catches up once, without a flood of mails."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from config.celery import SCHEDULE
from governance.duties.rules import WEEKLY_MAIL
from governance.members.models import Member
from governance.outbox.models import OutboxMessage
from governance.outbox.services import tell
from portfolio.cap.models import Portfolio
from portfolio.digest import tasks as digest
from portfolio.initiatives.models import Initiative
from portfolio.reviews.models import Review
from portfolio.rhythm.services import morning_of
from tenants.due_work.models import DueWork
from tenants.due_work.services import poke_due_work, set_due
from tests.architecture.furniture import furnish
from tests.conftest import Cast
from tests.portfolio import scene
from tests.tenants.test_tasks_twice import FIXTURES, PROVISIONER, registered, run, sent, state

pytestmark = [pytest.mark.django_db, pytest.mark.by_hand]
__all__ = ["sent"]
DAY = timedelta(days=1)
OUTAGES = (1, 7, 40)
# The most mails that one run after an outage writes to one person, whatever its length: every job
# of the schedule and of due work stands here, and a new one is not accepted without its measure.
MOST_MAILS = {
    "tenants.poke_due_work": 0,
    "tenants.send_mail": 0,
    "tenants.refill_spares": 0,
    "tenants.rehearse_restores": 0,
    "tenants.forget_expired_codes": 0,
    "tenants.forget_expired_drafts": 0,
    "tenants.forget_expired_forms": 0,
    "assessments.expire": 0,
    "assessments.freeze_peers": 0,
    "assessments.invite_retest": 1,
    "assessments.propose": 1,
    "assessments.remind_actions": 1,
    "governance.anchor_logs": 0,
    "governance.charter_turns": 0,
    "governance.end_absences": 0,
    "governance.forget_answers": 0,
    "governance.register_turns": 1,
    "governance.send_outbox": 0,
    "governance.send_webhooks": 0,
    "portfolio.board_paper": 1,
    "portfolio.check_forecasts": 0,
    "portfolio.gain_checks": 1,
    "portfolio.keep_ideas": 1,
    "portfolio.open_review": 1,
    "portfolio.quarter_paper": 1,
    "portfolio.review_rhythm": 1,
    "portfolio.run_imports": 0,
    "portfolio.send_weeks": 0,
    "portfolio.warm_standings": 0,
    WEEKLY_MAIL: 1,
}
# Of all jobs together, on the first morning after: the review, the week, the board's page.
MOST_TOGETHER = 3
# What is lent there is no assessment, and is too old to be read but after forty more days.
UNPREPARED = {"assessments.freeze_peers"}
Capture = Callable[..., Any]


class Outage:
    """A company whose jobs did not run for some days; then the sweep goes round until all is done.

    One round is what a sweep hands over at one moment and workers run.
    """

    def __init__(self, cast: Cast, capture: Capture, handed: list[str]) -> None:
        self.cast, self.capture, self.handed = cast, capture, handed
        self.ran: Counter[str] = Counter()

    def sweep(self, *, only: str = "") -> None:
        for _ in range(8):
            names = [name for name in self._due() if only in ("", name)]
            if not names:
                return
            for name in names:
                self.ran[name] += 1
                run(registered()[name], self.cast, self.capture)
        raise AssertionError(f"never done: {names} {self.ran}")

    def _due(self) -> list[str]:
        """What falls due now, as the sweep hands it over."""
        DueWork.objects.update(sent_at=None)
        self.handed.clear()
        with self.capture(execute=True):
            poke_due_work(now=timezone.now())
        return sorted({name for name in self.handed if name in registered()})


def mails_by_person() -> Counter[str]:
    """How many mails were written to each, whatever became of them."""
    rows = OutboxMessage.objects.select_related("recipient")
    return Counter(one.recipient.email if one.recipient else one.address for one in rows)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], datetime]:
    """The clock is moved on by that many days."""
    real = timezone.now

    def moved(days: int) -> datetime:
        monkeypatch.setattr(timezone, "now", lambda: real() + days * DAY)
        return timezone.now()

    return moved


@pytest.fixture
def outage(acme, sent, django_capture_on_commit_callbacks) -> Outage:
    return Outage(acme, django_capture_on_commit_callbacks, sent)


def test_every_job_is_named_with_its_measure() -> None:
    assert set(MOST_MAILS) == {*registered(), *(one["task"] for one in SCHEDULE.values())}
    assert set(MOST_MAILS) == {*FIXTURES, *PROVISIONER}


@pytest.mark.parametrize("days", OUTAGES)
@pytest.mark.parametrize("name", sorted(FIXTURES))
def test_each_job_catches_up_once(
    name: str, days: int, acme: Cast, now: datetime, outage: Outage, later, mailoutbox
) -> None:
    furnish(acme, "MARK", now)
    if name not in UNPREPARED:
        FIXTURES[name](acme, now)
    task = registered()[name]
    in_company = getattr(task.run, "in_company", False)
    if in_company:
        set_due(job=name, due_at=timezone.now())
    before = mails_by_person()
    later(days)
    if in_company:
        outage.sweep(only=name)
        assert outage.ran[name] <= 2, "each period that was missed is a run of its own"
        left = DueWork.objects.filter(job=name, due_at__lte=timezone.now())
        assert not left.exists()
    else:
        run(task, acme, outage.capture)
    written = mails_by_person() - before
    assert all(count <= MOST_MAILS[name] for count in written.values()), written
    once = state(acme)
    run(task, acme, outage.capture)
    assert state(acme) == once


def living(acme: Cast) -> None:
    """What goes on since two months, a review that is due, everybody's weekly mail."""
    day = timezone.localdate()
    row = scene.started(acme, day=day - 60 * DAY)
    Initiative.objects.filter(id=row.id).update(
        captain=acme.members["captain"],
        next_step="Brancher",
        next_step_by=acme.members["captain"],
        next_step_on=day,
    )
    scene.follow_up("initiative", row.id, day=day)
    Portfolio.objects.update(next_review_on=day + DAY, covered_until=day - DAY)
    for name in MOST_MAILS:
        if getattr(registered()[name].run, "in_company", False):
            set_due(job=name, due_at=morning_of(day))


@pytest.fixture
def alive(acme: Cast) -> None:
    living(acme)
    OutboxMessage.objects.all().delete()


@pytest.mark.parametrize("days", OUTAGES)
def test_all_jobs_together_write_a_handful_of_mails_to_each(
    alive, days: int, acme: Cast, outage: Outage, later, mailoutbox
) -> None:
    later(days)
    outage.sweep()
    written = mails_by_person()
    assert written, "something was to be told"
    assert max(written.values()) <= MOST_TOGETHER, written
    assert max(outage.ran.values()) <= 4, outage.ran
    assert Review.objects.filter(state="open").count() <= 1
    ran, told = dict(outage.ran), dict(written)
    outage.sweep()
    assert (dict(outage.ran), dict(mails_by_person())) == (ran, told)


def mail_each_missed_week(*, now: datetime, today, owed) -> int:
    """What must never be: every week that was missed is told of by itself."""
    for week in range(6):
        for member in Member.objects.filter(left_at=None):
            tell(
                member=member,
                template="weekly_mail",
                context={"mail_id": str(member.id)},
                now=now,
                dedup_key=f"flood:{week}:{member.id}:{today}",
            )
    set_due(job=WEEKLY_MAIL, due_at=morning_of(today + 7 * DAY))
    return 6


def test_a_job_that_mails_each_missed_period_is_seen(
    alive, acme: Cast, outage: Outage, later, monkeypatch, mailoutbox
) -> None:
    monkeypatch.setattr(digest, "write_weekly_mails", mail_each_missed_week)
    later(40)
    outage.sweep(only=WEEKLY_MAIL)
    assert max(mails_by_person().values()) > MOST_MAILS[WEEKLY_MAIL]
    assert max(mails_by_person().values()) > MOST_TOGETHER
