from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portfolio.initiatives.models import Initiative
from portfolio.initiatives.selectors.pages import objective_of
from portfolio.life.rules import is_used
from portfolio.life.views import changeable, form_view, home_of, page_of
from portfolio.objectives.choices import Verification
from portfolio.objectives.forms import (
    MeasurementForm,
    ObjectiveForm,
    ValueForm,
    VerificationForm,
    WithdrawalForm,
)
from portfolio.objectives.models import Measurement, Objective
from portfolio.objectives.selectors import measurement_of, objectives_of
from portfolio.objectives.services.measurements import (
    add_measurement,
    delete_measurement,
    edit_measurement,
    reverse_measurement,
    set_baseline,
)
from portfolio.objectives.services.objectives import set_objective, verify_gain
from tenants.display import unit_word

KEPT = (
    *("kpi", "unit", "direction", "beneficiaries", "benefit", "baseline", "target"),
    *("target_on", "cadence_days", "monthly_value", "destination", "people_served"),
)


@require_http_methods(["GET", "POST"])
def initiative_objective(request: Any, initiative_id: UUID) -> HttpResponse:
    """What changes, for whom, by when: the first objective, or a new one with `?new=1`."""
    record = changeable(request, initiative_id)
    former = None if "new" in request.GET else next(iter(record.objectives), None)
    form = ObjectiveForm(request.POST or None, initial=_first(former, record.initiative))
    return form_view(
        request,
        "portfolio/objectives/page.html",
        form,
        context=lambda: {"row": record.initiative, "objective": former},
        save=lambda: _save(request, record.initiative, former, form),
        done=lambda _one: (_("The objective is saved."), home_of(initiative_id)),
        initiative_id=initiative_id,
    )


def _save(
    request: Any, row: Initiative, former: Objective | None, form: ObjectiveForm
) -> Objective:
    return set_objective(
        request.act,
        initiative_id=row.id,
        given=form.given(former),
        objective_id=former.id if former else None,
        expected_version=form.cleaned_data["expected_version"],
    )


def _first(former: Objective | None, row: Initiative) -> dict[str, Any]:
    """What is known already: the objective, else what the idea says."""
    if former is None:
        return {"beneficiaries": row.beneficiaries, "benefit": row.benefit or "time"}
    known = {name: getattr(former, name) for name in KEPT} | {"expected_version": former.version}
    known["unit"] = unit_word(former.unit)
    known |= {name: _plain(known[name]) for name in ("baseline", "target")}
    known["reuse_percent"] = round(former.reuse_share * 100)
    known["beneficiaries"] = former.beneficiaries or row.beneficiaries
    known["unknown_baseline"] = former.baseline is None and former.baseline_due is not None
    return known


def _plain(value: Decimal | None) -> Decimal | None:
    """The figure as a person would write it: without trailing zeros."""
    return None if value is None else Decimal(f"{value.normalize():f}")


@require_http_methods(["GET", "POST"])
def initiative_verification(request: Any, initiative_id: UUID, objective_id: UUID) -> HttpResponse:
    """Where a confirmed gain was seen, by one tap."""
    record = changeable(request, initiative_id, "measurement.add")
    objective = objective_of(objective_id, initiative_id=initiative_id)
    form = VerificationForm(request.POST or None, initial={"hours_used_for": objective.destination})
    return form_view(
        request,
        "portfolio/objectives/verification.html",
        form,
        context=lambda: {"row": record.initiative, "objective": objective},
        save=lambda: _verify(request, objective, form),
        done=lambda _one: (_("It is noted where the gain was seen."), home_of(initiative_id)),
        initiative_id=initiative_id,
    )


def _verify(request: Any, objective: Objective, form: VerificationForm) -> Objective:
    return verify_gain(
        request.act,
        objective_id=objective.id,
        initiative_id=objective.initiative_id,
        verification=Verification(form.cleaned_data["verification"]),
        hours_used_for=form.cleaned_data["hours_used_for"],
    )


@require_http_methods(["GET", "POST"])
def initiative_measurements(request: Any, initiative_id: UUID) -> HttpResponse:
    """What was measured so far, and one more number."""
    objectives = objectives_of(initiative_id)
    form = MeasurementForm(
        request.POST or None, initial={"on": request.today}, objectives=objectives
    )
    return form_view(
        request,
        "portfolio/objectives/measurements.html",
        form,
        context=lambda: {"page": page_of(request, initiative_id), "tab": "measurements"},
        save=lambda: _measure(request, objectives, form),
        done=lambda _one: (_("The measurement is added."), _here(initiative_id)),
        initiative_id=initiative_id,
    )


@require_http_methods(["GET", "POST"])
def initiative_measurement(request: Any, initiative_id: UUID, measurement_id: UUID) -> HttpResponse:
    """One measurement, changed or deleted while nothing relied on it, else withdrawn."""
    record = changeable(request, initiative_id, "measurement.add")
    row = measurement_of(measurement_id, initiative_id=initiative_id)
    used = is_used(recorded_at=row.recorded_at, last_use=record.last_use)
    form = _mending_form(request, row, used=used)
    return form_view(
        request,
        "portfolio/objectives/measurement.html",
        form,
        context=lambda: {"row": record.initiative, "measurement": row, "used": used},
        save=lambda: _mend(request, row, form),
        done=lambda told: (told, _here(initiative_id)),
        initiative_id=initiative_id,
    )


def _mending_form(request: Any, row: Measurement, *, used: bool) -> forms.Form:
    """What is asked: nothing to delete it, the right value, or a reason besides."""
    if "delete" in request.POST:
        return forms.Form(request.POST)
    return (WithdrawalForm if used else ValueForm)(request.POST or None, measurement=row)


def _mend(request: Any, row: Measurement, form: forms.Form) -> str:
    """The measurement is withdrawn, changed or deleted; what the toast says of it."""
    if isinstance(form, ValueForm):
        data = dict(form.cleaned_data)
        version = data.pop("expected_version")
        if isinstance(form, WithdrawalForm):
            reverse_measurement(request.act, measurement_id=row.id, **data)
            return _("The wrong value stays, struck; it counts no more.")
        edit_measurement(request.act, measurement_id=row.id, expected_version=version, **data)
        return _("The measurement is changed.")
    delete_measurement(request.act, measurement_id=row.id)
    return _("The measurement is deleted.")


def _measure(request: Any, objectives: tuple[Objective, ...], form: MeasurementForm) -> object:
    """The first value of an objective without a baseline is its baseline."""
    data = form.cleaned_data
    given = {name: data[name] for name in ("value", "on", "confirmed")}
    given["objective_id"] = UUID(data["objective"])
    chosen = next(one for one in objectives if one.id == given["objective_id"])
    if chosen.baseline is None:
        return set_baseline(request.act, **given)
    return add_measurement(request.act, note=data["note"], document=data["document"], **given)


def _here(initiative_id: UUID) -> str:
    return reverse("initiative_measurements", args=[initiative_id])
