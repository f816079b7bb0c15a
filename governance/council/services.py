"""The works council is consulted once for a list of uses, and its answer is noted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from governance.access.rules.actors import Act
from governance.access.services import require
from governance.council.choices import Opinion
from governance.council.models import Consultation
from governance.council.rules import date_problems
from governance.decisions.choices import SubjectKind
from governance.law.models import Triage
from tenants.bounds import text
from tenants.columns import check_columns
from tenants.errors import Invalid
from tenants.rows import locked
from tenants.transactions import touch, use_case


@dataclass(frozen=True, kw_only=True)
class ConsultationInput:
    """What was presented on which day, for which initiatives, and what was answered."""

    about: Annotated[str, text(300)]
    asked_on: date
    initiative_ids: Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=100)]
    with_expert: bool = False
    opinion: Opinion = Opinion.NONE
    opinion_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Consulting:
    """The consultation as it is now, and the initiatives whose triage changed with it."""

    row: Consultation
    changed: tuple[UUID, ...]


def ask_council(act: Act, *, given: ConsultationInput) -> Consulting:
    """The consultation stands, and the triage of each use that it covers points to it.

    Raises NotAllowed, Invalid `consultation_invalid`.
    """
    require(act, permission="council.consult")
    if act.actor.member_id is None:
        raise RuntimeError("the works council is consulted by a person")
    row = Consultation(written_by_id=act.actor.member_id)
    with use_case():
        return _write(act, row, given)


def change_consultation(
    act: Act,
    *,
    consultation_id: UUID,
    given: ConsultationInput,
    expected_version: int | None = None,
) -> Consulting:
    """The consultation is as given: its opinion noted, its list of uses too.

    Raises NotAllowed, NotFound, Invalid `consultation_invalid`, Refused `stale_version`.
    """
    require(act, permission="council.consult")
    with use_case():
        row = locked(Consultation, consultation_id, expected=expected_version)
        row.version += 1
        return _write(act, row, given)


def _write(act: Act, row: Consultation, given: ConsultationInput) -> Consulting:
    check_columns(model=Consultation, values={"about": given.about.strip()})
    wrong = date_problems(
        asked_on=given.asked_on,
        opinion=given.opinion,
        opinion_on=given.opinion_on,
        today=act.today,
    )
    wanted = frozenset(given.initiative_ids)
    triages = _latest(wanted)
    wrong |= {} if given.about.strip() else {"about": ["required"]}
    if len(triages) < max(1, len(wanted)):
        wrong["initiative_ids"] = ["triage_needed" if wanted else "required"]
    if wrong:
        raise Invalid("consultation_invalid", fields=wrong)
    row.about, row.asked_on = given.about.strip(), given.asked_on
    row.with_expert, row.opinion = given.with_expert, given.opinion
    row.opinion_on, row.written_at = given.opinion_on, act.now
    row.save()
    left = Triage.objects.select_for_update().filter(consultation=row)
    changed = [*triages, *(one for one in left if one.initiative_id not in wanted)]
    for triage in changed:
        triage.consultation = row if triage.initiative_id in wanted else None
        triage.version += 1
        triage.save(update_fields=["consultation", "version"])
    ids = tuple(dict.fromkeys(triage.initiative_id for triage in changed))
    touch(act, SubjectKind.INITIATIVE, *ids)
    return Consulting(row=row, changed=ids)


def _latest(initiative_ids: Iterable[UUID]) -> list[Triage]:
    """The latest triage of each that has one, locked in their order."""
    rows = Triage.objects.filter(initiative_id__in=list(initiative_ids))
    newest = rows.order_by("initiative_id", "-number").distinct("initiative_id")
    ids = list(newest.values_list("id", flat=True))
    return list(Triage.objects.select_for_update().filter(id__in=ids).order_by("initiative_id"))
