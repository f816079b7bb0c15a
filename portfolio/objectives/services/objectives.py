"""What an initiative should change, for whom, by when, measured by what."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from governance.access.rules.actors import Act
from portfolio.cap.selectors import lock_portfolio
from portfolio.decisions.rules.verdicts import MEASURED_STATES
from portfolio.forecast.choices import ValueState
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.selectors.pages import objective_of
from portfolio.life.choices import State
from portfolio.life.services import check_day, check_external_ref, lock_to_edit
from portfolio.objectives.choices import Benefit, Direction, Verification
from portfolio.objectives.models import Objective
from portfolio.objectives.rules import improves
from portfolio.observed.services import observe_portfolio
from portfolio.standing.selectors.standing import standings
from tenants.bounds import MOST_PEOPLE, Euros, Figure, Share, text
from tenants.columns import check_columns
from tenants.errors import Invalid, NotFound, Refused
from tenants.rows import check_version
from tenants.transactions import use_case

MEASURING_STEP = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class ObjectiveInput:
    """What a person says of an objective; without a baseline a measuring step is dated.

    `baseline` and `target` are in `unit`; `monthly_value` is euros a month at target;
    `people_served` is how many the beneficiaries are, `destination` what freed time is used for.
    An `external_ref` that is left out stays.
    """

    benefit: Benefit
    beneficiaries: Annotated[str, text(160)]
    kpi: Annotated[str, text(160)]
    unit: Annotated[str, text(20)]
    direction: Direction
    baseline: Figure | None = None
    baseline_on: date | None = None
    target: Figure | None = None
    target_on: date | None = None
    cadence_days: Annotated[int, Meta(ge=1, le=366)] = 30
    monthly_value: Euros | None = None
    reuse_share: Share = Decimal("0.50")
    destination: Annotated[str, text(160, shortest=0)] = ""
    external_ref: Annotated[str, text(80, shortest=0)] | None = None
    people_served: Annotated[int, Meta(ge=1, le=MOST_PEOPLE)] | None = None


def set_objective(
    act: Act,
    *,
    initiative_id: UUID,
    given: ObjectiveInput,
    objective_id: UUID | None = None,
    expected_version: int | None = None,
) -> Objective:
    """The initiative has this objective, new or changed; once started its target stays.

    Without a baseline it is to be measured in 14 days. `expected_version` is the objective's.
    Raises NotFound, NotAllowed, Invalid with fields, Refused `target_changes_by_adjust`,
    `external_ref_taken`.
    """
    check_objective(given=given, today=act.today)
    with use_case():
        lock_portfolio()
        row = lock_to_edit(act, initiative_id=initiative_id)
        objective = _found(row=row, objective_id=objective_id)
        if objective_id is not None:
            check_version(objective.version, expected_version)
        _keep_target(row=row, objective=objective, given=given)
        check_external_ref(
            rows=Objective.objects.all(),
            external_ref=(given.external_ref or "").strip(),
            own=objective_id,
        )
        for name, value in objective_values(
            given=given, objective=objective, today=act.today
        ).items():
            setattr(objective, name, value)
        objective.version += 0 if objective_id is None else 1
        objective.save()
        if row.benefit == "":
            row.benefit = given.benefit
            row.save(update_fields=["benefit"])
        observe_portfolio(act)
    return objective


def verify_gain(
    act: Act,
    *,
    objective_id: UUID,
    verification: Verification,
    hours_used_for: str = "",
    initiative_id: UUID | None = None,
) -> Objective:
    """It is said where the confirmed gain was seen; only what was seen enters the net gain.

    Raises NotFound, NotAllowed, Invalid `hours_need_a_use`, Refused `gain_not_confirmed`.
    """
    used_for = hours_used_for.strip() if verification is Verification.HOURS else ""
    check_columns(model=Objective, values={"hours_used_for": used_for})
    if verification is Verification.HOURS and not used_for:
        raise Invalid("hours_need_a_use", fields={"hours_used_for": ["required"]})
    with use_case():
        lock_portfolio()
        objective = objective_of(objective_id, initiative_id=initiative_id)
        lock_to_edit(
            act,
            initiative_id=objective.initiative_id,
            permission="measurement.add",
            states=MEASURED_STATES,
        )
        if not _is_confirmed(act, objective):
            raise Refused("gain_not_confirmed")
        objective.verification, objective.hours_used_for = verification, used_for
        objective.verified_by_id, objective.verified_on = act.actor.member_id, act.today
        objective.version += 1
        objective.save(
            update_fields=[
                *("verification", "hours_used_for", "verified_by", "verified_on", "version")
            ]
        )
        observe_portfolio(act)
    return objective


def _is_confirmed(act: Act, objective: Objective) -> bool:
    """Whether three attested months stand behind its gain today."""
    (one,) = standings(ids=[objective.initiative_id], today=act.today)
    return any(
        known.id == objective.id and known.value_state is ValueState.CONFIRMED
        for known in one.objectives
    )


def _found(*, row: Initiative, objective_id: UUID | None) -> Objective:
    if objective_id is None:
        position = row.objectives.count() + 1
        return Objective(initiative=row, position=position)
    objective = row.objectives.filter(id=objective_id).first()
    if objective is None:
        raise NotFound("objective_not_found", named=objective_id)
    return objective


def check_objective(*, given: ObjectiveInput, today: date) -> None:
    """Nothing if it can be an objective; raises Invalid with the fields."""
    check_columns(model=Objective, values=vars(given))
    check_day(day=given.baseline_on, today=today, field="baseline_on")
    check_day(day=given.target_on, today=today, field="target_on")
    wrong: dict[str, list[str]] = {}
    for name in ("beneficiaries", "kpi", "unit"):
        if not getattr(given, name).strip():
            wrong[name] = ["required"]
    if given.baseline_on is not None and given.baseline_on > today:
        wrong["baseline_on"] = ["ahead"]
    if not improves(given.baseline, given.target, given.direction):
        wrong["target"] = ["does_not_improve"]
    if given.target_on is not None and given.target_on <= today:
        wrong["target_on"] = ["not_ahead"]
    if not 1 <= given.cadence_days <= 366:
        wrong["cadence_days"] = ["out_of_range"]
    if not 0 <= given.reuse_share <= 1:
        wrong["reuse_share"] = ["out_of_range"]
    if wrong:
        raise Invalid("objective_invalid", fields=wrong)


def _keep_target(*, row: Initiative, objective: Objective, given: ObjectiveInput) -> None:
    """After the start the promise is not edited in passing."""
    if row.state != State.ACTIVE or objective.promised_on is None:
        return
    if (given.target, given.target_on) != (objective.target, objective.target_on):
        raise Refused("target_changes_by_adjust")


def objective_values(*, given: ObjectiveInput, objective: Objective, today: date) -> dict[str, Any]:
    """The columns that say it; a missing baseline is to be measured in 14 days."""
    values: dict[str, Any] = dict(vars(given))
    values["beneficiaries"] = given.beneficiaries.strip()
    values["kpi"], values["unit"] = given.kpi.strip(), given.unit.strip()
    values["destination"] = given.destination.strip()
    reference = values.pop("external_ref")
    if given.baseline != objective.baseline:
        values["baseline_part"] = values["baseline_whole"] = None
    values["external_ref"] = objective.external_ref if reference is None else reference.strip()
    if given.baseline is None:
        values["baseline_on"] = None
        values["baseline_due"] = objective.baseline_due or today + MEASURING_STEP
    else:
        values["baseline_on"] = given.baseline_on or today
        values["baseline_due"] = None
    return values
