from datetime import date
from uuid import UUID

from governance.access.rules.actors import member_actor
from governance.api.operations import operation
from governance.api.views import ApiView
from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Silence
from portfolio.mine.selectors import mine
from portfolio.mine.words import address, duty_line, duty_title
from portfolio.standing.services import read_true
from tenants.shapes import Shape


class OwedAnswer(Shape, frozen=True, kw_only=True):
    """One thing to do, by `due_on` or since `since`, in words (`title`, `about`) and by `kind`.

    `operation` is where a program does it, null where only a person may; `page` is the page for
    it. `silence` happens on `silent_on` if nobody decides.
    """

    kind: DutyKind
    code: str
    id: UUID | None
    initiative_id: UUID | None
    title: str
    about: str
    count: int
    since: date | None
    due_on: date | None
    is_decision: bool
    is_late: bool
    silence: Silence | None
    silent_on: date | None
    page: str
    operation: str | None


class PostponedAnswer(Shape, frozen=True, kw_only=True):
    """What this month has no time for, and from when on it is asked."""

    duty: OwedAnswer
    until: date


class OwedListAnswer(Shape, frozen=True, kw_only=True):
    """What one person is asked by the end of the week, in its order.

    `count` adds up theirs, all values to be typed as one; `minutes` is about how long it takes.
    What finds no time this month is `postponed`, or `dropped` where it is a courtesy.
    """

    count: int
    decisions: int
    late: int
    minutes: int
    duties: tuple[OwedAnswer, ...]
    postponed: tuple[PostponedAnswer, ...]
    dropped: tuple[OwedAnswer, ...]


class MyDuties(ApiView):
    @operation("What I am to do", OwedListAnswer, name="list_duties")
    def get(self) -> OwedListAnswer:
        """What the owner of the key, and only what that person can do, owes by Sunday."""
        person, role = self.actor.person_id, self.actor.role
        actor = member_actor(person, str(role))
        found = read_true(
            lambda: mine(actor=actor, today=self.today, now=self.now), today=self.today
        )
        plan = found.plan
        return OwedListAnswer(
            count=found.count,
            decisions=found.decisions,
            late=found.late,
            minutes=plan.minutes,
            duties=tuple(_answer(one, self.today) for one in found.duties),
            postponed=tuple(
                PostponedAnswer(duty=_answer(one.duty, self.today), until=one.until)
                for one in plan.postponed
            ),
            dropped=tuple(_answer(one, self.today) for one in plan.dropped),
        )


def _answer(duty: Duty, today: date) -> OwedAnswer:
    return OwedAnswer(
        kind=duty.kind,
        code=duty.code,
        id=duty.id,
        initiative_id=duty.initiative_id,
        title=duty_title(duty),
        about=duty_line(duty),
        count=duty.count,
        since=duty.since,
        due_on=duty.due_on,
        is_decision=duty.is_decision,
        is_late=duty.is_late(today),
        silence=duty.silence,
        silent_on=duty.silent_on,
        page=address(duty.door),
        operation=None if duty.operation is None else address(duty.operation),
    )
