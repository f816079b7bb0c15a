from datetime import timedelta
from decimal import Decimal

import pytest

from portfolio.criteria.choices import PortfolioComparison, StopMetric
from portfolio.criteria.services import CriterionInput, set_criteria
from portfolio.decisions.rules.verdicts import InitiativeFacts, Policy, Request, refusal
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State, Verdict
from portfolio.life.rules import Changes
from portfolio.money.models import Tranche
from portfolio.money.services.lines import commit_money, record_expense
from portfolio.objectives.services.measurements import add_measurement
from portfolio.standing.choices import SignalCode
from portfolio.standing.selectors.pending import pending_of
from portfolio.standing.selectors.records import load_records
from portfolio.standing.selectors.standing import standing
from portfolio.standing.selectors.stopping import criterion_met_since
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.scene import TODAY, at, give
from tests.refusals import refused

DAY = timedelta(days=1)
START = TODAY - 90 * DAY


def act_on(acme, day, part="executive"):
    return acting(acme.actor(part), now=at(day), today=day)


def measure(acme, row, value, *, day, on=None):
    return add_measurement(
        act_on(acme, day),
        objective_id=scene.only_objective(row).id,
        value=Decimal(value),
        on=on or day,
    )


def spend(acme, row, amount, *, day=TODAY):
    return record_expense(
        act_on(acme, day), initiative_id=row.id, amount=Decimal(amount), label="câble", on=day
    )


def order(acme, row, *, day=TODAY):
    return commit_money(
        act_on(acme, day), initiative_id=row.id, amount=Decimal(10), label="câble", on=day
    )


def stands(row, day=TODAY):
    (record,) = load_records([row.id], today=day)
    return standing(record=record, today=day)


def met(row, day=TODAY):
    return criterion_met_since(record=stands(row, day).record, today=day)


@pytest.fixture
def row(acme) -> Initiative:
    return scene.started(acme, day=START, budget=24_000)


def test_releasing_against_an_unmet_proof_takes_an_executive_and_a_sentence(acme, row) -> None:
    with refused("proof_needs_sentence"):
        give(acme, row, Verdict.RELEASE)
    decided = give(acme, row, Verdict.RELEASE, reason="le devis expire")
    assert decided.decision.facts["against_proof"] is True
    assert Tranche.objects.get(initiative=row, position=2).against_proof


def test_with_its_proof_an_instalment_is_released_without_a_word(acme, row) -> None:
    measure(acme, row, "8", day=TODAY)
    decided = give(acme, row, Verdict.RELEASE)
    assert "against_proof" not in decided.decision.facts
    assert not Tranche.objects.get(initiative=row, position=2).against_proof


def test_the_rule_asks_an_executive_before_it_asks_a_sentence() -> None:
    facts = InitiativeFacts(state=State.ACTIVE, unreleased_tranches=1, is_next_proof_met=False)
    policy = Policy(today=TODAY, cap=3, active_count=1, paused_count=0)

    def code(**said):
        request = Request(**said) if said else None
        found = refusal(facts=facts, policy=policy, verdict=Verdict.RELEASE, request=request)
        return None if found is None else found.code

    assert code() is None
    assert code(reason="x") == "proof_unmet"
    assert code(is_by_executive=True) == "proof_needs_sentence"
    assert code(is_by_executive=True, reason="x") is None


def test_a_mandate_does_not_release_against_the_proof(acme, day) -> None:
    row = scene.started(acme, day=day, budget=24_000)
    scene.mandate(acme, "lead")
    with refused("proof_unmet"):
        give(acme, row, Verdict.RELEASE, day=day, by="lead", reason="pressé")


def test_a_met_criterion_freezes_orders_until_somebody_decides(acme, row) -> None:
    set_criteria(
        act_on(acme, START),
        initiative_id=row.id,
        criteria=[limit(1000)],
    )
    order(acme, row, day=START + DAY)
    measure(acme, row, "5", day=TODAY - 3 * DAY)
    spend(acme, row, "1000.01", day=TODAY - 2 * DAY)
    with refused("criterion_freezes", since=TODAY - 2 * DAY):
        order(acme, row)
    assert pending_of(stands(row)).code == SignalCode.OVER_BUDGET
    changes = Changes(budget=Decimal(30_000))
    give(acme, row, Verdict.ADJUST, day=TODAY, reason="on continue", changes=changes)
    assert met(row) == TODAY - 2 * DAY
    # Answered: what awaits a decision now is the instalment whose proof is there.
    assert pending_of(stands(row)).code == "proof_met"
    (signal,) = [s for s in stands(row).signals if s.code == SignalCode.OVER_BUDGET]
    assert not signal.hard
    order(acme, row)
    spend(acme, row, "5", day=TODAY + DAY)
    assert pending_of(stands(row, TODAY + DAY)).code == SignalCode.OVER_BUDGET
    with refused("criterion_freezes"):
        order(acme, row, day=TODAY + DAY)


def limit(value) -> CriterionInput:
    return CriterionInput(
        metric=StopMetric.SPEND, comparison=PortfolioComparison.ABOVE, value=Decimal(value)
    )


def test_a_new_budget_brings_the_new_stop_rule_along(acme, row) -> None:
    set_criteria(act_on(acme, START), initiative_id=row.id, criteria=[limit(24_000)])
    measure(acme, row, "5", day=TODAY - 2 * DAY)
    spend(acme, row, "25000", day=TODAY - DAY)
    assert met(row) == TODAY - DAY
    changes = Changes(budget=Decimal(40_000), stop_above=Decimal(40_000))
    decided = give(acme, row, Verdict.ADJUST, reason="une cellule de plus", changes=changes)
    assert met(row) is None
    assert decided.decision.facts["changes"]["stop_above"]["new"] == "40000"
    told = row.criteria.filter(metric=StopMetric.SPEND).order_by("set_at")
    assert [(one.value, one.superseded_at is None) for one in told] == [
        (24_000, False),
        (40_000, True),
    ]


def test_a_criterion_is_judged_on_what_was_known_at_its_date(acme, row) -> None:
    looked = TODAY - 10 * DAY
    share = CriterionInput(
        metric=StopMetric.GAIN_SHARE,
        comparison=PortfolioComparison.BELOW,
        value=Decimal("0.3"),
        by_date=looked,
    )
    set_criteria(act_on(acme, START), initiative_id=row.id, criteria=[share])
    measure(acme, row, "8", day=looked - DAY)
    measure(acme, row, "4", day=TODAY - 5 * DAY)
    measure(acme, row, "3", day=TODAY, on=looked - 2 * DAY)
    assert met(row) == looked
    early = looked - 3 * DAY
    assert met(row, early) is None


def test_what_was_known_in_time_keeps_the_rule_unmet(acme, row) -> None:
    looked = TODAY - 10 * DAY
    share = CriterionInput(
        metric=StopMetric.GAIN_SHARE,
        comparison=PortfolioComparison.BELOW,
        value=Decimal("0.3"),
        by_date=looked,
    )
    set_criteria(act_on(acme, START), initiative_id=row.id, criteria=[share])
    measure(acme, row, "5", day=looked - DAY)
    measure(acme, row, "9", day=TODAY)
    assert met(row) is None
