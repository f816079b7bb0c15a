"""Every project finds one place, and nobody is above the cap at any moment."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.decisions.rules.offering import possible_verdicts
from portfolio.decisions.rules.verdicts import (
    InitiativeFacts,
    Policy,
    Request,
    next_state,
    refusal,
)
from portfolio.life.choices import State, Verdict
from portfolio.start.rules import ReadinessLine, adoption_due, unfinished_since
from portfolio.takeover.choices import ProjectPlace, ProjectStage
from portfolio.takeover.rules import ProjectChoice, choice_refusal, pasted

TODAY = date(2026, 11, 27)
ANNA = UUID(int=7)


def pick(place: ProjectPlace, **given) -> ProjectChoice:
    return ProjectChoice(project_id=uuid4(), place=place, **given)


def code_of(picks, *, free=3, room=12, waiting=None):
    known = frozenset(one.project_id for one in picks) if waiting is None else waiting
    found = choice_refusal(picks=picks, waiting=known, free=free, room=room, today=TODAY)
    return None if found is None else found.code


@given(
    st.lists(
        st.sampled_from([ProjectPlace.PRIORITY, ProjectPlace.POOL, ProjectPlace.IN_PLACE]),
        max_size=12,
    ),
    st.integers(0, 4),
)
def test_priorities_never_pass_the_free_slots(places, free) -> None:
    picks = [pick(place) for place in places]
    wanted = places.count(ProjectPlace.PRIORITY)
    assert code_of(picks, free=free) == ("too_many_priorities" if wanted > free else None)


def test_the_pool_takes_as_many_as_it_has_room_for() -> None:
    picks = [pick(ProjectPlace.POOL) for _ in range(3)]
    assert code_of(picks, room=3) is None
    assert code_of(picks, room=2) == "too_many_pooled"


def test_a_project_forgotten_or_named_twice_is_refused() -> None:
    one = pick(ProjectPlace.POOL)
    assert code_of([one], waiting=frozenset({one.project_id, uuid4()})) == "projects_changed"
    assert code_of([one, one]) == "projects_changed"


def test_what_stops_is_told_why() -> None:
    assert code_of([pick(ProjectPlace.STOP)]) == "reason_required"
    assert code_of([pick(ProjectPlace.STOP, reason="Plus personne ne s’en sert.")]) is None


@pytest.mark.parametrize(
    ("until", "cost", "code"),
    [
        (None, None, None),
        (TODAY + timedelta(days=40), None, "contract_incomplete"),
        (None, Decimal(900), "contract_incomplete"),
        (TODAY - timedelta(days=1), Decimal(900), "contract_over"),
        (TODAY, Decimal(900), None),
    ],
)
def test_a_contract_that_runs_on_has_an_end_ahead_and_a_price(until, cost, code) -> None:
    assert code_of([pick(ProjectPlace.POOL, contract_until=until, contract_cost=cost)]) == code


def test_a_pasted_table_becomes_projects() -> None:
    text = "Répondre en un jour\tAnna Morel\tpresque fini\n\n"
    text += "Traduire ; inconnue ; Sert déjà\nPlanifier"
    found = pasted(text, members={"anna morel": ANNA})
    assert [(one.title, one.captain_id, one.stage) for one in found] == [
        ("Répondre en un jour", ANNA, ProjectStage.NEARLY_DONE),
        ("Traduire", None, ProjectStage.IN_USE),
        ("Planifier", None, ProjectStage.UNDER_WAY),
    ]


POLICY = Policy(today=TODAY, cap=3, active_count=2, paused_count=0)
PROPOSED = InitiativeFacts(state=State.PROPOSED, has_started=False)
ADOPTED = InitiativeFacts(state=State.ACTIVE, has_started=False)


def adopt(state, *, policy=POLICY, facts=PROPOSED, reason=""):
    found = refusal(
        facts=facts,
        policy=policy,
        verdict=Verdict.ADOPT,
        request=Request(adopted_as=state, reason=reason),
    )
    return None if found is None else found.code


def test_it_is_adopted_into_a_free_slot_the_pool_or_stopped_with_a_reason() -> None:
    full = Policy(today=TODAY, cap=3, active_count=3, paused_count=0)
    assert adopt(State.ACTIVE) is None
    assert adopt(State.ACTIVE, policy=full) == "cap_reached"
    assert adopt(State.BACKLOG, policy=full) is None
    assert adopt(State.STOPPED) == "reason_required"
    assert adopt(State.STOPPED, reason="Fini.") is None
    assert adopt(None) == adopt(State.COMPLETED) == "adopted_as_what"
    assert adopt(State.BACKLOG, facts=ADOPTED) == "wrong_state"
    assert (
        next_state(verdict=Verdict.ADOPT, facts=PROPOSED, adopted_as=State.ACTIVE) is State.ACTIVE
    )


def test_what_is_adopted_starts_once_it_is_ready_in_the_slot_that_it_has() -> None:
    full = Policy(today=TODAY, cap=3, active_count=3, paused_count=0)
    start = {"policy": full, "verdict": Verdict.START, "request": Request()}
    assert refusal(facts=ADOPTED, **start) is None
    unready = InitiativeFacts(state=State.ACTIVE, has_started=False, unmet_readiness=("budget",))
    assert refusal(facts=unready, **start).code == "not_ready"
    assert refusal(facts=InitiativeFacts(state=State.ACTIVE), **start).code == "wrong_state"


@pytest.mark.parametrize("verdict", [Verdict.ADJUST, Verdict.RELEASE, Verdict.COMPLETE])
def test_before_that_nothing_is_released_adjusted_or_finished(verdict) -> None:
    found = refusal(facts=ADOPTED, policy=POLICY, verdict=verdict, request=Request(reason="Oui."))
    assert found.code == "adoption_unfinished"
    assert verdict not in possible_verdicts(facts=ADOPTED)
    assert Verdict.START in possible_verdicts(facts=ADOPTED)
    assert Verdict.START not in possible_verdicts(facts=InitiativeFacts(state=State.ACTIVE))
    assert Verdict.ADOPT not in possible_verdicts(facts=PROPOSED)


def test_what_is_missing_has_its_day() -> None:
    assert adoption_due(code="captain", adopted_on=TODAY) == date(2026, 12, 7)
    # Ten working days after Friday 27 November 2026.
    assert adoption_due(code="triage", adopted_on=TODAY) == date(2026, 12, 11)
    assert adoption_due(code="objective", adopted_on=TODAY) == date(2026, 12, 27)
    lines = (
        ReadinessLine(code="captain"),
        ReadinessLine(code="triage", missing=("answer_triage",)),
        ReadinessLine(code="budget", missing=("set_budget",)),
    )
    assert unfinished_since(lines=lines, adopted_on=TODAY) == date(2026, 12, 12)
    assert unfinished_since(lines=lines[:1], adopted_on=TODAY) is None


def test_what_the_law_prohibits_is_not_waited_for() -> None:
    lines = (ReadinessLine(code="triage", missing=("stop_prohibited_use",)),)
    assert unfinished_since(lines=lines, adopted_on=TODAY) == TODAY
