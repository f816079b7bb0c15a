"""The law's duties on an initiative become tasks, are given to somebody, and are done."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.law.selectors import TriageFacts
from portfolio.life.services import check_day, present_member
from portfolio.obligations.models import LegalTask
from portfolio.obligations.rules import AT_ONCE, tasks_of
from portfolio.obligations.selectors import subject_of
from tenants.columns import check_columns
from tenants.errors import Invalid
from tenants.rows import locked
from tenants.transactions import touch, use_case


def follow_law(act: Act, facts: TriageFacts) -> None:
    """The tasks on that initiative are those its legal check asks; what was done stays told.

    A check that is still open is provisional and moves nothing.
    """
    if facts.open:
        return
    wanted = {one.id: one for one in tasks_of(facts.obligations)}
    with use_case():
        rows = LegalTask.objects.filter(initiative_id=facts.initiative_id)
        rows.filter(done_on=None).exclude(code__in=wanted).delete()
        LegalTask.objects.bulk_create(
            [
                LegalTask(
                    initiative_id=facts.initiative_id,
                    code=one.id,
                    article=one.article,
                    from_on=one.from_date,
                    due_on=act.today if one.id in AT_ONCE else None,
                )
                for one in wanted.values()
            ],
            update_conflicts=True,
            unique_fields=["initiative", "code"],
            update_fields=["article", "from_on"],
        )


@dataclass(frozen=True, kw_only=True)
class TaskInput:
    """Who sees to it, None for the captain; by when, None as the rule says; whether it is done.

    `proof` is what was done and where it is kept, in a few words.
    """

    owner_id: UUID | None
    due_on: date | None
    done: bool
    proof: str


def change_task(
    act: Act, *, task_id: UUID, given: TaskInput, expected_version: int | None = None
) -> LegalTask:
    """The task is as given; done, it says by whom and when.

    Raises NotFound, NotAllowed, Invalid `proof_missing`, `invalid_fields`, Refused `stale_version`.
    """
    check_day(day=given.due_on, today=act.today, field="due_on")
    proof = given.proof.strip()
    if given.done and not proof:
        raise Invalid("proof_missing", fields={"proof": ["required"]})
    check_columns(model=LegalTask, values={"proof": proof})
    with use_case():
        rows = LegalTask.objects.select_related("initiative")
        row = locked(rows, task_id, expected_version, code="legal_task_not_found")
        require(act, permission="law.do", subject=subject_of(row))
        row.owner = None if given.owner_id is None else present_member(given.owner_id)
        row.due_on, row.proof = given.due_on, proof
        if given.done and row.done_on is None:
            row.done_on, row.done_by_id = act.today, act.actor.person_id
        if not given.done:
            row.done_on, row.done_by = None, None
        row.version += 1
        row.save()
        touch(act, SubjectKind.INITIATIVE, row.initiative_id)
    return row
