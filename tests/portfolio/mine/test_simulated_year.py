"""A year of a company with planted truths: each is found, and nothing else is accused.

One sinkhole, one stall, one slow success, one gain that lapsed, one duplicate, one licence that
renews itself; beside them an initiative that goes well, an idea like no other and a contract that
is far from its notice. What the year's end asks of the executive and of the AI lead is the list of
those truths, no more and no less.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from governance.access.choices import Role
from governance.duties.choices import DutyKind
from governance.literacy.choices import MeasureKind
from governance.literacy.services import MeasureInput, record_measure
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.likeness.selectors import IdeaWords, similar_initiatives
from portfolio.mine.selectors import mine
from portfolio.money.services.lines import record_expense
from portfolio.objectives.services.measurements import add_measurement
from portfolio.standing.choices import Health, SignalCode
from portfolio.standing.rules import NOTICES
from portfolio.standing.selectors.standing import standings
from portfolio.standing.services import read_true
from tests.governance.register.scene import act_of, allowed, entry
from tests.portfolio import scene
from tests.portfolio.scene import TODAY, at, only_objective
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MONTH, WEEK = timedelta(days=30), timedelta(days=7)
BEGUN = TODAY - 12 * MONTH


@dataclass
class Planted:
    """An initiative of the story: its seat, its series, how long it was given, its worth."""

    title: str
    starts: int
    months: int
    series: str
    monthly_value: int = 2000
    budget: int = 8000
    completes: int | None = None
    row: Any = None
    accused: set[SignalCode] = field(default_factory=set)

    @property
    def values(self) -> list[Decimal]:
        """One a month."""
        return [Decimal(one) for one in self.series.split()]


def story() -> dict[str, Planted]:
    """Baseline 9 and target 3 for all; a value a month from the first month after the start."""
    return {
        "slow": Planted(
            "Chiffrer les devis",
            *(0, 11),
            "8.8 8.5 8.0 7.4 6.7 5.9 5.0 4.1 3.4 2.9 2.9 2.9",
            completes=11,
        ),
        "lapsed": Planted("Relire les contrats", 0, 6, "8 6.5 5 3.8 2.9", completes=6),
        "stall": Planted("Trier les courriers", 0, 18, "8.6 8.3 8 7.6 7.3 7 6.6 6.3"),
        "sinkhole": Planted(
            "Rédiger les notices",
            *(6, 20),
            "8.7 8.4 8.1 7.8 7.5 7.2",
            monthly_value=100,
            budget=40_000,
        ),
        "well": Planted("Planifier les tournées", 11, 10, "8.2"),
    }


def day_of(month: int) -> date:
    return BEGUN + month * MONTH


def live(
    cast, planted: dict[str, Planted], weekly: Callable[[date], None] = lambda _day: None
) -> None:
    """Twelve months: what starts, what is measured, what is completed, what is said of it."""
    for month in range(13):
        day = day_of(month)
        for one in planted.values():
            if month == one.completes:
                executive = cast.members["executive"].id
                said = {"runs_on_id": executive, "claims_success": True}
                scene.give(cast, one.row, Verdict.COMPLETE, day=day, **said)
        for one in planted.values():
            if month == one.starts:
                given = {
                    "target_on": day + one.months * MONTH,
                    "monthly_value": one.monthly_value,
                    "budget": one.budget,
                }
                one.row = scene.started(cast, one.title, day=day, **given)
            elif one.row is not None:
                work(cast, one, month - one.starts, day)
        look(planted, day)
        for week in range(4 if month < 12 else 1):
            weekly(day + week * WEEK)


def work(cast, one: Planted, nth: int, day: date) -> None:
    """What was spent and measured that month, by somebody else than its captain."""
    act = scene.acting(cast.actor("lead"), now=at(day), today=day)
    if one.completes is None or day < day_of(one.completes):
        monthly = Decimal(one.budget // one.months)
        record_expense(act, initiative_id=one.row.id, amount=monthly, label="Licence", on=day)
    if nth <= len(one.values):
        objective = only_objective(one.row)
        value = one.values[nth - 1]
        add_measurement(act, objective_id=objective.id, value=value, on=day, confirmed=True)


def look(planted: dict[str, Planted], day: date) -> None:
    """Whatever is said of each that day."""
    ids = {one.row.id: one for one in planted.values() if one.row is not None}
    for stands in standings(ids=ids, today=day):
        one = ids[stands.record.initiative.id]
        one.accused |= {signal.code for signal in stands.signals} - NO_BLAME
        if stands.health is Health.STALLED and one.title not in STUCK:
            pytest.fail(f"{one.title} is stuck on {day}: {one.accused}")


STUCK = {"Trier les courriers"}
# The marks of a budget, and that most of a gain is there: what goes well is told that too.
NO_BLAME = NOTICES | {SignalCode.SETTLE}


def owed(cast, part: str) -> list[tuple[Any, ...]]:
    found = read_true(lambda: mine(actor=cast.actor(part), today=TODAY, now=at(TODAY)), today=TODAY)
    return [(one.kind, one.code, one.title) for one in found.duties]


@pytest.fixture
def year(acme) -> dict[str, Planted]:
    planted = story()
    live(acme, planted)
    soon, far = TODAY + 10 * DAY, TODAY + 200 * DAY
    entry(acme, **allowed(acme, tool="Relecteur", notice_on=soon, contract_ends=far))
    entry(acme, **allowed(acme, tool="Planificateur", notice_on=far, contract_ends=far + 90 * DAY))
    shown = MeasureInput(kind=MeasureKind.BRIEFING, held_on=TODAY, audience=(Role.CONTRIBUTOR,))
    record_measure(act_of(acme), given=shown)
    return planted


def test_each_planted_truth_is_found_and_nothing_else_is_accused(acme, year) -> None:
    decisions = {(title, code) for kind, code, title in owed(acme, "executive") if kind == "decide"}
    assert decisions == {
        ("Trier les courriers", "no_measurement"),
        ("Rédiger les notices", "sinkhole"),
    }
    accused = {one.title: one.accused for one in year.values() if one.accused}
    assert accused == {
        "Trier les courriers": {SignalCode.NO_MEASUREMENT},
        "Rédiger les notices": {SignalCode.SINKHOLE},
    }
    # What stalled and what lapsed wait for a value.
    others = [(k, t) for k, _code, t in owed(acme, "executive") if k not in ("decide", "use")]
    assert sorted(others) == [
        (DutyKind.CHECK, "Relire les contrats"),
        *[(DutyKind.MEASURE, "Délai d’un devis")] * 2,
        (DutyKind.NOTICE, "Relecteur"),
    ]


def test_the_lapsed_gain_is_in_no_sum_and_the_slow_success_is(acme, year) -> None:
    stands = {one.record.initiative.title: one for one in standings_of(year)}
    lapsed, slow = stands["Relire les contrats"].gain, stands["Chiffrer les devis"].gain
    assert lapsed["lapsed"] > 0
    assert lapsed["measured"] == lapsed["confirmed"] == 0
    assert slow["measured"] + slow["confirmed"] > 0
    assert slow["lapsed"] == 0
    assert Initiative.objects.get(title="Chiffrer les devis").succeeded


def standings_of(year: dict[str, Planted]) -> list[Any]:
    return standings(ids=[one.row.id for one in year.values()], today=TODAY)


def test_the_duplicate_is_shown_before_it_is_saved_and_another_idea_is_like_none(
    acme, year
) -> None:
    alike = similar_initiatives(IdeaWords(title="Chiffrer les devis plus vite"))
    assert [one.title for one in alike] == ["Chiffrer les devis"]
    assert similar_initiatives(IdeaWords(title="Prévoir les pannes de la presse")) == ()
    with refused("similar_initiatives"):
        scene.propose_initiative(
            scene.acting(acme.actor("captain"), now=at(TODAY), today=TODAY),
            title="Chiffrer les devis plus vite",
        )


def test_a_stall_that_is_measured_after_all_is_not_accused(acme) -> None:
    planted = story()
    planted["stall"].series += " 6 5.6 5.3 5"
    live(acme, planted)
    assert {one.title for one in planted.values() if one.accused} == {"Rédiger les notices"}
