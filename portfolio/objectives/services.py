"""What an initiative should change, for whom, by when, measured by what."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from msgspec import Meta

from governance.access.rules.actors import Act
from portfolio.cap.selectors import lock_portfolio
from portfolio.decisions.rules import MEASURED_STATES
from portfolio.forecast.selectors import objective_oddity
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.selectors.pages import objective_of
from portfolio.life.choices import State
from portfolio.life.services import check_day, lock_to_edit
from portfolio.objectives.choices import Benefit, Direction
from portfolio.objectives.models import Measurement, Objective
from portfolio.observed.services import observe_measurements, observe_portfolio
from tenants.bounds import Euros, Figure, Share, text
from tenants.columns import check_columns
from tenants.errors import Invalid, NotFound, Refused
from tenants.rows import check_version
from tenants.transactions import use_case

MEASURING_STEP = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class ObjectiveInput:
    """What a person says of an objective; without a baseline a measuring step is dated.

    `baseline` and `target` are in `unit`; `monthly_value` is euros a month at target;
    `destination` says what freed time is used for.
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
    Raises NotFound, NotAllowed, Invalid with fields, Refused `target_changes_by_adjust`.
    """
    _check(given=given, today=act.today)
    with use_case():
        lock_portfolio()
        row = lock_to_edit(act, initiative_id=initiative_id)
        objective = _found(row=row, objective_id=objective_id)
        if objective_id is not None:
            check_version(objective.version, expected_version)
        _keep_target(row=row, objective=objective, given=given)
        for name, value in _values(given=given, objective=objective, today=act.today).items():
            setattr(objective, name, value)
        objective.version += 0 if objective_id is None else 1
        objective.save()
        if row.benefit == "":
            row.benefit = given.benefit
            row.save(update_fields=["benefit"])
        observe_portfolio(act)
    return objective


def set_baseline(act: Act, *, objective_id: UUID, value: Decimal, on: date) -> Objective:
    """The measuring step is done: the objective has its baseline, and keeps it.

    Raises NotFound, NotAllowed, Invalid `target_does_not_improve`, Refused `baseline_is_set`.
    """
    with use_case():
        lock_portfolio()
        objective = Objective.objects.filter(id=objective_id).first()
        if objective is None:
            raise NotFound("objective_not_found")
        lock_to_edit(act, initiative_id=objective.initiative_id, permission="measurement.add")
        if objective.baseline is not None:
            raise Refused("baseline_is_set", baseline=objective.baseline)
        check_day(day=on, today=act.today, field="on")
        check_columns(model=Measurement, values={"value": value})
        if on > act.today:
            raise Invalid("date_ahead", fields={"on": ["ahead"]})
        if not _improves(value, objective.target, objective.direction):
            raise Invalid("target_does_not_improve", fields={"value": ["does_not_improve"]})
        objective.baseline, objective.baseline_on, objective.baseline_due = value, on, None
        fields = ["baseline", "baseline_on", "baseline_due", "version"]
        if objective.promised_on is not None and objective.promised_baseline is None:
            objective.promised_baseline = value
            fields.append("promised_baseline")
        objective.version += 1
        objective.save(update_fields=fields)
        observe_portfolio(act)
    return objective


def _found(*, row: Initiative, objective_id: UUID | None) -> Objective:
    if objective_id is None:
        position = row.objectives.count() + 1
        return Objective(initiative=row, position=position)
    objective = row.objectives.filter(id=objective_id).first()
    if objective is None:
        raise NotFound("objective_not_found")
    return objective


def _check(*, given: ObjectiveInput, today: date) -> None:
    check_columns(model=Objective, values=vars(given))
    check_day(day=given.baseline_on, today=today, field="baseline_on")
    check_day(day=given.target_on, today=today, field="target_on")
    wrong: dict[str, list[str]] = {}
    for name in ("beneficiaries", "kpi", "unit"):
        if not getattr(given, name).strip():
            wrong[name] = ["required"]
    if given.baseline_on is not None and given.baseline_on > today:
        wrong["baseline_on"] = ["ahead"]
    if not _improves(given.baseline, given.target, given.direction):
        wrong["target"] = ["does_not_improve"]
    if given.target_on is not None and given.target_on <= today:
        wrong["target_on"] = ["not_ahead"]
    if not 1 <= given.cadence_days <= 366:
        wrong["cadence_days"] = ["out_of_range"]
    if not 0 <= given.reuse_share <= 1:
        wrong["reuse_share"] = ["out_of_range"]
    if wrong:
        raise Invalid("objective_invalid", fields=wrong)


def _improves(baseline: Decimal | None, target: Decimal | None, direction: str) -> bool:
    if baseline is None or target is None:
        return True
    return target > baseline if direction == Direction.UP else target < baseline


def _keep_target(*, row: Initiative, objective: Objective, given: ObjectiveInput) -> None:
    """After the start the promise is not edited in passing."""
    if row.state != State.ACTIVE or objective.promised_on is None:
        return
    if (given.target, given.target_on) != (objective.target, objective.target_on):
        raise Refused("target_changes_by_adjust")


def _values(*, given: ObjectiveInput, objective: Objective, today: date) -> dict[str, Any]:
    values: dict[str, Any] = dict(vars(given))
    values["beneficiaries"] = given.beneficiaries.strip()
    values["kpi"], values["unit"] = given.kpi.strip(), given.unit.strip()
    values["destination"] = given.destination.strip()
    if given.baseline is None:
        values["baseline_on"] = None
        values["baseline_due"] = objective.baseline_due or today + MEASURING_STEP
    else:
        values["baseline_on"] = given.baseline_on or today
        values["baseline_due"] = None
    return values


def with_series() -> QuerySet[Objective]:
    """Objectives with their measurements so far, as `series`: days and values, oldest first."""
    mine = Measurement.objects.filter(objective=OuterRef("id")).order_by("on")
    one = JSONObject(on="on", value="value")
    return Objective.objects.annotate(series=ArraySubquery(mine.values_list(one)))


def asked_back(*, objective: Objective, value: Decimal, on: date) -> dict[str, Any] | None:
    """Why that value is far from what its series allows, beside what; None where it is not.

    The objective is one `with_series`.
    """
    series = [
        Measurement(on=date.fromisoformat(one["on"]), value=Decimal(str(one["value"])))
        for one in objective.series  # type: ignore[attr-defined]
    ]
    earlier = [one for one in series if one.on < on]
    reason = objective_oddity(objective=objective, measurements=earlier, value=value, on=on)
    if reason is None:
        return None
    last = earlier[-1].value if earlier else objective.baseline
    return {"reason": reason, "value": value, "last": last, "unit": objective.unit}


def add_measurement(
    act: Act,
    *,
    objective_id: UUID,
    value: Decimal,
    on: date,
    note: str = "",
    document: str = "",
    initiative_id: UUID | None = None,
    confirmed: bool = False,
) -> Measurement:
    """The KPI has this value on that day; a second value of the same day replaces the first.

    Also of what is completed: three months at its target confirm the gain. Where an initiative is
    named, the objective is one of its own.
    A value that its series does not allow is asked back, unless `confirmed`.
    Raises NotFound `objective_not_found`, NotAllowed, Invalid `date_ahead`, Refused `odd_value`.
    """
    check_day(day=on, today=act.today, field="on")
    check_columns(
        model=Measurement,
        values={"value": value, "note": note.strip(), "document": document.strip()},
    )
    if on > act.today:
        raise Invalid("date_ahead", fields={"on": ["ahead"]})
    with use_case():
        lock_portfolio()
        objective = objective_of(objective_id, initiative_id=initiative_id, among=with_series())
        lock_to_edit(
            act,
            initiative_id=objective.initiative_id,
            permission="measurement.add",
            states=MEASURED_STATES,
        )
        odd = asked_back(objective=objective, value=value, on=on)
        if odd is not None and not confirmed:
            raise Refused("odd_value", **odd)
        measurement = Measurement(
            objective=objective,
            on=on,
            value=value,
            note=note.strip(),
            document=document.strip(),
            odd="" if odd is None else odd["reason"],
            recorded_by_id=act.actor.member_id,
            recorded_at=act.now,
        )
        # The one that was there before keeps its id, which is read back.
        (measurement,) = Measurement.objects.bulk_create(
            [measurement],
            update_conflicts=True,
            unique_fields=["objective", "on"],
            update_fields=["value", "note", "document", "odd", "recorded_by", "recorded_at"],
        )
        observe_measurements(act)
    return measurement
