"""What an end brings with it: its mandates, its last months of measuring, its gain."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from governance.decisions.models import Decision
from governance.mandates.models import Mandate
from governance.mandates.selectors import open_letters
from portfolio.forecast.choices import ValueState
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.selectors.charts import charts_of
from portfolio.initiatives.selectors.pages import initiative_page
from portfolio.life.choices import Verdict
from portfolio.money.services.lines import record_expense
from portfolio.objectives.services.measurements import add_measurement
from portfolio.reviews.services.due import keep_rhythm
from portfolio.standing.choices import SignalCode
from portfolio.trials.models import Trial
from portfolio.trials.services import start_trial
from tests.conftest import acting
from tests.portfolio.scene import (
    TODAY,
    at,
    checked,
    give,
    mandate,
    measure,
    only_objective,
    overview,
    qualified,
    started,
)
from tests.refusals import refused


def spend(cast, row: Initiative, amount: int) -> None:
    """That sum is spent today, whatever was released."""
    record_expense(
        acting(cast.actor("executive"), now=at(TODAY), today=TODAY),
        initiative_id=row.id,
        amount=amount,
        label="Licences",
        on=TODAY,
    )


def told(cast, row: Initiative, value: int, day: date, *, by: str) -> None:
    add_measurement(
        acting(cast.actor(by), now=at(day), today=day),
        objective_id=only_objective(row).id,
        value=Decimal(value),
        on=day,
    )


def completed(cast, *, day: date) -> Initiative:
    """Completed that day with its target met, told by its captain, the executive."""
    row = started(cast, day=day - timedelta(days=60))
    told(cast, row, 3, day, by="executive")
    boss = cast.members["executive"].id
    return give(
        cast, row, Verdict.COMPLETE, day=day, claims_success=True, runs_on_id=boss
    ).initiative


def gain(cast, state: ValueState) -> Decimal:
    return overview().gain[state]


def is_ahead_drawn(cast, row: Initiative) -> bool:
    """Whether the page's charts say anything of what is still to come."""
    page = initiative_page(initiative_id=row.id, today=TODAY, actor=cast.actor("executive"))
    charts = charts_of(page=page, today=TODAY)
    return bool(
        charts.trend.band or charts.cumulative.gained_ahead or charts.cumulative.spent_ahead
    )


@pytest.mark.parametrize("verdict", [Verdict.STOP, Verdict.REJECT])
def test_a_mandate_ends_with_what_it_is_about(acme, verdict) -> None:
    row, other = qualified(acme, "Une"), qualified(acme, "Deux")
    over, beside, whole = mandate(acme, "captain", row), mandate(acme, "captain", other), None
    whole = mandate(acme, "lead")
    give(acme, row, verdict, reason="Trop tôt", **({"lesson": "-"} if verdict == "stop" else {}))
    assert Mandate.objects.get(id=over.id).revoked_at == at(TODAY)
    assert {letter.mandate.id for letter in open_letters(today=TODAY)} == {beside.id, whole.id}
    facts = Decision.objects.get(verdict=verdict).facts
    assert facts["revoked_mandates"] == [str(over.id)]


def test_a_pause_leaves_the_mandate(acme) -> None:
    row = started(acme)
    over = mandate(acme, "captain", row)
    give(acme, row, Verdict.PAUSE, reason="Été", restart_on=TODAY + timedelta(days=20))
    assert Mandate.objects.get(id=over.id).revoked_at is None


def test_what_is_completed_is_measured_until_its_gain_is_confirmed(acme) -> None:
    row = completed(acme, day=date(2026, 9, 10))
    assert (gain(acme, ValueState.MEASURED), gain(acme, ValueState.LAPSED)) == (0, 2000)
    told(acme, row, 3, date(2026, 9, 20), by="lead")
    told(acme, row, 4, date(2026, 10, 10), by="lead")
    told(acme, row, 3, date(2026, 11, 10), by="executive")
    assert (gain(acme, ValueState.MEASURED), gain(acme, ValueState.CONFIRMED)) == (2000, 0)
    told(acme, row, 3, date(2026, 11, 11), by="lead")
    lowest = Decimal(2000) * Decimal(5) / Decimal(6)
    assert gain(acme, ValueState.MEASURED) == 0
    assert round(gain(acme, ValueState.CONFIRMED), 6) == round(lowest, 6)


def test_a_document_vouches_for_what_its_captain_told(acme) -> None:
    row = completed(acme, day=date(2026, 9, 10))
    for day in (date(2026, 9, 20), date(2026, 10, 10), date(2026, 11, 10)):
        add_measurement(
            acting(acme.actor("executive"), now=at(day), today=day),
            objective_id=only_objective(row).id,
            value=Decimal(3),
            on=day,
            document="Relevé des temps",
        )
    assert gain(acme, ValueState.CONFIRMED) == 2000


