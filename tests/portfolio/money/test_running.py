"""A year of running, what is left of its value, metered use that jumps, licences that renew."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given as drawn
from hypothesis import strategies as st

from governance.outbox.models import OutboxMessage
from governance.register.models import RegisterEntry
from governance.register.rules.entries import next_notice, notice_told
from governance.register.services.entries import change_entry, record_entry
from governance.register.services.sweep import turn_register
from portfolio.decisions.services.corrections import correct_decision
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State, Verdict
from portfolio.money.choices import ExpenseKind
from portfolio.money.rules import is_jump
from portfolio.money.services.lines import record_expense
from portfolio.money.services.running import RunningInput, set_running
from portfolio.objectives.services.measurements import add_measurement
from portfolio.standing.choices import SignalCode
from portfolio.standing.selectors.attention import awaiting
from portfolio.standing.selectors.checking import faults
from portfolio.standing.selectors.pending import pending_of
from portfolio.standing.selectors.records import load_records
from portfolio.standing.selectors.running import run_of
from portfolio.standing.selectors.standing import standings
from tests.cast import NOW
from tests.conftest import acting
from tests.governance.register.scene import allowed
from tests.portfolio import scene
from tests.portfolio.scene import TODAY, give
from tests.refusals import refused

DAY = timedelta(days=1)


@pytest.fixture
def act(acme):
    return acting(acme.actor("executive"), now=NOW, today=TODAY)


@pytest.fixture
def row(acme, act):
    """Completed, its target met: 2,000 € a month, measured today."""
    row = scene.started(acme, day=TODAY - 60 * DAY)
    objective = row.objectives.get()
    add_measurement(act, objective_id=objective.id, value=Decimal(3), on=TODAY)
    boss = acme.members["executive"].id
    return give(acme, row, Verdict.COMPLETE, runs_on_id=boss, claims_success=True).initiative


def say(act, row, **given):
    return set_running(act, initiative_id=row.id, given=RunningInput(**given))


def record_of(row, day=TODAY):
    (record,) = load_records([row.id], today=day)
    return record


def stands(row, day=TODAY):
    (found,) = standings(ids=[row.id], today=day)
    return found


def test_a_year_is_the_sum_of_its_kinds_and_net_is_what_counts_minus_it(act, row) -> None:
    say(act, row, licences=Decimal(3600), maintenance=Decimal(1200), days=6)
    run = run_of(record_of(row), today=TODAY)
    assert run.total == run.licences + run.maintenance + run.metered + run.days_cost + run.other
    assert (run.total, run.days_cost) == (3600 + 1200 + 6 * 350, 2100)
    assert (run.value, run.net) == (24_000, 24_000 - 6900)


def test_what_lapsed_or_was_only_declared_makes_no_net_and_accuses_nobody(acme, act, row) -> None:
    say(act, row, licences=Decimal(90_000))
    assert stands(row).signals[0].code == SignalCode.RUN_LOSS
    lapsed = TODAY + 90 * DAY
    assert run_of(record_of(row, lapsed), today=lapsed).net is None
    assert stands(row, lapsed).signals == ()
    fresh = scene.started(acme, "Autre", day=TODAY)
    assert run_of(record_of(fresh), today=TODAY) is None


def test_a_use_that_costs_more_than_it_brings_comes_back_until_it_is_decided(acme, act, row):
    with refused("run_is_worth_it"):
        give(acme, row, Verdict.STOP, reason="x", lesson="y")
    say(act, row, licences=Decimal(30_000))
    assert [one.code for one in scene.overview().pending] == [SignalCode.RUN_LOSS]
    pending = pending_of(stands(row))
    assert pending.offers == (Verdict.CONTINUE, Verdict.STOP)
    with refused("reason_required"):
        give(acme, row, Verdict.CONTINUE)
    later = TODAY + DAY
    give(acme, row, Verdict.CONTINUE, day=later, reason="Il sert à deux clients exigeants.")
    assert scene.overview(later).pending == ()
    assert Initiative.objects.get(id=row.id).state == State.COMPLETED
    assert faults(today=later) == []


def test_it_stops_and_a_correction_takes_that_back(acme, act, row) -> None:
    say(act, row, licences=Decimal(30_000))
    stopped = give(acme, row, Verdict.STOP, reason="trop cher", lesson="négocier avant")
    row.refresh_from_db()
    assert (row.state, row.succeeded) == (State.STOPPED, True)
    assert scene.overview().pending == ()
    correct_decision(act, decision_id=stopped.decision.id, reason="pas encore")
    row.refresh_from_db()
    assert (row.state, row.succeeded) == (State.COMPLETED, True)
    assert faults(today=TODAY) == []


def test_its_licence_stands_in_the_register_and_is_not_stored_twice(
    acme, act, row, open_page
) -> None:
    values = {**allowed(acme), "tool": "VisioPièce"}
    entry = record_entry(
        act,
        values={
            **values,
            "cost_year": Decimal(3600),
            "seats": 4,
            "users_count": 3,
            "users_of": 6,
            "users_on": TODAY,
        },
        initiative_id=row.id,
    )
    say(act, row, licences=Decimal(999))
    assert run_of(record_of(row), today=TODAY).licences == 3600
    change_entry(act, entry_id=entry.id, values={"cost_year": Decimal(4000)})
    assert faults(today=TODAY) == []
    page = open_page(reverse("initiative_expenses", args=[row.id]), language="en").text
    page = " ".join(page.split())
    for said in (
        "4 seats paid, 3 used",
        "€1,000 a year sleep",
        reverse("register_entry", args=[entry.id]),
    ):
        assert said in page
    form = open_page(reverse("initiative_running", args=[row.id]), language="en").text
    assert 'name="licences"' not in form
    assert "VisioPièce, €4,000 a year" in " ".join(form.split())


@pytest.mark.parametrize(
    ("month", "before", "ceiling", "jumps"),
    [
        (301, (100, 100, 200), 1000, True),
        (150, (100, 100, 100), 1000, False),
        (160, (100, 100, 100), 1000, False),
        (201, (100, 100, 100), 1000, True),
        (1001, (), 1000, True),
        (1000, (), 1000, False),
        (900, (10, 10), 1000, False),
        (9000, (10, 10, 10), None, False),
    ],
)
def test_metered_use_jumps_above_its_habit_or_its_ceiling(month, before, ceiling, jumps) -> None:
    limit = None if ceiling is None else Decimal(ceiling)
    months = [Decimal(one) for one in before]
    assert is_jump(month=Decimal(month), before=months, ceiling=limit) is jumps


@drawn(st.integers(0, 10_000), st.lists(st.integers(0, 10_000), max_size=5), st.integers(1, 10_000))
def test_a_month_within_a_fifth_of_its_ceiling_never_jumps(month, before, ceiling) -> None:
    months = [Decimal(one) for one in before]
    if month <= ceiling / 5:
        assert not is_jump(month=Decimal(month), before=months, ceiling=Decimal(ceiling))


def test_a_jump_is_said_once_and_told_by_mail(acme, act) -> None:
    row = scene.started(acme, day=TODAY - 60 * DAY, budget=90_000)
    say(act, row, ceiling=Decimal(500))
    line = {"initiative_id": row.id, "label": "jetons", "on": TODAY, "kind": ExpenseKind.METERED}
    record_expense(act, **line, amount=Decimal(400))
    assert not OutboxMessage.objects.filter(template="budget_alarm").exists()
    record_expense(act, **line, amount=Decimal(101))
    assert [s.evidence["sum"] for s in stands(row).signals if s.code == "metered_jump"] == [501.0]
    told = OutboxMessage.objects.filter(template="budget_alarm")
    assert set(told.values_list("context__alarm", flat=True)) == {"metered_jump"}
    run = run_of(record_of(row), today=TODAY)
    assert (run.metered, run.metered_month, run.has_jumped) == (501, 501, True)


@pytest.mark.parametrize(
    ("left", "mark"), [(61, None), (60, 60), (15, 60), (14, 14), (0, 14), (-1, None)]
)
def test_a_notice_is_told_of_at_sixty_and_fourteen_days(left, mark) -> None:
    assert notice_told(notice_on=TODAY + left * DAY, today=TODAY) == mark
    ahead = next_notice([TODAY + left * DAY], today=TODAY)
    expected = {61: TODAY + DAY, 60: TODAY + 46 * DAY, 15: TODAY + DAY}.get(left)
    assert ahead == expected


def test_a_licence_that_renews_itself_is_told_and_awaits(acme, act) -> None:
    boss = acme.members["executive"].id
    values = allowed(acme)
    entry = record_entry(act, values={**values, "notice_on": TODAY + 60 * DAY})
    for _ in range(2):
        turn_register(act)
    told = OutboxMessage.objects.filter(template="licence_notice")
    assert told.count() == 2
    found = awaiting(
        overview=scene.overview(), today=TODAY, reader_id=boss, owed=scene.owed_by(boss)
    )
    assert [(one.kind, one.id) for one in found if one.kind == "licence"] == [("licence", entry.id)]
    captain = acme.members["captain"].id
    found = awaiting(
        overview=scene.overview(), today=TODAY, reader_id=captain, owed=scene.owed_by(captain)
    )
    assert "licence" not in {one.kind for one in found}
    RegisterEntry.objects.filter(id=entry.id).update(notice_on=TODAY + 61 * DAY)
    found = awaiting(
        overview=scene.overview(), today=TODAY, reader_id=boss, owed=scene.owed_by(boss)
    )
    assert "licence" not in {one.kind for one in found}


def test_the_page_and_a_key_say_a_year(acme, act, row, open_page, send, api) -> None:
    at = reverse("initiative_running", args=[row.id])
    sent = {"licences": "3600", "maintenance": "1200", "days": "6", "expected_version": row.version}
    assert send(at, sent).status_code == 302
    page = open_page(reverse("initiative_expenses", args=[row.id]), language="en").text
    assert "€6,900 a year" in page
    known = api("get", f"initiatives/{row.id}/running/")
    assert known.json()["year"]["net"] == 17_100
    body = {"licences": 30_000}
    answer = api("put", f"initiatives/{row.id}/running/", body, **{"If-Match": known["ETag"]})
    assert answer.json()["year"]["net"] == -6000
    page = open_page(reverse("initiative", args=[row.id]), language="en").text
    assert f"{reverse('initiative_decide', args=[row.id])}?verdict=continue" in page
    assert open_page(reverse("initiative_decide", args=[row.id]), language="en").status_code == 200
    decided = send(
        reverse("initiative_decide", args=[row.id]),
        {"verdict": "stop", "reason": "trop cher", "lesson": "négocier"},
    )
    assert decided.status_code == 302
    assert Initiative.objects.get(id=row.id).state == State.STOPPED
