"""Past every door, by SQL or by the ORM: a state without its decision is refused."""

from importlib import import_module
from itertools import permutations

import pytest
from django.db import DatabaseError, connection, transaction

from governance.access.rules.authority import Grant
from governance.decisions.choices import SubjectKind
from governance.decisions.services import record_decision
from portfolio.cap.models import Slot
from portfolio.decisions.rules.verdicts import VERDICTS
from portfolio.initiatives.models import Initiative, InitiativeDecision
from portfolio.life.choices import State, Verdict
from tests.cast import NOW
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.scene import TODAY, ready, started

PAIRS = list(permutations(State, 2))
TAKEN = {
    (str(frm), str(rule.to_state))
    for rule in VERDICTS.values()
    for frm in rule.from_states
    if rule.to_state is not None
} | {("archived", "rejected")}
# A correction goes every step back.
KNOWN = TAKEN | {(to, frm) for frm, to in TAKEN}


def attack(action) -> None:
    """The database refuses, at once or when its deferred rules are asked."""
    with pytest.raises(DatabaseError), transaction.atomic():
        both(action, sql("SET CONSTRAINTS ALL IMMEDIATE"))


def taken(*actions) -> None:
    """The database lets these through; then they are undone."""
    with transaction.atomic():
        for action in (*actions, sql("SET CONSTRAINTS ALL IMMEDIATE")):
            action()
        transaction.set_rollback(True)


def both(first, second) -> None:
    first()
    second()


def sql(text: str, *values):
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(text, values)

    return run


def decision_for(cast, row):
    return record_decision(
        acting(cast.actor("executive"), now=NOW),
        grant=Grant(by="role"),
        verdict="continue",
        subject_kind=SubjectKind.INITIATIVE,
        subject_id=row.id,
    )


@pytest.fixture
def in_each_state(acme) -> dict[State, Initiative]:
    """One initiative in every state, put there by decisions."""
    said = {"reason": "x", "lesson": "y"}
    rows = {
        State.PROPOSED: scene.idea(acme),
        State.BACKLOG: ready(acme),
        State.ACTIVE: started(acme),
    }
    rows[State.PAUSED] = scene.give(
        acme, started(acme), Verdict.PAUSE, reason="x", restart_on=TODAY.replace(month=12)
    ).initiative
    rows[State.STOPPED] = scene.give(acme, scene.idea(acme), Verdict.STOP, **said).initiative
    rows[State.REJECTED] = scene.give(acme, scene.idea(acme), Verdict.REJECT, reason="x").initiative
    rows[State.ARCHIVED] = scene.give(acme, ready(acme), Verdict.ARCHIVE).initiative
    done = started(acme)
    scene.measure(acme, done, 3)
    boss = acme.members["executive"].id
    rows[State.COMPLETED] = scene.give(acme, done, Verdict.COMPLETE, runs_on_id=boss).initiative
    return rows


def test_no_pair_of_states_is_crossed_by_an_update_without_a_decision(in_each_state) -> None:
    for frm, to in PAIRS:
        row = in_each_state[frm]
        slot = Slot.objects.get(no=3).no if to is State.ACTIVE else None
        restart = TODAY if to is State.PAUSED else None
        attack(
            sql(
                "UPDATE portfolio_initiative SET state = %s, slot = %s, restart_on = %s"
                " WHERE id = %s",
                to,
                slot,
                restart,
                row.id,
            )
        )
        rows = Initiative.objects.filter(id=row.id)
        attack(
            lambda rows=rows, to=to, s=slot, r=restart: rows.update(
                state=to, slot=s, restart_on=r, decision_number=99
            )
        )
        assert Initiative.objects.get(id=row.id).state == frm


def test_a_step_that_no_verdict_makes_is_refused_even_with_a_decision(acme, in_each_state) -> None:
    for frm, to in PAIRS:
        if (frm, to) in KNOWN:
            continue
        row = in_each_state[frm]
        decision = decision_for(acme, row)
        attack(
            lambda row=row, frm=frm, to=to, decision=decision: InitiativeDecision.objects.create(
                initiative=row,
                decision=decision,
                number=50,
                from_state=frm,
                to_state=to,
            )
        )


