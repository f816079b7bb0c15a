from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portfolio.arbitration.selectors import arbitration_page
from portfolio.estimates.services import Estimates, set_estimates
from portfolio.forecast.choices import ValueState
from portfolio.initiatives.selectors.pages import initiative_page
from portfolio.life.choices import Verdict
from portfolio.money.services.lines import record_expense
from portfolio.objectives.services.measurements import add_measurement
from portfolio.portfolio.selectors.page import PortfolioView, portfolio_view
from portfolio.portfolio.selectors.pool import PoolWish
from portfolio.standing.choices import Health
from portfolio.standing.services import read_true
from tenants.ids import uuid7
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.scene import TODAY, at, only_objective, overview, qualified, ready, started
from tests.refusals import refused


def queries(read) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        read()
    return len(captured)


def view(cast, **wish) -> PortfolioView:
    reader_id = cast.members["lead"].id
    asked = {"wish": PoolWish(**wish), "today": TODAY, "reader_id": reader_id, "owed": ()}
    return read_true(lambda: portfolio_view(**asked), today=TODAY)


def measured(cast, row, *values: int) -> None:
    """One value a month, the last one today."""
    objective = only_objective(row)
    for back, value in enumerate(reversed(values)):
        day = TODAY - timedelta(days=30 * back)
        add_measurement(
            acting(cast.actor("contributor" if False else "lead"), now=at(TODAY), today=TODAY),
            objective_id=objective.id,
            value=Decimal(value),
            on=day,
        )


@pytest.mark.parametrize("page", ["portfolio", "dashboard"])
def test_a_page_asks_as_many_queries_for_ten_as_for_three(acme, page) -> None:
    read = {
        "portfolio": lambda: view(acme),
        "dashboard": lambda: overview(),
    }[page]
    row = started(acme, "Une")
    measured(acme, row, 8)
    qualified(acme, "Vivier 0")
    few = queries(read)
    measured(acme, started(acme, "Deux"), 8, 7)
    started(acme, "Trois")
    for number in range(1, 6):
        ready(acme, f"Vivier {number}")
    assert queries(read) == few <= 25


def test_one_initiative_asks_a_fixed_number_of_queries(acme) -> None:
    row = started(acme)
    read = lambda: initiative_page(  # noqa: E731
        initiative_id=row.id, today=TODAY, actor=acme.actor("lead")
    )
    few = queries(read)
    measured(acme, row, 8, 7, 6)
    started(acme, "Deux")
    assert queries(read) == few <= 25


def test_the_page_of_one_initiative_says_what_the_reader_may_do(acme) -> None:
    row = started(acme)
    asked = {"initiative_id": row.id, "today": TODAY}
    boss = initiative_page(**asked, actor=acme.actor("executive"))
    viewer = initiative_page(**asked, actor=acme.actor("viewer"))
    stop = {option.verdict: option for option in viewer.options}[Verdict.STOP]
    assert (stop.denial, stop.obstacle, viewer.may.edit) == ("not_in_role", None, False)
    assert {o.verdict for o in boss.options if o.is_open} >= {Verdict.STOP, Verdict.PAUSE}
    release = {option.verdict: option for option in boss.options}[Verdict.RELEASE]
    assert release.obstacle == "no_tranche_to_release"


def test_what_a_neighbour_has_is_not_found(acme) -> None:
    with refused("initiative_not_found"):
        initiative_page(initiative_id=uuid7(), today=TODAY, actor=acme.actor("executive"))


def test_the_pool_is_sorted_by_likely_value_and_the_unknown_comes_last(acme) -> None:
    low, high, none = qualified(acme, "Bas"), qualified(acme, "Haut"), scene.idea(acme, "Rien")
    for row, value in ((low, 1000), (high, 90_000)):
        set_estimates(
            acting(acme.actor("executive"), now=at(TODAY), today=TODAY),
            initiative_id=row.id,
            estimates=Estimates(value=(value, value, value)),
        )
    page = view(acme)
    assert [one.id for one in page.pool] == [high.id, low.id, none.id]
    turned = view(acme, sort="value")
    assert [one.id for one in turned.pool] == [low.id, high.id, none.id]


