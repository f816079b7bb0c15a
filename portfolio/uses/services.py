"""A use that the diagnostic suggests becomes an initiative of the ideas pool."""

from dataclasses import dataclass
from uuid import UUID

from assessments.answers.selectors import suggested_use_case
from governance.access.rules.actors import Act
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
    act: Act, *, assessment_id: UUID, chosen: ChosenUse, language: str
) -> Initiative:
    """The use waits in the ideas pool, or among the proposals where the actor may not decide that.

    Taken a second time it is the same initiative, as it is by now. Raises NotAllowed, NotFound
    `assessment_not_found`, `use_case_not_found`.
    """
    require(act, permission="initiative.propose")
    with use_case():
        lock_portfolio()
        known = Initiative.objects.filter(use_case=chosen.use_case_id, state__in=ALIVE).first()
        if known is not None:
            return known
        row = _prefilled(act, assessment_id=assessment_id, chosen=chosen, language=language)
        authority = decide_authority(
            act,
            permission=f"initiative.{Verdict.QUALIFY}",
            subject=SubjectFacts(initiative_id=row.id),
        )
        if not isinstance(authority, Grant):
            return row
        return _qualified(act, row=row)


def pool_suggested_use(
    act: Act, *, assessment_id: UUID, chosen: ChosenUse, language: str
) -> Initiative:
    """The use waits in the ideas pool. Raises as `take_suggested_use`, NotAllowed for the pool."""
    with use_case():
        row = _prefilled(act, assessment_id=assessment_id, chosen=chosen, language=language)
        return _qualified(act, row=row)


def _prefilled(act: Act, *, assessment_id: UUID, chosen: ChosenUse, language: str) -> Initiative:
    use = suggested_use_case(assessment_id=assessment_id, use_case_id=chosen.use_case_id)
    row = take_use_case(act, chosen=use, language=language)
    row.objectives.update(beneficiaries=chosen.beneficiaries)
    return row


def _qualified(act: Act, *, row: Initiative) -> Initiative:
    """Without a value of the catalogue, it is taken as medium until somebody estimates it."""
    if row.value_likely is None:
        value = Estimates(value_tap=SizeTap.MEDIUM)
        set_estimates(act, initiative_id=row.id, estimates=value)
    return decide(act, initiative_id=row.id, verdict=Verdict.QUALIFY).initiative
