"""Who is told of an action of the roadmap: its new owner at once, and once when it is late."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Min

from assessments.choices import StepState
from assessments.models import RoadmapStep
from assessments.selectors.action_steps import late_actions
from governance.rules.actors import Actor
from governance.selectors.links import current_company
from governance.services import outbox
from tenants.services.due_work import bring_forward, set_due
from tenants.transactions import use_case

REMINDER_JOB = "assessments.remind_actions"
MORNING = time(6, 0)
DAY = timedelta(days=1)


def tell_owner(*, step: RoadmapStep, actor: Actor, now: datetime) -> None:
    """Whoever was given the action by somebody else has a message waiting."""
    if step.owner_id != actor.member_id:
        _tell(step=step, template="action_given", key=str(step.version), now=now)


def remind_actions(*, now: datetime, today: date) -> int:
    """Owners of actions whose date has passed have one message for that date; returns how many.

    Running it again tells nobody twice: a date that moved is another date.
    """
    with use_case():
        late = [step for step in late_actions(today=today) if step.reminded_for != step.due_on]
        for step in late:
            step.reminded_for = step.due_on
            step.save(update_fields=["reminded_for"])
            _tell(step=step, template="action_late", key=f"late:{step.due_on}", now=now)
        ahead = RoadmapStep.objects.filter(state=StepState.TAKEN, due_on__gte=today)
        nearest = ahead.aggregate(on=Min("due_on"))["on"]
        set_due(job=REMINDER_JOB, due_at=_morning_after(nearest) if nearest else None)
    return len(late)


def expect_reminder(*, due_on: date) -> None:
    """Somebody looks at late actions the morning after that day, or before."""
    bring_forward(job=REMINDER_JOB, due_at=_morning_after(due_on))


def _morning_after(day: date) -> datetime:
    zone = ZoneInfo(current_company().timezone)
    return datetime.combine(day + DAY, MORNING, tzinfo=zone)


def _tell(*, step: RoadmapStep, template: str, key: str, now: datetime) -> None:
    if step.owner is not None:
        outbox.tell(
            member=step.owner,
            template=template,
            context={"action_id": step.action_id, "due_on": step.due_on},
            now=now,
            dedup_key=f"action:{step.id}:{key}:{step.owner_id}",
        )
