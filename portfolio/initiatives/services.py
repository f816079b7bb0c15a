"""Ideas and initiatives: proposed, described, estimated, given a captain and a next step."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from assessments.uses.rules import UseCase
from governance.access.rules.actors import Act
from governance.access.rules.authority import Grant
from governance.access.services import decide_authority, require
from governance.decisions.choices import SubjectKind
from portfolio.cap.models import Portfolio
from portfolio.cap.selectors import get_portfolio, lock_portfolio
from portfolio.charts.rules.scale import add_months
from portfolio.criteria.choices import StopMetric
from portfolio.criteria.models import StopCriterion
from portfolio.estimates.rules import proposed_stop_criteria
from portfolio.estimates.services import Estimates, set_estimates, whole_range
from portfolio.idle.rules import KEEP_IDEAS
from portfolio.initiatives.choices import LiveTap
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.selectors.pages import get_initiative
from portfolio.life.choices import State
from portfolio.life.services import (
    check_day,
    check_external_ref,
    lock_to_edit,
    present_member,
    write,
)
from portfolio.likeness.selectors import IdeaWords, similar_initiatives
from portfolio.money.services.budget import set_budget
from portfolio.objectives.choices import Benefit
from portfolio.objectives.models import Objective
from portfolio.observed.services import observe_portfolio
from portfolio.proposals.rules import answer_due
from portfolio.rhythm.services import DAY, morning_of
from tenants.bounds import Amount, Euros, SignedAmount, text
from tenants.columns import check_columns
from tenants.due_work.services import bring_forward
from tenants.errors import Invalid, NotAllowed, Refused
from tenants.transactions import Instant, settle, touch, use_case

Said = Mapping[str, Any]


def propose_initiative(
    act: Act,
    *,
    title: str,
    summary: str = "",
    benefit: Benefit | None = None,
    beneficiaries: str = "",
    situation: str = "",
    use_case_id: str = "",
    external_ref: str = "",
    confirmed: bool = False,
) -> Initiative:
    """The idea stands in the portfolio, proposed by the actor; it is answered within 15 days.

    Raises NotAllowed, Invalid, Refused `external_ref_taken`, and unless `confirmed`
    `similar_initiatives` with what is like it (`similar`).
    """
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
        "situation": situation.strip(),
        "use_case": use_case_id,
        "external_ref": external_ref.strip(),
    }
    check_columns(model=Initiative, values=said)
    with use_case():
        portfolio = lock_portfolio()
        check_external_ref(
            rows=Initiative.objects.all(), external_ref=said["external_ref"], own=None
        )
        if not confirmed:
            _ask_back_similar(act, said)
        return add_proposal(act, portfolio, **said, proposed_by_id=act.actor.member_id)


def add_proposal(at: Instant, portfolio: Portfolio, **said: Any) -> Initiative:
    """The idea waits for an answer, due within fifteen days; `portfolio` is its row, locked."""
    (row,) = add_proposals(at, portfolio, [said])
    return row


def add_proposals(at: Instant, portfolio: Portfolio, ideas: Iterable[Said]) -> list[Initiative]:
    """Those ideas wait for their answers, as `add_proposal`; in one statement."""
    due_on = answer_due(proposed_on=at.today, calendar=portfolio.calendar)
    rows = Initiative.objects.bulk_create(
        Initiative(
            **said,
            state=State.PROPOSED,
            state_since=at.today,
            answer_by=due_on,
            created_at=at.now,
        )
        for said in ideas
    )
    bring_forward(job=KEEP_IDEAS, due_at=morning_of(due_on + DAY))
    touch(at, SubjectKind.INITIATIVE, *(row.id for row in rows))
    observe_portfolio(at)
    return rows


def _ask_back_similar(act: Act, said: Mapping[str, str]) -> None:
    """Nothing where nothing is like it, or where the actor may not read what is."""
    if not isinstance(decide_authority(act, permission="read"), Grant):
        return
    settle()
    idea = IdeaWords(title=said["title"], summary=said["summary"], use_case=said["use_case"])
    similar = similar_initiatives(idea)
    if similar:
        titles = ", ".join(one.title for one in similar)
        raise Refused("similar_initiatives", similar=similar, names=titles)


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
            confirmed=True,
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
    situation: str | None = None,
    external_ref: str | None = None,
    expected_version: int | None = None,
) -> Initiative:
    """What is given is changed.

    Raises NotFound, NotAllowed, Invalid, Refused `stale_version`, `external_ref_taken`.
    """
    if title is not None and not title.strip():
        raise Invalid("title_required", fields={"title": ["required"]})
    given = {
        "title": title,
        "summary": summary,
        "benefit": benefit,
        "beneficiaries": beneficiaries,
        "situation": situation,
        "external_ref": external_ref,
    }
    values = {name: value.strip() for name, value in given.items() if value is not None}
    with use_case():
        row = lock_to_edit(act, initiative_id=initiative_id, expected_version=expected_version)
        wanted = values.get("external_ref", "")
        check_external_ref(rows=Initiative.objects.all(), external_ref=wanted, own=row.id)
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
        if row.state == State.ACTIVE and row.started_on is not None:
            raise Refused("captain_changes_by_adjust")
        person = present_member(captain_id)
        return write(row=row, values={"captain": person, "captain_since": act.today})


ZERO = Decimal(0)
Days = Annotated[int, Meta(ge=0, le=10_000)]
WORDS = ("title", "summary", "benefit", "beneficiaries", "situation", "external_ref")


class NextStepInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who does what by when; an empty text takes the step away."""

    text: Annotated[str, text(200, shortest=0)]
    by: UUID | None = None
    on: date | None = None


class RemainingInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left as its captain sees it, in euros and days; null: taken from the plan.

    `running` is what it costs a month once it runs; `exit_cost` what stopping costs, below zero
    where something is sold; `stays_in_use` whether what runs stays if the work stops.
    """

    left_cash: Euros | None = None
    left_days: Days | None = None
    used_days: Days | None = None
    running: Euros = ZERO
    exit_cost: SignedAmount = ZERO
    stays_in_use: bool = True


class GoLiveInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When it goes live: expected on a day, or live since one (then nothing is expected any more).

    Null takes the day away; what is left out stays.
    """

    expected_on: date | UnsetType | None = UNSET
    live_on: date | UnsetType | None = UNSET


class InitiativePatch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What changes; what is left out stays. `tranches` add up to `budget`, or are proposed."""

    title: Annotated[str, text(160)] | UnsetType = UNSET
    summary: Annotated[str, text(4000, shortest=0)] | UnsetType = UNSET
    benefit: Benefit | UnsetType = UNSET
    beneficiaries: Annotated[str, text(160, shortest=0)] | UnsetType = UNSET
    situation: Annotated[str, text(200, shortest=0)] | UnsetType = UNSET
    external_ref: Annotated[str, text(80, shortest=0)] | UnsetType = UNSET
    captain: UUID | UnsetType = UNSET
    estimates: Estimates | UnsetType = UNSET
    next_step: NextStepInput | UnsetType = UNSET
    go_live: GoLiveInput | UnsetType = UNSET
    remaining: RemainingInput | UnsetType = UNSET
    budget: Amount | UnsetType = UNSET
    tranches: Annotated[tuple[Amount, ...], Meta(min_length=1, max_length=12)] | UnsetType = UNSET


def set_remaining(
    act: Act,
    *,
    initiative_id: UUID,
    given: RemainingInput,
    expected_version: int | None = None,
) -> Initiative:
    """What is left to do is as its captain says. Raises NotFound, NotAllowed, Refused."""
    with use_case():
        row = lock_to_edit(act, initiative_id=initiative_id, expected_version=expected_version)
        said = msgspec.structs.asdict(given)
        said["monthly_running"] = said.pop("running")
        return write(row=row, values=said)


def go_live_of(*, tap: LiveTap, day: date | None, today: date) -> GoLiveInput:
    """What a tap says; a day that is not ahead is when it went live."""
    if tap is LiveTap.DAY and day is not None and day > today:
        return GoLiveInput(expected_on=day, live_on=None)
    if tap in (LiveTap.ALREADY, LiveTap.DAY):
        return GoLiveInput(live_on=day or today)
    return GoLiveInput(expected_on=add_months(today, int(tap)), live_on=None)


def set_go_live(
    act: Act,
    *,
    initiative_id: UUID,
    given: GoLiveInput,
    expected_version: int | None = None,
) -> Initiative:
    """Time counts from that day; the proposed stop rule is looked at later or sooner with it.

    Raises NotFound, NotAllowed, Invalid `live_ahead`, `go_live_past`, `go_live_required`.
    """
    said = {"live_expected_on": given.expected_on, "live_on": given.live_on}
    values = {name: day for name, day in said.items() if not isinstance(day, UnsetType)}
    for name, field in (("live_expected_on", "expected_on"), ("live_on", "live_on")):
        check_day(day=values.get(name), today=act.today, field=field)
    with use_case():
        row = lock_to_edit(act, initiative_id=initiative_id, expected_version=expected_version)
        now = {"live_expected_on": row.live_expected_on, "live_on": row.live_on, **values}
        expected, live = now["live_expected_on"], now["live_on"]
        if live is not None and live > act.today:
            raise Invalid("live_ahead", fields={"live_on": ["ahead"]})
        is_past = expected is not None and live is None and expected < act.today
        if is_past and expected != row.live_expected_on:
            raise Invalid("go_live_past", fields={"expected_on": ["past"]})
        if expected is None and live is None and row.started_on is not None:
            raise Invalid("go_live_required", fields={"expected_on": ["required"]})
        _move_proposed_rule(act, row=row, day=live or expected)
        return write(row=row, values=values)


def _move_proposed_rule(act: Act, *, row: Initiative, day: date | None) -> None:
    """The stop rule on the gain that stands as it was proposed is looked at by the new go-live."""
    dates = [one.target_on for one in row.objectives.all() if one.target_on is not None]
    if day is None or not dates:
        return

    def looked_at(starts_on: date) -> date | None:
        return proposed_stop_criteria(starts_on=starts_on, target_date=max(dates))[0].by_date

    known, by_date = row.live_on or row.live_expected_on or row.started_on, looked_at(day)
    for rule in row.criteria.filter(superseded_at=None, metric=StopMetric.GAIN_SHARE):
        proposed = looked_at(known or rule.set_at.date())
        if rule.by_date != proposed or by_date == proposed:
            continue
        StopCriterion.objects.filter(id=rule.id).update(superseded_at=act.now)
        StopCriterion.objects.create(
            initiative=row,
            metric=rule.metric,
            comparison=rule.comparison,
            value=rule.value,
            by_date=by_date,
            set_by_id=rule.set_by_id,
            set_at=act.now,
        )


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
        if given.go_live is not UNSET:
            set_go_live(act, **row, given=given.go_live)
        if given.remaining is not UNSET:
            set_remaining(act, **row, given=given.remaining)
        if given.next_step is not UNSET:
            step = given.next_step
            set_next_step(act, **row, text=step.text, member_id=step.by, due_on=step.on)
        return get_initiative(initiative_id)
