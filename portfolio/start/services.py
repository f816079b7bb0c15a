"""The first hour: who carries the subject, which uses, and the figures of the first one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from assessments.answers.selectors import completed_assessments
from governance.access.choices import Role
from governance.access.rules.actors import Act
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.mandates.services import write_mandate
from governance.members.models import Member
from governance.members.services import edit_profile, invite_member
from portfolio.criteria.services import propose_criteria
from portfolio.estimates.choices import CompanySize
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.services import GoLiveInput, assign_captain, set_go_live
from portfolio.money.services.budget import set_budget
from portfolio.objectives.choices import Benefit, Direction
from portfolio.objectives.models import Objective
from portfolio.objectives.services.objectives import ObjectiveInput, set_objective
from portfolio.triage.services import set_company_size
from portfolio.uses.services import ChosenUse, pool_suggested_use
from tenants.errors import Invalid, NotAllowed, NotFound
from tenants.transactions import use_case

MOST_USES = 3


@dataclass(frozen=True, kw_only=True)
class FirstFigures:
    """What only the company knows of its first initiative; no baseline: it is to be measured."""

    baseline: Decimal | None
    target: Decimal
    target_on: date
    budget: Decimal
    beneficiaries: str
    go_live: GoLiveInput


@dataclass(frozen=True, kw_only=True)
class Carrier:
    """Who carries the subject: an address and a name, or the one who signs where both are empty.

    `size` is how many employees the company has, where that is still to be told.
    """

    email: str = ""
    name: str = ""
    signed_by: str = ""
    size: CompanySize | None = None


def entrust_subject(act: Act, *, carrier: Carrier, language: str) -> Mandate:
    """The company's mandate is written for whoever has that address, for the actor without one.

    Somebody new is invited as AI captain; an actor without a name takes the one that signs.
    Raises as `invite_member` and `write_mandate`.
    """
    if act.actor.member_id is None:
        raise NotAllowed("not_in_role", permission="mandate.issue")
    with use_case():
        if carrier.size is not None:
            set_company_size(act, company_size=carrier.size)
        holder_id = act.actor.member_id
        _name_oneself(act, member_id=act.actor.member_id, name=carrier.signed_by)
        if carrier.email:
            holder_id = _seated(act, carrier=carrier, language=language).id
        return write_mandate(act, kind=MandateKind.COMPANY, holder_id=holder_id)


def pool_uses(act: Act, *, chosen: Sequence[ChosenUse], language: str) -> list[Initiative]:
    """The chosen uses wait in the ideas pool, in that order, with the value the catalogue gives.

    Raises Invalid `uses_invalid` for none or more than three, NotFound `use_case_not_found`.
    """
    if not 1 <= len({one.use_case_id for one in chosen}) == len(chosen) <= MOST_USES:
        raise Invalid("uses_invalid", fields={"uses": ["one_to_three"]})
    latest = completed_assessments(most=1)
    if not latest:
        raise NotFound("assessment_not_found")
    with use_case():
        return [
            pool_suggested_use(act, assessment_id=latest[0].id, chosen=one, language=language)
            for one in chosen
        ]


def prepare_first(act: Act, *, initiative_id: UUID, figures: FirstFigures) -> None:
    """Objective, budget, stop criteria and captain stand; the actor carries it for the start.

    Raises NotFound, NotAllowed, Invalid, Refused.
    """
    if act.actor.member_id is None:
        raise NotAllowed("not_in_role", permission="initiative.edit")
    with use_case():
        objective = (
            Objective.objects.filter(initiative_id=initiative_id).order_by("position").first()
        )
        if objective is None:
            raise NotFound("objective_not_found")
        set_objective(
            act,
            initiative_id=initiative_id,
            objective_id=objective.id,
            given=_given(objective, figures),
        )
        set_budget(act, initiative_id=initiative_id, budget=figures.budget)
        set_go_live(act, initiative_id=initiative_id, given=figures.go_live)
        propose_criteria(act, initiative_id=initiative_id)
        row = Initiative.objects.get(id=initiative_id)
        if row.captain_id is None:
            assign_captain(act, initiative_id=initiative_id, captain_id=act.actor.member_id)


def _name_oneself(act: Act, *, member_id: UUID, name: str) -> None:
    """A letter has two names: the actor has one from now on."""
    me = Member.objects.get(id=member_id)
    if not me.name and name.strip():
        edit_profile(
            act,
            name=name,
            title=me.title,
            language=me.language,
            keyboard_shortcuts=me.keyboard_shortcuts,
        )


def _seated(act: Act, *, carrier: Carrier, language: str) -> Member:
    known = Member.objects.filter(email__iexact=carrier.email, left_at__isnull=True).first()
    return known or invite_member(
        act, email=carrier.email, name=carrier.name, role=Role.AI_LEAD, language=language
    )


def _given(objective: Objective, figures: FirstFigures) -> ObjectiveInput:
    return ObjectiveInput(
        benefit=Benefit(objective.benefit),
        beneficiaries=figures.beneficiaries or objective.beneficiaries,
        kpi=objective.kpi,
        unit=objective.unit,
        direction=Direction(objective.direction),
        baseline=figures.baseline,
        target=figures.target,
        target_on=figures.target_on,
        cadence_days=objective.cadence_days,
        monthly_value=objective.monthly_value,
        reuse_share=objective.reuse_share,
        destination=objective.destination,
        people_served=objective.people_served,
    )
