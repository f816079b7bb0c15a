"""What a trial refuses: a second one beside it, an end without an answer, one that is not there."""

import pytest

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
    return start_trial(act, initiative_id=scene.idea(acme).id, question="Lit-il nos devis ?")


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