def test_each_open_slot_proposes_another_idea_that_lacks_least_and_never_a_value_alone(
    acme,
) -> None:
    rich, fit, plain = qualified(acme, "Riche"), ready(acme, "Prête"), qualified(acme, "Sobre")
    figures = {rich: (90_000, 200_000), fit: (1000, 500), plain: (30_000, 1000)}
    for row, (value, cost) in figures.items():
        set_estimates(
            acting(acme.actor("executive"), now=at(TODAY), today=TODAY),
            initiative_id=row.id,
            estimates=Estimates(value=(value, value, value), cost=(cost, cost, cost)),
        )
    assert [slot.idea.id for slot in view(acme).slots] == [fit.id, plain.id, rich.id]
    assert [slot.idea.id for slot in view(acme, search="rien").slots] == [fit.id, plain.id, rich.id]
    started(acme, "Active")
    slots = view(acme).slots
    assert [None if slot.idea is None else slot.idea.id for slot in slots] == [
        None,
        fit.id,
        plain.id,
    ]


def test_a_card_says_for_whom_it_is_even_where_only_its_objective_does(acme) -> None:
    started(acme, "Active")
    assert [slot.card.beneficiaries for slot in view(acme).slots if slot.card] == ["l’atelier"]


def test_the_three_value_states_are_never_added_up(acme) -> None:
    declared = started(acme, "Déclarée")
    seen = started(acme, "Mesurée", day=TODAY - timedelta(days=90))
    measured(acme, seen, 8, 7, 6)
    found = overview()
    assert {state: round(euros) for state, euros in found.gain.items()} == {
        ValueState.DECLARED: 2000,
        ValueState.MEASURED: 0,
        ValueState.CONFIRMED: 333,
        ValueState.LAPSED: 0,
    }
    assert declared.id in {one.id for one in found.priorities}


def test_freed_time_counts_no_euro_without_a_destination(acme) -> None:
    started(acme, benefit="time")
    found = overview()
    assert found.gain[ValueState.DECLARED] == 0


def test_an_expense_beyond_the_tranche_is_recorded_marked_and_awaits_a_decision(acme) -> None:
    row = started(acme, budget=24_000)
    expense = record_expense(
        acting(acme.actor("executive"), now=at(TODAY), today=TODAY),
        initiative_id=row.id,
        amount=13_000,
        label="caméras",
        on=TODAY,
    )
    assert expense.beyond_tranche
    pending = overview().pending
    assert [(one.code, one.offers[0], one.amount) for one in pending] == [
        ("beyond_tranche", Verdict.RELEASE, 1000)
    ]


def test_what_is_long_unmeasured_is_stuck_and_named_as_the_blockage(acme) -> None:
    row = started(acme, day=TODAY - timedelta(days=60))
    found = overview()
    assert found.course[Health.STALLED] == 1
    assert (found.blockage.initiative_id, found.blockage.signal.code) == (row.id, "no_measurement")


def test_the_series_cumulates_spending_over_twelve_months(acme) -> None:
    row = started(acme, day=TODAY - timedelta(days=70))
    for back, amount in ((65, 1000), (3, 500)):
        record_expense(
            acting(acme.actor("executive"), now=at(TODAY), today=TODAY),
            initiative_id=row.id,
            amount=amount,
            label="licences",
            on=TODAY - timedelta(days=back),
        )
    series = overview().series
    assert [int(month.spent) for month in series][-4:] == [0, 1000, 1000, 1500]
    assert len(series) == 12


def test_the_trade_off_names_who_could_give_a_slot(acme) -> None:
    three = [started(acme, f"Priorité {n}") for n in (1, 2, 3)]
    row = ready(acme, "Quatrième")
    page = arbitration_page(initiative_id=row.id, today=TODAY, actor=acme.actor("executive"))
    assert (page.has_free_slot, page.start.obstacle) == (False, None)
    assert [one.card.id for one in page.holders] == [one.id for one in three]
