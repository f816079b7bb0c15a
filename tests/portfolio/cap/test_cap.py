from datetime import timedelta

from governance.decisions.models import Decision
from portfolio.cap.models import Portfolio, Slot
from portfolio.cap.services import change_cap, end_exception, grant_exception
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State, Verdict
from portfolio.trials.services import end_overdue_trials, end_trial, start_trial
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.scene import TODAY, at, give, ready, started
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


def test_as_many_trials_at_a_time_as_the_cap_and_each_ends_by_itself(acme) -> None:
    asked = {"actor": acme.actor("captain"), "now": at(TODAY), "today": TODAY}
    trials = [
        start_trial(
            acting(**asked), initiative_id=scene.checked(acme, f"Essai {n}").id, question="?"
        )
        for n in (1, 2, 3)
    ]
    one_more = ready(acme)
    with refused("trials_full"):
        start_trial(acting(**asked), initiative_id=one_more.id, question="?")
    assert end_overdue_trials(now=at(TODAY), today=TODAY + timedelta(days=29)) == 0
    assert end_overdue_trials(now=at(TODAY), today=LATER) == 3
    ended = end_trial(
        acting(acme.actor("captain"), now=at(LATER), today=LATER),
        trial_id=trials[0].id,
        answer="oui",
        conclusive=True,
    )
    assert (ended.ended_on, ended.conclusive) == (LATER, True)
