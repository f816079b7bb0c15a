from datetime import date
from decimal import Decimal

import pytest

from portfolio.cap.rules import cap_refusal, exception_ends_on, exception_refusal
from portfolio.trials.rules import trial_ends_on, trial_refusal


def cap(new, active, *, has_exception=False, reason="Focus"):
    return cap_refusal(new_cap=new, active_count=active, has_exception=has_exception, reason=reason)


@pytest.mark.parametrize("new", [0, 4])
def test_the_cap_goes_from_one_to_three(new):
    assert cap(new, 0).code == "cap_out_of_range"


def test_the_cap_is_not_lowered_below_what_is_active_and_says_how_many_to_end():
    refused = cap(1, 3)
    assert (refused.code, refused.facts["to_end_first"]) == ("cap_below_active", 2)
    assert cap(3, 3) is None
    assert cap(2, 3, has_exception=True) is None


def test_a_cap_changes_with_a_reason():
    assert cap(2, 2, reason=" ").code == "reason_required"


def test_one_exception_at_a_time_for_thirty_days_with_a_reason():
    assert exception_refusal(has_exception=True, reason="x").code == "exception_already_granted"
    assert exception_refusal(has_exception=False, reason="").code == "reason_required"
    assert exception_refusal(has_exception=False, reason="Fair") is None
    assert exception_ends_on(granted_on=date(2026, 11, 22)) == date(2026, 12, 22)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"running": 1}, "trial_runs"),
        ({"running": 1, "is_by_executive": True}, None),
        ({"running": 2, "is_by_executive": True}, "trials_full"),
        ({"question": " "}, "question_required"),
        ({"days": Decimal("5.5")}, "trial_too_large"),
        ({"money": Decimal("500.01")}, "trial_too_large"),
    ],
)
def test_a_trial_is_small_and_answers_one_question(changes, expected):
    asked = {
        "running": 0, "is_by_executive": False, "question": "Does it read our quotes?",
        "days": Decimal(5), "money": Decimal(500), **changes,
    }  # fmt: skip
    refused = trial_refusal(**asked)
    assert (refused and refused.code) == expected


def test_a_trial_ends_by_itself_after_thirty_days():
    assert trial_ends_on(started_on=date(2026, 11, 1)) == date(2026, 12, 1)
