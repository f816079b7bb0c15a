from datetime import timedelta

from governance.decisions.models import Decision
from portfolio.cap.models import Portfolio, Slot
from portfolio.cap.services import change_cap, end_exception, grant_exception
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State, Verdict
from portfolio.trials.services import end_overdue_trials, end_trial, start_trial
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.scene import TODAY, at, give, started
from tests.refusals import refused

LATER = TODAY + timedelta(days=30)


def change(cast, cap: int, by: str = "executive", reason: str = "moins de monde"):
    return change_cap(acting(cast.actor(by), now=at(TODAY), today=TODAY), cap=cap, reason=reason)


def test_a_lower_cap_moves_who_sits_above_it_to_a_free_seat(acme) -> None:
    rows = [started(acme, f"Priorité {n}") for n in (1, 2, 3)]
    give(acme, rows[0], Verdict.STOP, reason="x", lesson="y")
    change(acme, 2)
    assert sorted(Initiative.objects.filter(state="active").values_list("slot", flat=True)) == [
        1,
        2,
    ]
    assert list(Slot.objects.order_by("no").values_list("no", flat=True)) == [1, 2]
    assert Decision.objects.latest("seq").facts["new"] == 2


def test_a_cap_below_what_is_active_is_refused_with_what_to_end_first(acme) -> None:
    rows = [started(acme, f"Priorité {n}") for n in (1, 2, 3)]
    with refused("cap_below_active") as told:
        change(acme, 1)
    assert (told.facts["to_end_first"], len(told.facts["initiatives"])) == (2, 3)
    assert (Portfolio.objects.get().cap, Slot.objects.count(), len(rows)) == (3, 3, 3)


def test_only_an_executive_changes_the_cap(acme) -> None:
    with refused("not_in_role"):
        change(acme, 2, by="lead")
    assert Portfolio.objects.get().cap == 3


def test_an_exception_is_one_more_seat_and_when_it_ends_its_holder_is_paused(acme) -> None:
    for number in (1, 2, 3):
        started(acme, f"Priorité {number}")
    boss = acme.actor("executive")
    grant_exception(acting(boss, now=at(TODAY), today=TODAY), reason="appel d’offres")
    with refused("exception_already_granted"):
        grant_exception(acting(boss, now=at(TODAY), today=TODAY), reason="encore")
    fourth = started(acme, "Quatrième")
    assert fourth.slot_id == 4
    assert not end_exception(now=at(TODAY), today=LATER - timedelta(days=1))
    assert end_exception(now=at(LATER), today=LATER)
    fourth.refresh_from_db()
    assert (fourth.state, Slot.objects.count()) == (State.PAUSED, 3)
    assert fourth.decisions.latest("number").decision.reason == "exception_ended"


def test_when_the_exception_ends_its_holder_takes_a_seat_that_is_free(acme) -> None:
    rows = [started(acme, f"Priorité {n}") for n in (1, 2, 3)]
    grant_exception(acting(acme.actor("executive"), now=at(TODAY), today=TODAY), reason="x")
    fourth = started(acme, "Quatrième")
    give(acme, rows[1], Verdict.STOP, reason="x", lesson="y")
    end_exception(now=at(LATER), today=LATER)
    fourth.refresh_from_db()
    assert (fourth.state, fourth.slot_id) == (State.ACTIVE, 2)


def test_one_trial_at_a_time_a_second_by_an_executive_and_each_ends_by_itself(acme) -> None:
    time = {"now": at(TODAY), "today": TODAY}
    captain, boss = (acting(acme.actor(part), **time) for part in ("captain", "executive"))
    ideas = [scene.checked(acme, f"Essai {n}").id for n in (1, 2, 3)]
    trials = [start_trial(captain, initiative_id=ideas[0], question="?")]
    with refused("trial_runs", running=1):
        start_trial(captain, initiative_id=ideas[1], question="?")
    trials.append(start_trial(boss, initiative_id=ideas[1], question="?"))
    for act in (captain, boss):
        with refused("trials_full"):
            start_trial(act, initiative_id=ideas[2], question="?")
    assert end_overdue_trials(now=at(TODAY), today=TODAY + timedelta(days=29)) == 0
    assert end_overdue_trials(now=at(TODAY), today=LATER) == 2
    ended = end_trial(
        acting(acme.actor("captain"), now=at(LATER), today=LATER),
        trial_id=trials[0].id,
        answer="oui",
        conclusive=True,
    )
    assert (ended.ended_on, ended.conclusive) == (LATER, True)
