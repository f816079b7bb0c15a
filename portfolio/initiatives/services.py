"""Ideas and initiatives: proposed, described, estimated, given a captain and a next step."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from assessments.uses.rules import UseCase
from governance.access.rules.actors import Act
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from portfolio.cap.selectors import get_portfolio, lock_portfolio
from portfolio.estimates.services import Estimates, set_estimates, whole_range
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.selectors.pages import get_initiative
from portfolio.life.choices import State
from portfolio.life.services import check_day, lock_to_edit, present_member, write
from portfolio.money.services import set_budget
from portfolio.objectives.choices import Benefit
from portfolio.objectives.models import Objective
from portfolio.observed.services import observe_portfolio
from tenants.bounds import Amount, text
from tenants.columns import check_columns
from tenants.errors import Invalid, NotAllowed, Refused
from tenants.transactions import touch, use_case


def propose_initiative(
    act: Act,
    *,
    title: str,
    summary: str = "",
    benefit: Benefit | None = None,
    beneficiaries: str = "",
    use_case_id: str = "",
) -> Initiative:
    """The idea stands in the portfolio, proposed by the actor. Raises NotAllowed, Invalid."""
    require(act, permission="initiative.propose")
    if act.actor.member_id is None:
        raise NotAllowed("not_in_role", permission="initiative.propose")
    if not title.strip():
        raise Invalid("title_required", fields={"title": ["required"]})
    said = {
        "title": title.strip(),
        "summary": summary.strip(),
        "benefit": benefit or "",
        "beneficiaries": beneficiaries.strip(),
        "use_case": use_case_id,
    }
    check_columns(model=Initiative, values=said)
    with use_case():
        lock_portfolio()
        row = Initiative.objects.create(
            **said,
            proposed_by_id=act.actor.member_id,
            state=State.PROPOSED,
            state_since=act.today,
            created_at=act.now,
        )
        touch(act, SubjectKind.INITIATIVE, row.id)
        observe_portfolio(act)
    return row


def take_use_case(act: Act, *, chosen: UseCase, language: str) -> Initiative:
    """The use case stands among the ideas with its KPI, its figures and its objective prefilled.

    The baseline, the target and its date are for the person. Its value is the catalogue's at the
    company's size, where it gives one; what it may do by itself stands in the summary.
    """
    texts = (chosen.data, *([chosen.agent] if chosen.agent else []))
    with use_case():
        row = propose_initiative(
            act,
            title=chosen.title.in_language(language),
            summary="\n".join(one.in_language(language) for one in texts),
            benefit=Benefit(chosen.benefit),
            use_case_id=chosen.id,
        )
        days, cost = whole_range(chosen.days), whole_range(chosen.cost)
        row.days_low, row.days_likely, row.days_high = days
        row.cost_low, row.cost_likely, row.cost_high = cost
        row.success_chance = Decimal(str(chosen.success))
        figures = ["days_low", "days_likely", "days_high", "cost_low", "cost_likely", "cost_high"]
        if (value := chosen.value.get(get_portfolio().assumed_size.value)) is not None:
            row.value_low, row.value_likely, row.value_high = whole_range(value)
            figures += ["value_low", "value_likely", "value_high"]
        row.save(update_fields=[*figures, "success_chance"])
        Objective.objects.create(
            initiative=row,
            benefit=chosen.benefit,
            beneficiaries="",
            kpi=chosen.kpi.name.in_language(language),
            unit=chosen.kpi.unit,
            direction=chosen.kpi.direction,
        )
    return row


def edit_initiative(
    act: Act,
    *,
    initiative_id: UUID,
    title: str | None = None,
    summary: str | None = None,
    benefit: Benefit | None = None,
    beneficiaries: str | None = None,
    expected_version: int | None = None,
) -> Initiative:
    """What is given is changed. Raises NotFound, NotAllowed, Invalid, Refused `stale_version`."""
    if title is not None and not title.strip():
        raise Invalid("title_required", fields={"title": ["required"]})
    given = {
        "title": title,
        "summary": summary,
        "benefit": benefit,
        "beneficiaries": beneficiaries,
    }
    values = {name: value.strip() for name, value in given.items() if value is not None}
    with use_case():
        row = lock_to_edit(act, initiative_id=initiative_id, expected_version=expected_version)
        return write(row=row, values=values)


def set_next_step(
    act: Act,
    *,
    initiative_id: UUID,
    text: str,
    member_id: UUID | None,
    due_on: date | None,
    expected_version: int | None = None,
) -> Initiative:
    """The one line on the card says who does what by when; an empty text clears it."""
    check_day(day=due_on, today=act.today, field="on")
    with use_case():
        row = lock_to_edit(act, initiative_id=initiative_id, expected_version=expected_version)
        person = None if member_id is None else present_member(member_id)
        step = {"next_step": text.strip(), "next_step_by": person, "next_step_on": due_on}
        nothing = {"next_step": "", "next_step_by": None, "next_step_on": None}
        return write(row=row, values=step if text.strip() else nothing)


def assign_captain(
    act: Act, *, initiative_id: UUID, captain_id: UUID, expected_version: int | None = None
) -> Initiative:
    """Somebody carries it, before its start; afterwards that is an *adjust*.

    Raises NotFound, NotAllowed, Refused `captain_changes_by_adjust`, `stale_version`.
    """
    with use_case():
        row = lock_to_edit(act, initiative_id=initiative_id, expected_version=expected_version)
        if row.state == State.ACTIVE:
            raise Refused("captain_changes_by_adjust")
        person = present_member(captain_id)
        return write(row=row, values={"captain": person, "captain_since": act.today})


WORDS = ("title", "summary", "benefit", "beneficiaries")


class NextStepInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who does what by when; an empty text takes the step away."""

    text: Annotated[str, text(200, shortest=0)]
    by: UUID | None = None
    on: date | None = None


