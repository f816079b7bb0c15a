"""Three and twelve months after a completion its gain is looked at: still there, or withdrawn."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Min

from governance.access.choices import Role
from governance.access.rules.actors import Act
from governance.access.rules.authority import SubjectFacts
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.members.models import Member
from governance.outbox.services import tell
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.life.services import write
from portfolio.objectives.services.measurements import add_measurement
from portfolio.rhythm.services import morning_of
from portfolio.value.choices import CheckAnswer
from portfolio.value.models import GainCheck
from portfolio.value.rules import CHECKS
from portfolio.value.selectors import check_of, due_checks
from tenants.columns import check_columns
from tenants.due_work.services import set_due
from tenants.errors import Invalid, Refused
from tenants.rows import locked
from tenants.transactions import touch, use_case


def ask_checks(act: Act) -> int:
    """Whoever runs what is to be looked at is asked, once; how many checks were asked."""
    with use_case():
        due = due_checks(today=act.today).filter(asked_at__isnull=True)
        rows = list(due.select_for_update(of=("self",)))
        for row in rows:
            for member in _asked(row.initiative):
                tell(
                    member=member,
                    template="gain_check",
                    context={
                        "initiative_id": row.initiative_id,
                        "title": row.initiative.title,
                        "months": row.months,
                    },
                    now=act.now,
                    dedup_key=f"gain_check:{row.id}:{member.id}",
                )
            row.asked_at = act.now
        GainCheck.objects.bulk_update(rows, ["asked_at"])
        set_due(job=CHECKS, due_at=_next_due(act))
    return len(rows)


def answer_check(
    act: Act,
    *,
    initiative_id: UUID,
    months: int,
    answer: CheckAnswer,
    value: Decimal | None = None,
    note: str = "",
    confirmed: bool = False,
) -> GainCheck:
    """The gain is still there, as the main KPI's value of today shows, or it is withdrawn.

    The value counts as a measurement. What is withdrawn counts in no sum until a later measurement.
    Raises NotFound, NotAllowed, Invalid `check_invalid`, Refused `check_answered`, `check_not_due`,
    and what a measurement refuses.
    """
    with use_case():
        check = check_of(initiative_id=initiative_id, months=months)
        row = locked(Initiative.objects.select_related("captain"), initiative_id)
        named = frozenset(filter(None, [row.runs_on_id, row.next_step_by_id]))
        subject = SubjectFacts(initiative_id=row.id, captain_id=row.captain_id, named_ids=named)
        require(act, permission="gain.check", subject=subject)
        _check(act, row, check, answer, value)
        check_columns(model=GainCheck, values={"note": note.strip()})
        if value is not None:
            main = row.objectives.order_by("position").first()
            if main is None:
                raise Invalid("check_invalid", fields={"value": ["no_objective"]})
            add_measurement(
                act, objective_id=main.id, value=value, on=act.today, confirmed=confirmed
            )
            row.refresh_from_db()
        is_gone = answer is CheckAnswer.WITHDRAWN
        write(row=row, values={"gain_withdrawn_on": act.today if is_gone else None})
        check.answer, check.answered_on = answer, act.today
        check.answered_by_id, check.note = act.actor.member_id, note.strip()
        check.save(update_fields=["answer", "answered_on", "answered_by", "note"])
        touch(act, SubjectKind.INITIATIVE, row.id)
    return check


def _check(
    act: Act, row: Initiative, check: GainCheck, answer: CheckAnswer, value: Decimal | None
) -> None:
    """Nothing if that check may be answered so; raises Invalid, Refused."""
    if check.answer:
        raise Refused("check_answered", on=check.answered_on)
    if row.state != State.COMPLETED or check.due_on > act.today:
        raise Refused("check_not_due", on=check.due_on)
    if answer is CheckAnswer.CONFIRMED and value is None:
        raise Invalid("check_invalid", fields={"value": ["required"]})


def _asked(row: Initiative) -> list[Member]:
    """Who runs it, else who carried it, else the AI captains; present."""
    present = Member.objects.filter(left_at__isnull=True)
    for wanted in (row.runs_on_id, row.captain_id):
        found = list(present.filter(id=wanted)) if wanted else []
        if found:
            return found
    return list(present.filter(role=Role.AI_LEAD).order_by("id"))


def _next_due(act: Act) -> datetime | None:
    """When the next check is to be asked."""
    waiting = GainCheck.objects.filter(asked_at__isnull=True, answer="")
    day = waiting.filter(due_on__gt=act.today).aggregate(day=Min("due_on"))["day"]
    return None if day is None else morning_of(day)
