"""The value ledger: one table of all promises that closes, and a gain that is looked at again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from governance.outbox.models import OutboxMessage
from portfolio.decisions.services.corrections import correct_decision
from portfolio.forecast.choices import ValueState
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.objectives.models import Measurement
from portfolio.objectives.services.measurements import add_measurement
from portfolio.standing.selectors.attention import awaiting
from portfolio.standing.selectors.checking import faults
from portfolio.standing.services import read_true
from portfolio.value.choices import CheckAnswer
from portfolio.value.models import GainCheck
from portfolio.value.rules import months_later
from portfolio.value.selectors import value_ledger
from portfolio.value.services import answer_check, ask_checks
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.scene import TODAY, give
from tests.refusals import refused

DAY = timedelta(days=1)


def act_on(acme, day=TODAY, part="executive"):
    return acting(acme.actor(part), now=scene.at(day), today=day)


@pytest.fixture
def row(acme):
    """Completed, run by a contributor; its target met and measured."""
    row = scene.started(acme, day=TODAY - 60 * DAY)
    objective = row.objectives.get()
    add_measurement(act_on(acme), objective_id=objective.id, value=Decimal(3), on=TODAY)
    runs_on = acme.members["contributor"].id
    return give(acme, row, Verdict.COMPLETE, runs_on_id=runs_on).initiative


def ledger(day=TODAY):
    return read_true(lambda: value_ledger(today=day), today=day)


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 11, 22), 3, date(2027, 2, 22)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2026, 9, 30), 3, date(2026, 12, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_the_same_day_some_months_later(day, months, found) -> None:
    assert months_later(day, months) == found


def test_the_ledger_closes_with_the_dashboard(acme, row) -> None:
    scene.started(acme, "Deux")
    stopped = scene.started(acme, "Trois")
    give(acme, stopped, Verdict.STOP, reason="x", lesson="y")
    found = ledger()
    assert found.begun == len(found.lines) == 3
    assert (found.promises.closed, found.under_way, found.without) == (2, 1, 0)
    assert sum(count for _state, count in found.promises.counts) == found.promises.closed
    assert found.gain == scene.overview().gain
    for state in ValueState:
        sums = sum(one.gain[state] for one in found.lines if one.counts)
        assert found.gain[state] == sums
    assert [one.title for one in found.lines if not one.counts] == ["Trois"]


def test_a_completion_is_looked_at_twice_and_asked_once_of_who_runs_it(acme, row) -> None:
    checks = list(row.gain_checks.order_by("months"))
    assert [(one.months, one.due_on) for one in checks] == [
        (3, months_later(TODAY, 3)),
        (12, months_later(TODAY, 12)),
    ]
    assert ask_checks(act_on(acme)) == 0
    due = months_later(TODAY, 3)
    assert [ask_checks(act_on(acme, due)) for _ in range(2)] == [1, 0]
    (told,) = OutboxMessage.objects.filter(template="gain_check")
    runs_on = acme.members["contributor"].id
    assert told.recipient_id == runs_on
    (one,) = [duty for duty in scene.owed_by(runs_on, due) if duty.kind == "check"]
    assert (one.count, one.code) == (1, "3"), "three months after is one thing to do"
    found = awaiting(
        overview=scene.overview(due), today=due, reader_id=runs_on, owed=scene.owed_by(runs_on, due)
    )
    assert [(one.kind, one.id) for one in found if one.kind == "check"] == [("check", row.id)]
    boss = acme.members["executive"].id
    found = awaiting(
        overview=scene.overview(due), today=due, reader_id=boss, owed=scene.owed_by(boss, due)
    )
    assert "check" not in {one.kind for one in found}


def test_a_value_of_today_keeps_the_gain(acme, row) -> None:
    due = months_later(TODAY, 3)
    assert ledger(due).gain[ValueState.LAPSED] == 2000
    of = {"initiative_id": row.id, "months": 3}
    act = act_on(acme, due, "contributor")
    with refused("check_invalid"):
        answer_check(act, **of, answer=CheckAnswer.CONFIRMED)
    answer_check(act, **of, answer=CheckAnswer.CONFIRMED, value=Decimal(3))
    assert Measurement.objects.filter(on=due).count() == 1
    assert ledger(due).gain[ValueState.MEASURED] == 2000
    with refused("check_answered"):
        answer_check(act, **of, answer=CheckAnswer.WITHDRAWN)
    assert faults(today=due) == []


def test_what_is_withdrawn_counts_nowhere_until_it_is_measured_again(acme, row) -> None:
    due = months_later(TODAY, 3)
    act = act_on(acme, due, "contributor")
    of = {"initiative_id": row.id, "months": 3}
    answer_check(act, **of, answer=CheckAnswer.WITHDRAWN, value=Decimal(4), note="plus personne")
    found = ledger(due)
    assert found.gain[ValueState.MEASURED] == found.gain[ValueState.CONFIRMED] == 0
    assert faults(today=due) == []
    later = due + DAY
    objective = row.objectives.get()
    add_measurement(
        act_on(acme, later), objective_id=objective.id, value=Decimal(3), on=later, confirmed=True
    )
    assert ledger(later).gain[ValueState.MEASURED] == 2000
    assert faults(today=later) == []


def test_only_what_is_due_is_answered_and_by_whom_it_concerns(acme, row) -> None:
    given = {"initiative_id": row.id, "answer": CheckAnswer.WITHDRAWN}
    with refused("check_not_due"):
        answer_check(act_on(acme), **given, months=3)
    with refused("check_not_found"):
        answer_check(act_on(acme), **given, months=5)
    due = months_later(TODAY, 3)
    with refused("not_in_role"):
        answer_check(act_on(acme, due, "viewer"), **given, months=3)
    assert not GainCheck.objects.exclude(answer="").exists()


def test_a_completion_that_is_taken_back_is_asked_of_nobody(acme, row) -> None:
    last = row.decisions.order_by("number").last()
    correct_decision(act_on(acme), decision_id=last.decision_id, reason="pas fini")
    due = months_later(TODAY, 3)
    assert ask_checks(act_on(acme, due)) == 0
    assert all(not one.checks for one in ledger().lines)
    again = Initiative.objects.get(id=row.id)
    give(acme, again, Verdict.COMPLETE, day=TODAY + DAY, runs_on_id=acme.members["lead"].id)
    assert row.gain_checks.get(months=3).due_on == months_later(TODAY + DAY, 3)


def test_the_page_and_a_key_show_the_ledger_and_answer_a_check(
    acme, row, day, open_page, send, api
) -> None:
    page = " ".join(open_page(reverse("value"), language="en").text.split())
    assert "Everything that began" in page
    assert "After 3 months" in page
    told = api("get", "portfolio/value/").json()
    counted = ("kept", "kept_late", "kept_after_revision", "kept_in_part", "not_kept", "pending")
    promises = told["promises"]
    assert promises["closed"] == sum(promises[name] for name in counted) == 1
    assert told["begun"] == promises["closed"] + told["under_way"] + told["without"] == 1
    row.gain_checks.filter(months=3).update(due_on=day)
    at = reverse("gain_check", args=[row.id, 3])
    assert open_page(at, "contributor").status_code == 200
    sent = send(at, {"answer": "withdrawn", "note": "plus personne"}, part="contributor")
    assert sent.status_code == 302
    row.gain_checks.filter(months=12).update(due_on=day)
    body = {"answer": "withdrawn"}
    answered = api("post", f"initiatives/{row.id}/checks/12/", body).json()
    assert (answered["answer"], answered["months"]) == ("withdrawn", 12)
