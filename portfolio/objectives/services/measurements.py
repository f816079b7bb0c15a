"""What was measured: added, asked back where it looks odd, mended, withdrawn with its trace."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from governance.access.rules.actors import Act, Door
from portfolio.cap.selectors import lock_portfolio
from portfolio.decisions.rules.verdicts import MEASURED_STATES
from portfolio.forecast.selectors import objective_oddity
from portfolio.initiatives.selectors.pages import objective_of
from portfolio.life.rules import is_used, odd_day
from portfolio.life.services import check_day, lock_to_edit
from portfolio.objectives.models import Measurement, Objective
from portfolio.objectives.rules import Told, counts_of, figure_of, improves
from portfolio.objectives.selectors import measurement_of
from portfolio.objectives.services.told import check_told
from portfolio.observed.services import observe_measurements, observe_portfolio
from portfolio.standing.selectors.records import Record, load_records
from tenants.columns import check_columns
from tenants.errors import Invalid, NotFound, Refused
from tenants.rows import check_version
from tenants.transactions import use_case


def set_baseline(
    act: Act, *, objective_id: UUID, value: Told, on: date, confirmed: bool = False
) -> Objective:
    """The measuring step is done: the objective has its baseline, and keeps it.

    Raises NotFound, NotAllowed, Invalid `target_does_not_improve`, Refused
    `baseline_is_set`, `odd_day` unless confirmed.
    """
    with use_case():
        lock_portfolio()
        objective = Objective.objects.filter(id=objective_id).first()
        if objective is None:
            raise NotFound("objective_not_found", named=objective_id)
        lock_to_edit(act, initiative_id=objective.initiative_id, permission="measurement.add")
        if objective.baseline is not None:
            raise Refused("baseline_is_set", baseline=objective.baseline)
        record = _record(act, objective)
        _check(act, record=record, objective=objective, value=value, on=on, confirmed=confirmed)
        figure = figure_of(value, objective.unit)
        if not improves(figure, objective.target, objective.direction):
            raise Invalid("target_does_not_improve", fields={"value": ["does_not_improve"]})
        objective.baseline, objective.baseline_on, objective.baseline_due = figure, on, None
        objective.baseline_part, objective.baseline_whole = counts_of(value)
        fields = ["baseline", "baseline_part", "baseline_whole", "baseline_on", "baseline_due"]
        fields.append("version")
        if objective.promised_on is not None and objective.promised_baseline is None:
            objective.promised_baseline = figure
            fields.append("promised_baseline")
        objective.version += 1
        objective.save(update_fields=fields)
        observe_portfolio(act)
    return objective


def add_measurement(
    act: Act,
    *,
    objective_id: UUID,
    value: Told,
    on: date,
    note: str = "",
    document: str = "",
    initiative_id: UUID | None = None,
    confirmed: bool = False,
) -> Measurement:
    """The KPI has this value on that day; the same value again changes nothing.

    A `value` that was counted is told as a Ratio, and keeps what it counts.

    Also of what is completed: three months at its target confirm the gain. Where an initiative is
    named, the objective is one of its own. Confirmed, another value of the day replaces the first,
    which stays withdrawn. Raises NotFound `objective_not_found`, NotAllowed, Invalid `date_ahead`,
    Refused `same_day`, `odd_day` and `odd_value` unless confirmed.
    """
    with use_case():
        lock_portfolio()
        objective = objective_of(objective_id, initiative_id=initiative_id)
        _lock(act, objective)
        record = _record(act, objective)
        _check(
            act,
            record=record,
            objective=objective,
            value=value,
            on=on,
            note=note,
            document=document,
            confirmed=confirmed,
        )
        former = _of_day(record, objective, on)
        if former is not None and _is_same(former, value=value, note=note, document=document):
            return former
        figure = figure_of(value, objective.unit)
        odd = _odd(record, objective, value=figure, on=on, confirmed=confirmed)
        if former is not None and not confirmed:
            raise Refused("same_day", value=former.value, on=on, measurement_id=former.id)
        if former is not None:
            _withdraw(act, former, reason="")
        observe_measurements(act)
        return _write(
            act,
            objective,
            value=value,
            on=on,
            note=note,
            document=document,
            odd=odd,
            replaces=former,
        )


def edit_measurement(
    act: Act,
    *,
    measurement_id: UUID,
    value: Told,
    on: date,
    note: str = "",
    document: str = "",
    initiative_id: UUID | None = None,
    expected_version: int | None = None,
    confirmed: bool = False,
) -> Measurement:
    """The measurement says what was meant, as long as nothing has relied on it.

    Raises as when added, NotFound `measurement_not_found`, Refused `entry_used`,
    `entry_corrected`, `stale_version`.
    """
    with use_case():
        record, row = _entry(act, measurement_id=measurement_id, initiative_id=initiative_id)
        _check_unused(record, row)
        check_version(row.version, expected_version)
        _check(
            act,
            record=record,
            objective=row.objective,
            value=value,
            on=on,
            note=note,
            document=document,
            confirmed=confirmed,
        )
        _check_day_free(record, row.objective, on, but=row)
        figure = figure_of(value, row.objective.unit)
        if (figure, on) != (row.value, row.on):
            row.odd = _odd(record, row.objective, value=figure, on=on, confirmed=confirmed, but=row)
        row.value, row.on = figure, on
        row.part, row.whole = counts_of(value)
        row.note, row.document = note.strip(), document.strip()
        row.version += 1
        row.save()
        observe_measurements(act)
        return row


def delete_measurement(
    act: Act, *, measurement_id: UUID, initiative_id: UUID | None = None
) -> UUID:
    """The measurement is gone, as long as nothing has relied on it; returns whose it was.

    Raises NotFound `measurement_not_found`, NotAllowed, Refused `entry_used`, `entry_corrected`.
    """
    with use_case():
        record, row = _entry(act, measurement_id=measurement_id, initiative_id=initiative_id)
        _check_unused(record, row)
        row.delete()
        observe_measurements(act)
        return record.initiative.id


def reverse_measurement(
    act: Act,
    *,
    measurement_id: UUID,
    reason: str,
    value: Told | None = None,
    on: date | None = None,
    initiative_id: UUID | None = None,
    confirmed: bool = False,
) -> Measurement:
    """The wrong value stays, withdrawn with its reason, and counts no more; then the right one.

    The day is the same unless another is given. Returns the withdrawn one. Raises as when added,
    NotFound `measurement_not_found`, Refused `reason_required`, `entry_corrected`.
    """
    if not reason.strip():
        raise Refused("reason_required")
    with use_case():
        check_columns(model=Measurement, values={"reason": reason.strip()})
        record, row = _entry(act, measurement_id=measurement_id, initiative_id=initiative_id)
        _withdraw(act, row, reason=reason.strip())
        if value is not None:
            day = on or row.on
            _check(
                act,
                record=record,
                objective=row.objective,
                value=value,
                on=day,
                confirmed=confirmed,
            )
            _check_day_free(record, row.objective, day, but=row)
            figure = figure_of(value, row.objective.unit)
            odd = _odd(record, row.objective, value=figure, on=day, confirmed=confirmed, but=row)
            _write(
                act,
                row.objective,
                value=value,
                on=day,
                note=row.note,
                document=row.document,
                odd=odd,
                replaces=row,
            )
        observe_measurements(act)
        return row


def _lock(act: Act, objective: Objective) -> None:
    lock_to_edit(
        act,
        initiative_id=objective.initiative_id,
        permission="measurement.add",
        states=MEASURED_STATES,
    )


def _record(act: Act, objective: Objective) -> Record:
    """Everything of the initiative, read after it is locked."""
    (record,) = load_records([objective.initiative_id], today=act.today)
    return record


def _entry(
    act: Act, *, measurement_id: UUID, initiative_id: UUID | None
) -> tuple[Record, Measurement]:
    """The measurement and everything of its initiative, locked; one that still counts."""
    lock_portfolio()
    found = measurement_of(measurement_id, initiative_id=initiative_id)
    _lock(act, found.objective)
    record = _record(act, found.objective)
    row = measurement_of(measurement_id, initiative_id=initiative_id)
    if row.withdrawn_at is not None:
        raise Refused("entry_corrected")
    return record, row


def _check(
    act: Act,
    *,
    record: Record,
    objective: Objective,
    value: Told,
    on: date,
    confirmed: bool,
    note: str = "",
    document: str = "",
) -> None:
    """Nothing if it can be; raises Invalid, Refused `odd_day` unless confirmed."""
    check_day(day=on, today=act.today, field="on")
    check_told(value, unit=objective.unit)
    check_columns(model=Measurement, values={"note": note.strip(), "document": document.strip()})
    if on > act.today:
        raise Invalid("date_ahead", fields={"on": ["ahead"]})
    first = objective.baseline_on or record.first_day
    refused = odd_day(day=on, first=first, today=act.today, confirmed=confirmed)
    if refused is not None:
        raise Refused(refused.code, **refused.facts)


def _odd(
    record: Record,
    objective: Objective,
    *,
    value: Decimal,
    on: date,
    confirmed: bool,
    but: Measurement | None = None,
) -> str:
    """Why that value is far from what its series allows, empty where it is not.

    The series are the measurements before that day, `but` the one that it replaces. Raises Refused
    `odd_value` unless confirmed.
    """
    mine = record.measurements[objective.id]
    (counted,) = [one for one in record.counted if one.id == objective.id]
    earlier = [m for m in mine if m.on < on and (but is None or m.id != but.id)]
    reason = objective_oddity(
        objective=counted,
        measurements=earlier,
        value=value,
        on=on,
        base_rate=record.company.base_rate,
    )
    if reason is None:
        return ""
    if not confirmed:
        last = earlier[-1].value if earlier else counted.baseline
        raise Refused("odd_value", reason=reason, value=value, last=last, unit=objective.unit)
    return reason


def _is_same(former: Measurement, *, value: Told, note: str, document: str) -> bool:
    """Whether nothing is said that is not said already."""
    told = ((note, former.note), (document, former.document))
    return value in (former.told, former.value) and all(
        new.strip() in ("", old) for new, old in told
    )


def _check_unused(record: Record, row: Measurement) -> None:
    if is_used(recorded_at=row.recorded_at, last_use=record.last_use):
        raise Refused("entry_used", on=row.on)


def _check_day_free(record: Record, objective: Objective, on: date, *, but: Measurement) -> None:
    """Nothing if no other measurement of that day counts; raises Refused `same_day`."""
    other = _of_day(record, objective, on)
    if other is not None and other.id != but.id:
        raise Refused("same_day", value=other.value, on=on, measurement_id=other.id)


def _of_day(record: Record, objective: Objective, on: date) -> Measurement | None:
    return next((one for one in record.measurements[objective.id] if one.on == on), None)


def _withdraw(act: Act, row: Measurement, *, reason: str) -> None:
    row.withdrawn_at, row.withdrawn_by_id, row.reason = act.now, act.actor.member_id, reason
    row.version += 1
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "reason", "version"])


def _write(
    act: Act,
    objective: Objective,
    *,
    value: Told,
    on: date,
    note: str,
    document: str,
    odd: str,
    replaces: Measurement | None,
) -> Measurement:
    part, whole = counts_of(value)
    return Measurement.objects.create(
        objective=objective,
        on=on,
        value=figure_of(value, objective.unit),
        part=part,
        whole=whole,
        note=note.strip(),
        document=document.strip(),
        odd=odd,
        by_link=act.door is Door.LINK,
        replaces=replaces,
        recorded_by_id=act.actor.member_id,
        recorded_at=act.now,
    )
