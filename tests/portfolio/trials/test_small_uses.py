"""A trial ends by itself with its answer asked; a small use goes straight to the register."""

from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given as drawn
from hypothesis import strategies as st

from governance.decisions.models import Decision
from governance.law.rules.laws import TriageClass
from governance.outbox.models import OutboxMessage
from governance.register.choices import DataClass
from governance.register.models import RegisterEntry
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.trials.models import Trial
from portfolio.trials.rules import SMALL_CLASSES, small_use_refusal, trial_ends_on
from portfolio.trials.services import SmallUse, end_overdue_trials, end_trial, start_trial
from tests.conftest import acting
from tests.portfolio.scene import TODAY, at, checked, give
from tests.refusals import refused

DATA = (DataClass.INTERNAL,)
USE = SmallUse(tool="Transcriptor", data=DATA, cost_year=Decimal(240), days=1)


def tried(acme):
    row = checked(acme)
    boss = acting(acme.actor("executive"), now=at(TODAY), today=TODAY)
    return boss, start_trial(boss, initiative_id=row.id, question="Moitié moins de temps ?")


@drawn(
    st.sampled_from(TriageClass),
    st.decimals(0, 2000, places=2),
    st.integers(0, 5),
    st.booleans(),
)
def test_small_is_light_cheap_short_and_answered_yes(kind, cost, days, conclusive) -> None:
    found = small_use_refusal(
        triage_class=kind, cost_year=cost, days=Decimal(days), conclusive=conclusive
    )
    is_small = kind in SMALL_CLASSES and cost <= 1000 and days <= 2 and conclusive
    assert (found is None) == is_small


def test_without_a_legal_check_nothing_is_small() -> None:
    found = small_use_refusal(
        triage_class=None, cost_year=Decimal(0), days=Decimal(0), conclusive=True
    )
    assert found is not None


@pytest.mark.django_db
def test_it_stands_in_the_register_and_its_idea_leaves_by_the_system(acme) -> None:
    boss, trial = tried(acme)
    end_trial(boss, trial_id=trial.id, answer="Oui, une heure.", conclusive=True, use=USE)
    entry = RegisterEntry.objects.get()
    assert (entry.tool, entry.status, entry.initiative_id) == (
        "Transcriptor",
        "live",
        trial.initiative_id,
    )
    assert entry.cost_year == 240
    row = Initiative.objects.get()
    assert row.state == "archived"
    decision = Decision.objects.latest("seq")
    assert (decision.actor_kind, decision.reason) == ("system", "in_place")
    assert give(acme, row, Verdict.REVIVE).initiative.state == "proposed"


@pytest.mark.django_db
def test_a_large_one_is_refused_and_nothing_of_the_answer_is_kept(acme) -> None:
    boss, trial = tried(acme)
    with refused("use_not_small"):
        end_trial(
            boss,
            trial_id=trial.id,
            answer="Oui.",
            conclusive=True,
            use=SmallUse(tool="T", data=DATA, cost_year=Decimal(1001)),
        )
    with refused("use_not_small"):
        end_trial(boss, trial_id=trial.id, answer="Non.", conclusive=False, use=USE)
    assert Trial.objects.get().conclusive is None


@pytest.mark.django_db
def test_who_does_not_keep_the_register_is_not_offered_it(acme, open_page, send) -> None:
    _, trial = tried(acme)
    address = reverse("trial_end", args=[trial.id])
    assert 'name="in_place"' in open_page(address, "lead").content.decode()
    assert 'name="in_place"' not in open_page(address, "contributor").content.decode()
    who = acting(acme.actor("contributor"), now=at(TODAY), today=TODAY)
    with refused("not_in_role"):
        end_trial(who, trial_id=trial.id, answer="Oui.", conclusive=True, use=USE)
    said = {"conclusive": "yes", "answer": "Oui.", "in_place": "on", "tool": ""}
    assert send(address, said).status_code == 422
    assert (
        send(address, {**said, "tool": "T", "data": "internal", "cost_year": "100"}).status_code
        == 302
    )
    assert RegisterEntry.objects.get().tool == "T"


@pytest.mark.django_db
def test_a_person_does_not_archive_a_proposal(acme) -> None:
    row = checked(acme)
    with refused("wrong_state"):
        give(acme, row, Verdict.ARCHIVE)


@pytest.mark.django_db
def test_by_key_too(acme, api) -> None:
    _, trial = tried(acme)
    use = {"tool": "T", "data": ["public"], "cost_year": 10, "days": 1}
    body = {"answer": "Oui.", "conclusive": True, "use": use}
    assert api("post", f"trials/{trial.id}/answer/", body).status_code == 200
    assert RegisterEntry.objects.get().tool == "T"


@pytest.mark.django_db
def test_one_that_ends_by_itself_asks_its_answer_once(acme) -> None:
    _, trial = tried(acme)
    over = trial_ends_on(started_on=TODAY)
    for _ in range(2):
        end_overdue_trials(now=at(over), today=over)
    (told,) = OutboxMessage.objects.filter(template="trial_ended")
    assert told.recipient_id == trial.carried_by_id
    assert Trial.objects.get().ended_on == over