def tie(row, decision, number, frm, to):
    return lambda: InitiativeDecision.objects.create(
        initiative=row, decision=decision, number=number, from_state=frm, to_state=to
    )


def moved(row, number: int, to: State):
    return lambda: Initiative.objects.filter(id=row.id).update(
        state=to, slot=None, decision_number=number
    )


def test_a_decision_about_something_else_carries_no_state(acme, in_each_state) -> None:
    """An unused decision on another initiative, or on a key, once let a state through."""
    row, other = in_each_state[State.BACKLOG], in_each_state[State.REJECTED]
    last = row.decisions.latest("number").number
    decision = decision_for(acme, other)
    step = tie(row, decision, last + 1, State.BACKLOG, State.ARCHIVED)
    attack(lambda: both(step, moved(row, last + 1, State.ARCHIVED)))
    own = decision_for(acme, row)
    taken(
        tie(row, own, last + 1, State.BACKLOG, State.ARCHIVED), moved(row, last + 1, State.ARCHIVED)
    )


def test_a_step_begins_where_the_row_stands(acme, in_each_state) -> None:
    row = in_each_state[State.COMPLETED]
    last = row.decisions.latest("number").number
    decision = decision_for(acme, row)
    elsewhere = tie(row, decision, last + 1, State.BACKLOG, State.ARCHIVED)
    attack(lambda: both(elsewhere, moved(row, last + 1, State.ARCHIVED)))
    here = tie(row, decision, last + 1, State.ARCHIVED, State.ARCHIVED)
    attack(lambda: both(moved(row, last + 1, State.ARCHIVED), here))
    attack(tie(row, decision, last + 2, State.COMPLETED, State.COMPLETED))


def test_the_cap_is_the_number_of_seats(acme) -> None:
    for number in (1, 2, 3):
        started(acme, f"Priorité {number}")
    attack(sql("UPDATE portfolio_portfolio SET cap = 1"))
    attack(sql("INSERT INTO portfolio_slot (no) VALUES (0)"))
    scene.give(acme, Initiative.objects.get(slot=3), Verdict.STOP, reason="x", lesson="y")
    attack(sql("DELETE FROM portfolio_slot WHERE no = 3"))
    taken(
        sql("DELETE FROM portfolio_slot WHERE no = 3"),
        sql("UPDATE portfolio_portfolio SET cap = 2"),
    )


def test_an_older_decision_never_carries_a_state_back(acme) -> None:
    row = started(acme)
    attack(
        lambda: Initiative.objects.filter(id=row.id).update(
            state="backlog", slot=None, decision_number=1
        )
    )


def test_the_tie_between_state_and_decision_is_never_changed(acme) -> None:
    started(acme)
    for text in (
        "UPDATE portfolio_initiativedecision SET to_state = 'stopped'",
        "DELETE FROM portfolio_initiativedecision",
        "TRUNCATE portfolio_initiativedecision CASCADE",
        "DELETE FROM portfolio_initiative",
        "DROP TRIGGER initiative_new_state_new_decision ON portfolio_initiative",
        "ALTER TABLE portfolio_initiative DISABLE TRIGGER ALL",
    ):
        attack(sql(text))


def test_a_seat_is_held_by_one_and_exists_or_not(acme) -> None:
    first, second = started(acme, "Une"), started(acme, "Deux")
    attack(lambda: Initiative.objects.filter(id=second.id).update(slot=first.slot_id))
    attack(lambda: Initiative.objects.filter(id=second.id).update(slot=9))
    attack(lambda: Initiative.objects.filter(id=second.id).update(slot=None))
    attack(sql("INSERT INTO portfolio_slot (no) VALUES (5)"))
    attack(sql("INSERT INTO portfolio_slot (no) VALUES (4)"))
    attack(sql("DELETE FROM portfolio_slot WHERE no = 1"))


def test_the_pairs_the_database_knows_are_those_of_the_verdicts() -> None:
    allowed = import_module("portfolio.migrations.0002_protection").KNOWN
    adopted = {("proposed", "active"), ("active", "proposed")}
    known = {(a, b) for a, b in KNOWN if a != b} | adopted
    assert {(a, b) for a, b in allowed if a != b} == known
