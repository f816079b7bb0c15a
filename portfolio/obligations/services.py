"""The law's duties on what is in use become tasks, are given to somebody, and are done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.services import require
from governance.changes.choices import ChangeKind
from governance.law.rules.triage import Obligation
from governance.law.selectors import TriageFacts
from governance.register.models import RegisterEntry
from governance.register.selectors import law_finding
from governance.register.services.law import classify_entry
from portfolio.life.services import check_day, present_member
from portfolio.obligations.models import LegalTask
from portfolio.obligations.rules import AT_ONCE, ELSEWHERE_OF_ENTRY, tasks_of
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
    with use_case():
        _keep(act, tasks_of(facts.obligations), initiative_id=facts.initiative_id)


def classify_use(
    act: Act,
    *,
    entry_id: UUID,
    answers: Mapping[str, str],
    taps: Mapping[str, str] | None = None,
    expected_version: int | None = None,
) -> RegisterEntry:
    """As `classify_entry`; once no question is open, the tasks on the entry are what the law asks.

    Raises what it raises.
    """
    with use_case():
        row = classify_entry(
            act, entry_id=entry_id, answers=answers, taps=taps, expected_version=expected_version
        )
        if row.law_class:
            asked = law_finding(row, as_of=act.today).obligations
            _keep(act, tasks_of(asked, elsewhere=ELSEWHERE_OF_ENTRY), entry_id=entry_id)
    return row


def _keep(act: Act, wanted: Iterable[Obligation], **about: UUID) -> None:
    """The tasks on that use are those; what was done stays told."""
    known = {one.id: one for one in wanted}
    rows = LegalTask.objects.filter(**about)
    rows.filter(done_on=None).exclude(code__in=known).delete()
    LegalTask.objects.bulk_create(
        [
            LegalTask(
                code=one.id,
                article=one.article,
                from_on=one.from_date,
                due_on=act.today if one.id in AT_ONCE else None,
                **about,
            )
            for one in known.values()
        ],
        update_conflicts=True,
        unique_fields=[*about, "code"],
        update_fields=["article", "from_on"],
    )


@dataclass(frozen=True, kw_only=True)
class TaskInput:
    """Who sees to it, None for who carries the use; by when, None by the rule; whether it is done.

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
        rows = LegalTask.objects.select_related("initiative", "entry")
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
        kind = ChangeKind.INITIATIVE if row.initiative_id else ChangeKind.REGISTER_ENTRY
        touch(act, kind, row.use_id)
    return row
