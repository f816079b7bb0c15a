"""A use that the diagnostic suggests becomes an initiative of the ideas pool."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from assessments.answers.selectors import suggested_use_case
from governance.access.rules.actors import Actor
from governance.access.rules.authority import Grant, SubjectFacts
from governance.access.services import decide_authority, require
from portfolio.cap.selectors import lock_portfolio
from portfolio.decisions.services.decisions import decide
from portfolio.estimates.choices import SizeTap
from portfolio.estimates.services import Estimates, set_estimates
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.services import take_use_case
from portfolio.life.choices import State, Verdict
from tenants.transactions import use_case

ALIVE = (State.PROPOSED, State.BACKLOG, State.ACTIVE, State.PAUSED)


@dataclass(frozen=True, kw_only=True)
class ChosenUse:
    """A suggested use, and for whom it is, in the reader's words."""

    use_case_id: str
    beneficiaries: str


def take_suggested_use(
    *,
    actor: Actor,
    assessment_id: UUID,
    chosen: ChosenUse,
    language: str,
    today: date,
    now: datetime,
) -> Initiative:
    """The use waits in the ideas pool, or among the proposals where the actor may not decide that.

    Taken a second time it is the same initiative, as it is by now. Raises NotAllowed, NotFound
    `assessment_not_found`, `use_case_not_found`.
    """
    require(actor=actor, permission="initiative.propose", today=today)
    with use_case():
        lock_portfolio()
        known = Initiative.objects.filter(use_case=chosen.use_case_id, state__in=ALIVE).first()
        if known is not None:
            return known
        row = _prefilled(
            actor=actor,
            assessment_id=assessment_id,
            chosen=chosen,
            language=language,
            today=today,
            now=now,
        )
        authority = decide_authority(
            actor=actor,
            permission=f"initiative.{Verdict.QUALIFY}",
            today=today,
            subject=SubjectFacts(initiative_id=row.id),
        )
        if not isinstance(authority, Grant):
            return row
        return _qualified(actor=actor, row=row, today=today, now=now)


def pool_suggested_use(
    *,
    actor: Actor,
    assessment_id: UUID,
    chosen: ChosenUse,
    language: str,
    today: date,
    now: datetime,
) -> Initiative:
    """The use waits in the ideas pool. Raises as `take_suggested_use`, NotAllowed for the pool."""
    with use_case():
        row = _prefilled(
            actor=actor,
            assessment_id=assessment_id,
            chosen=chosen,
            language=language,
            today=today,
            now=now,
        )
        return _qualified(actor=actor, row=row, today=today, now=now)


def _prefilled(
    *,
    actor: Actor,
    assessment_id: UUID,
    chosen: ChosenUse,
    language: str,
    today: date,
    now: datetime,
) -> Initiative:
    use = suggested_use_case(assessment_id=assessment_id, use_case_id=chosen.use_case_id)
    row = take_use_case(actor=actor, chosen=use, language=language, today=today, now=now)
    row.objectives.update(beneficiaries=chosen.beneficiaries)
    return row


def _qualified(*, actor: Actor, row: Initiative, today: date, now: datetime) -> Initiative:
    """Its value is taken as medium until somebody estimates it."""
    value = Estimates(value_tap=SizeTap.MEDIUM)
    set_estimates(actor=actor, initiative_id=row.id, estimates=value, today=today, now=now)
    return decide(
        actor=actor, initiative_id=row.id, verdict=Verdict.QUALIFY, today=today, now=now
    ).initiative