class InitiativePatch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What changes; what is left out stays. `tranches` add up to `budget`, or are proposed."""

    title: Annotated[str, text(160)] | UnsetType = UNSET
    summary: Annotated[str, text(4000, shortest=0)] | UnsetType = UNSET
    benefit: Benefit | UnsetType = UNSET
    beneficiaries: Annotated[str, text(160, shortest=0)] | UnsetType = UNSET
    captain: UUID | UnsetType = UNSET
    estimates: Estimates | UnsetType = UNSET
    next_step: NextStepInput | UnsetType = UNSET
    budget: Amount | UnsetType = UNSET
    tranches: Annotated[tuple[Amount, ...], Meta(min_length=1, max_length=12)] | UnsetType = UNSET


def patch_initiative(
    act: Act,
    *,
    initiative_id: UUID,
    given: InitiativePatch,
    expected_version: int | None = None,
) -> Initiative:
    """Everything given is changed, or nothing. Raises what each of those services raises."""
    row: dict[str, Any] = {"initiative_id": initiative_id}
    if given.tranches is not UNSET and given.budget is UNSET:
        raise Invalid("invalid_fields", fields={"budget": ["required"]})
    words = {name: getattr(given, name) for name in WORDS}
    words = {name: value for name, value in words.items() if value is not UNSET}
    with use_case():
        lock_portfolio()
        edit_initiative(act, **row, **words, expected_version=expected_version)
        if given.estimates is not UNSET:
            set_estimates(act, **row, estimates=given.estimates)
        if given.captain is not UNSET:
            assign_captain(act, **row, captain_id=given.captain)
        if given.budget is not UNSET:
            set_budget(act, **row, budget=given.budget, tranches=given.tranches or None)
        if given.next_step is not UNSET:
            step = given.next_step
            set_next_step(act, **row, text=step.text, member_id=step.by, due_on=step.on)
        return get_initiative(initiative_id)
