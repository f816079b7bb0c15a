"""The company's year at its end, its lines and its break-even, from what was really entered."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from portfolio.forecast.choices import Counting, Covering
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.money.services.year import set_year
from portfolio.objectives.models import Objective
from portfolio.standing.selectors.figures import LISTED
from portfolio.standing.selectors.stored import last_months
from tests.conftest import acting
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY, follow_up, give, measure, overview, started

pytestmark = pytest.mark.django_db
BEGUN = TODAY - timedelta(days=125)


def running(acme, title="Devis en trois jours", *, values=(8, 7, 6, 5), **more) -> Initiative:
    """Begun four months ago, measured each month."""
    row = started(acme, title, day=BEGUN, **more)
    for number, value in enumerate(values):
        measure(acme, row, value, day=BEGUN + timedelta(days=25 + 30 * number))
    return row


def line_of(row: Initiative):
    return next(one for one in overview().figures if one.id == row.id)


def test_the_gains_of_a_year_are_told_in_three_parts_that_make_the_sum(acme) -> None:
    running(acme)
    end = overview().year_end
    assert (end.as_of, end.ends_on) == (TODAY, date(TODAY.year, 12, 31))
    assert end.measured > 0
    assert end.ahead.low < end.ahead.likely < end.ahead.high
    for name in ("low", "likely", "high"):
        known = end.confirmed + end.measured
        assert getattr(end.gain, name) == known + getattr(end.ahead, name)
    assert (end.counted, end.of) == (1, 1)


def test_what_is_spent_at_the_end_is_what_is_spent_ordered_and_left(acme) -> None:
    row = running(acme)
    give_money(acme, row, spent=1200)
    end = overview().year_end
    assert end.spent == 1200
    assert end.spend.likely == 1200 + end.to_spend.likely > 1200
    Initiative.objects.filter(id=row.id).update(left_cash=0, left_days=0)
    follow_up("initiative", row.id)
    end = overview().year_end
    assert (end.to_spend.likely, end.spend.low, end.spend.high) == (0, 1200, 1200)


def give_money(acme, row, *, spent: int) -> None:
    row.expenses.create(
        amount=Decimal(spent),
        on=TODAY - timedelta(days=5),
        label="Licences",
        kind="licence",
        recorded_by=acme.members["executive"],
        recorded_at=f"{TODAY}T09:00Z",
    )
    follow_up("initiative", row.id)


def test_the_lines_add_up_to_the_sums(acme) -> None:
    for title in ("Une", "Deux", "Trois"):
        give_money(acme, running(acme, title), spent=700)
    found = overview()
    lines, end = found.figures, found.year_end
    assert len(lines) == 3
    assert sum(one.year_confirmed for one in lines) == end.confirmed
    assert sum(one.year_measured for one in lines) == end.measured
    assert sum(one.ahead.likely for one in lines) == end.ahead.likely
    assert sum(one.year_spent for one in lines) == end.spent == 2100
    assert sum(one.to_spend.likely for one in lines) == end.to_spend.likely
    assert sum(one.spent for one in lines) == found.spent
    for state, euros in found.gain.items():
        assert sum(one.gain[state] for one in lines) == euros


def test_beyond_a_dozen_the_smallest_are_one_line_and_all_still_add_up(acme) -> None:
    for number in range(LISTED + 3):
        row = running(acme, f"Finie {number}", monthly_value=1000 + 10 * number)
        give(acme, row, Verdict.STOP, reason="Assez", lesson="Rien de plus")
    found = overview()
    assert len(found.figures) == LISTED + 1
    rest = found.figures[-1]
    assert (rest.id, rest.count) == (None, 3)
    assert sum(one.count for one in found.figures) == found.year_end.of == LISTED + 3
    assert sum(one.year_measured for one in found.figures) == found.year_end.measured
    assert sum(one.ahead.likely for one in found.figures) == found.year_end.ahead.likely


def test_what_does_not_count_ahead_says_why(acme) -> None:
    few = running(acme, "Peu", values=(8,))
    worthless = running(acme, "Sans valeur", monthly_value=None)
    old = running(acme, "Ancienne", values=(8, 7))
    Objective.objects.filter(initiative=worthless).update(monthly_value=None)
    Initiative.objects.filter(id=worthless.id).update(value_low=None, value_likely=None)
    follow_up("initiative", worthless.id)
    assert line_of(worthless).counting is Counting.NO_VALUE
    assert line_of(old).counting is Counting.LAPSED
    assert line_of(few).counting is Counting.LAPSED
    measure(acme, few, 7, day=TODAY)
    Objective.objects.filter(initiative=few).update(baseline_on=TODAY - timedelta(days=2))
    follow_up("initiative", few.id)
    assert line_of(few).counting is Counting.TOO_FEW
    assert all(line_of(one).ahead.likely == 0 for one in (few, worthless, old))
    end = overview().year_end
    assert (end.counted, end.of) == (0, 3)
    html = acme.client("executive").get("/", headers={"accept-language": "en"}).content.decode()
    for said in ("nobody said what it is worth", "fewer than three values", "measured again"):
        assert said in html


def test_paused_and_completed_keep_their_share_and_what_goes_on_grows(acme) -> None:
    going, paused = running(acme, "Va"), running(acme, "Pause")
    give(acme, paused, Verdict.PAUSE, reason="Été", restart_on=TODAY + timedelta(days=30))
    assert line_of(paused).counting is Counting.COUNTED
    assert 0 < line_of(paused).ahead.likely < line_of(going).ahead.likely
    assert line_of(paused).to_spend.likely > 0
    give(acme, paused, Verdict.STOP, reason="Assez", lesson="Rien")
    assert line_of(paused).to_spend.likely == 0
    assert not any(line_of(paused).gain.values())
    Initiative.objects.filter(id=paused.id).update(stays_in_use=False)
    follow_up("initiative", paused.id)
    assert line_of(paused).counting is Counting.ENDED


def test_the_month_in_which_gains_cover_all_moves_with_what_is_spent(acme) -> None:
    row = running(acme, monthly_value=9000)
    before = overview().year_end.cover
    give_money(acme, row, spent=7000)
    after = overview().year_end.cover
    assert before.likely <= after.likely
    Objective.objects.filter(initiative=row).update(monthly_value=1)
    follow_up("initiative", row.id)
    assert overview().year_end.cover.covering in (Covering.NEVER, Covering.BEYOND)


@pytest.mark.parametrize("month", range(1, 13))
def test_a_fiscal_year_may_begin_with_any_month(acme, month) -> None:
    running(acme)
    set_year(acting(acme.actor("executive"), today=TODAY), month=month, amount=None)
    found = overview()
    end, start = found.year_end, found.year.starts_on
    assert start in last_months(TODAY)
    assert end.ends_on == found.year.ends_on >= TODAY
    whole = found.series[-1].gained
    assert end.measured + end.confirmed <= whole
    if start < BEGUN:
        assert end.measured + end.confirmed == pytest.approx(whole, abs=1)


def test_a_key_reads_the_same_figures(acme) -> None:
    running(acme)
    answer = caller(acme, "executive", ("read",))("get", "dashboard/").json()
    found = overview(timezone.localdate())
    end = found.year_end
    assert answer["year_end"]["gain"]["likely"] == end.gain.likely
    assert answer["year_end"]["cover"]["covering"] == end.cover.covering
    assert answer["figures"][0]["ahead"]["likely"] == end.ahead.likely
    assert answer["coverage"] == {"counted": 1, "of": 1, "on": str(found.coverage.on)}


def test_the_dashboard_shows_dates_coverage_and_what_makes_its_sums(acme) -> None:
    row = running(acme)
    html = acme.client("viewer").get("/", headers={"accept-language": "en"}).content.decode()
    text = " ".join(html.replace("\u00a0", "~").split())
    assert "Expected by 31~December" in text
    assert "three degrees of certainty in one sum" in text
    assert "The gains expected rest on 1 of 1 initiatives" in text
    assert "Measured in 1 of 1 initiatives" in text
    assert text.count(f'href="/initiatives/{row.id}/"') >= 3
