"""What a trial refuses: a second one beside it, an end without an answer, one that is not there."""

import pytest

from governance.access.rules.authority import SubjectFacts
from governance.law.selectors import law
from portfolio.cap.models import Portfolio
from portfolio.estimates.choices import CompanySize
from portfolio.initiatives.models import Initiative
from portfolio.triage.services import answer_triage, provide_evidence, set_company_size
from portfolio.trials.models import Trial
from portfolio.trials.services import end_trial, start_trial
from tenants.ids import uuid7
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.scene import TODAY
from tests.refusals import refused


@pytest.fixture
def act(acme):
    return acting(acme.actor("captain"), today=TODAY)


@pytest.fixture
def trial(acme, act) -> Trial:
    return start_trial(act, initiative_id=scene.checked(acme).id, question="Lit-il nos devis ?")


def test_an_idea_has_one_trial_at_a_time(act, trial) -> None:
    again = {"initiative_id": trial.initiative_id, "question": "Et nos plans ?"}
    with refused("trial_already_running"):
        start_trial(act, **again)
    end_trial(act, trial_id=trial.id, answer="oui", conclusive=True)
    assert start_trial(act, **again).id != trial.id


def test_a_trial_is_for_what_has_not_started(acme, act) -> None:
    row = scene.started(acme)
    with refused("wrong_state", state="active"):
        start_trial(act, initiative_id=row.id, question="?")


def test_a_trial_ends_once_with_a_sentence(act, trial) -> None:
    with refused("answer_required"):
        end_trial(act, trial_id=trial.id, answer=" ", conclusive=True)
    with refused("trial_too_large"):
        end_trial(act, trial_id=trial.id, answer="oui", conclusive=True, spent=501)
    end_trial(act, trial_id=trial.id, answer="oui", conclusive=True, spent=500)
    with refused("trial_answered"):
        end_trial(act, trial_id=trial.id, answer="non", conclusive=False)


def test_a_trial_that_is_not_there_is_not_found(act, trial) -> None:
    with refused("trial_not_found"):
        end_trial(act, trial_id=uuid7(), answer="oui", conclusive=True)
    with refused("initiative_not_found"):
        start_trial(act, initiative_id=uuid7(), question="?")


def test_a_viewer_tries_nothing(acme, trial) -> None:
    viewer = acting(acme.actor("viewer"), today=TODAY)
    with refused("not_in_role"):
        start_trial(viewer, initiative_id=trial.initiative_id, question="?")
    with refused("not_in_role"):
        end_trial(viewer, trial_id=trial.id, answer="oui", conclusive=True)


def answered(acme, row: Initiative, **changes: str):
    """Its legal check, all harmless but for the changes."""
    harmless = dict.fromkeys((question.id for question in law().every_question), "no")
    given = {**harmless, "A1": "yes", "A12": "deployer", **changes}
    given = {one: answer for one, answer in given.items() if answer}
    boss = acting(acme.actor("executive"), today=TODAY)
    return answer_triage(boss, subject=SubjectFacts(initiative_id=row.id), answers=given)


def test_a_trial_asks_the_law_first(acme, act) -> None:
    row = scene.idea(acme)
    with refused("trial_triage_needed"):
        start_trial(act, initiative_id=row.id, question="?")
    assert not Trial.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"A7a": ""}, "triage_open"),
        ({"A2": "yes"}, "triage_prohibited"),
        ({"A2": "unsure"}, "triage_to_review"),
        ({"A8b": "yes"}, "triage_evidence_missing"),
        ({"A7a": "yes", "A10": "yes"}, "triage_evidence_missing"),
        ({"D0": "yes", "D1": "yes", "D7": "yes"}, "dpia_open"),
        ({"W0": "yes", "W1": "yes"}, "cse_open"),
    ],
)
def test_what_the_law_refuses_is_not_tried(acme, act, changes, code) -> None:
    row = scene.idea(acme)
    answered(acme, row, **changes)
    with refused(code):
        start_trial(act, initiative_id=row.id, question="?")
    assert not Trial.objects.exists()


@pytest.mark.parametrize("changes", [{"A11a": "yes"}, {"A1": "no"}, {"W0": "yes"}])
def test_what_the_law_lets_happen_is_tried(acme, act, changes) -> None:
    row = scene.idea(acme)
    answered(acme, row, **changes)
    assert start_trial(act, initiative_id=row.id, question="?").ended_on is None


def test_a_trial_that_the_law_refuses_later_ends_with_the_reason(acme, act, trial) -> None:
    answered(acme, trial.initiative, A2="", A9="")
    assert Trial.objects.get().ended_on is None, "while it is being answered nothing is known"
    answered(acme, trial.initiative, A2="yes", A9="no")
    ended = Trial.objects.get()
    assert (ended.ended_on, ended.ended_because) == (TODAY, "triage_prohibited")


def test_a_trial_whose_evidence_is_taken_away_ends(acme, act) -> None:
    row = scene.idea(acme)
    facts = answered(acme, row, W0="yes", W1="yes")
    boss = acting(acme.actor("executive"), today=TODAY)
    known = {"subject": SubjectFacts(initiative_id=row.id)}
    day = {facts.council[0]: TODAY.isoformat()}
    provide_evidence(boss, **known, references=day)
    trial = start_trial(act, initiative_id=row.id, question="?")
    provide_evidence(boss, **known, references=dict.fromkeys(day, ""))
    assert Trial.objects.get(id=trial.id).ended_because == "cse_open"


def test_a_company_that_reaches_50_asks_its_works_council_about_what_is_tried(acme, act) -> None:
    row = scene.idea(acme)
    answered(acme, row, W0="yes", W1="")
    trial = start_trial(act, initiative_id=row.id, question="?")
    boss = acting(acme.actor("executive"), today=TODAY)
    set_company_size(boss, company_size=CompanySize.MEDIUM)
    assert Trial.objects.get(id=trial.id).ended_because == "cse_open"


def test_where_the_size_is_not_told_only_an_answer_says_it_is_small(acme, act) -> None:
    Portfolio.objects.update(company_size="")
    row = scene.idea(acme)
    answered(acme, row, W0="yes", W1="unsure")
    with refused("cse_open"):
        start_trial(act, initiative_id=row.id, question="?")
    answered(acme, row, W0="yes", W1="no")
    assert start_trial(act, initiative_id=row.id, question="?").ended_on is None