def test_what_is_not_measured_again_leaves_every_sum_and_says_when_it_was(acme) -> None:
    row = started(acme, day=TODAY - timedelta(days=100))
    measure(acme, row, 6, day=TODAY - timedelta(days=46))
    assert gain(acme, ValueState.MEASURED) == 0
    assert gain(acme, ValueState.LAPSED) == 1000
    html = acme.client("executive").get(f"/initiatives/{row.id}/").content.decode()
    assert "à remesurer" in html
    measure(acme, row, 6, day=TODAY - timedelta(days=45))
    assert (gain(acme, ValueState.MEASURED), gain(acme, ValueState.LAPSED)) == (1000, 0)


def test_a_captain_alone_confirms_nothing(acme) -> None:
    row = completed(acme, day=date(2026, 9, 10))
    told(acme, row, 3, date(2026, 11, 1), by="lead")
    for day in (date(2026, 10, 10), date(2026, 11, 10)):
        told(acme, row, 3, day, by="executive")
    assert gain(acme, ValueState.CONFIRMED) == 0


def test_what_is_stopped_is_measured_no_more(acme) -> None:
    row = started(acme)
    give(acme, row, Verdict.STOP, reason="-", lesson="-")
    with refused("initiative_closed"):
        measure(acme, row, 3)


def test_what_is_stopped_is_forecast_no_more(acme) -> None:
    row = started(acme, day=TODAY - timedelta(days=100))
    for back, value in ((80, 8), (50, 6), (20, 4)):
        measure(acme, row, value, day=TODAY - timedelta(days=back))
    assert is_ahead_drawn(acme, row)
    give(acme, row, Verdict.STOP, reason="-", lesson="-")
    assert not is_ahead_drawn(acme, row)


def test_what_is_over_is_offered_no_form_but_the_measurement_of_what_is_completed(acme) -> None:
    row = completed(acme, day=TODAY - timedelta(days=1))
    may = initiative_page(initiative_id=row.id, today=TODAY, actor=acme.actor("executive")).may
    assert (may.measure, may.edit, may.issue_mandate) == (True, False, False)


def test_the_dashboard_carries_no_gain_beyond_its_last_measurement(acme) -> None:
    completed(acme, day=TODAY - timedelta(days=300))
    sums = overview().series
    assert sums[-1].gained == sums[-6].gained == round(2000 * 45 / Decimal("30.44"))


def test_the_page_of_an_initiative_and_the_dashboard_tell_the_same_gain(acme) -> None:
    row = started(acme, day=TODAY - timedelta(days=100))
    for back, value in ((80, 8), (75, 5), (20, 2)):
        measure(acme, row, value, day=TODAY - timedelta(days=back))
    actor = acme.actor("executive")
    page = initiative_page(initiative_id=row.id, today=TODAY, actor=actor)
    series = charts_of(page=page, today=TODAY).cumulative
    told_here = [total.amount for total in series.gained][-1]
    assert round(told_here) == overview().series[-1].gained > 0


def test_three_values_in_one_month_are_one(acme) -> None:
    row = started(acme, day=TODAY - timedelta(days=100))
    measure(acme, row, 8, day=TODAY - timedelta(days=60))
    for back in (4, 2, 0):
        measure(acme, row, 6, day=TODAY - timedelta(days=back))
    page = initiative_page(initiative_id=row.id, today=TODAY, actor=acme.actor("executive"))
    assert (page.card.course.count, page.card.course.is_main) == (3, True)


def test_more_than_the_budget_is_its_own_signal_and_no_health(acme) -> None:
    row = started(acme, day=TODAY - timedelta(days=100))
    for back, value in ((80, 8), (50, 6), (20, 5)):
        measure(acme, row, value, day=TODAY - timedelta(days=back))
    spend(acme, row, row.budget + 1_200)
    page = initiative_page(initiative_id=row.id, today=TODAY, actor=acme.actor("executive"))
    found = {signal.code: signal for signal in page.card.signals}
    assert found[SignalCode.OVER_BUDGET].evidence.sum == 1_200
    assert not found[SignalCode.OVER_BUDGET].hard
    assert SignalCode.CRITERION_MET not in found
    assert [one.code for one in overview().pending] in (["over_budget"], ["settle"])
    html = acme.client("executive").get(f"/initiatives/{row.id}/").content.decode()
    assert "Budget dépassé de 1\u202f200" in html


def test_a_trial_that_the_job_ends_late_ended_on_its_last_day(acme) -> None:
    day = TODAY - timedelta(days=45)
    row = checked(acme, day=day)
    trial = start_trial(
        acting(acme.actor("lead"), now=at(day), today=day), initiative_id=row.id, question="Qui ?"
    )
    keep_rhythm(now=at(TODAY), today=TODAY)
    assert Trial.objects.get(id=trial.id).ended_on == trial.ends < TODAY
