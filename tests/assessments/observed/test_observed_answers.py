"""What was declared, held against what the product's rows say: the pure rules."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from assessments.observed.rules import (
    RULES,
    marks,
    seen_scores,
    sights,
    status_of,
)

TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Fact:
    value: Any
    at: datetime = NOON


def facts(*, days: int = 5, **values: Any) -> dict[str, Fact]:
    """The facts of a company opened so many days ago; a double underscore stands for a dot."""
    named = {key.replace("__", "."): Fact(value) for key, value in values.items()}
    return {"company.opened": Fact({}, NOON - timedelta(days=days)), **named}


def share(met: int, every: int) -> dict[str, int]:
    return {"met": met, "all": every}


NO_MANDATE = {"mandate__active": False, "mandate__deputy": False, "mandate__written": False}

VECTORS: list[tuple[str, dict[str, Any], dict[int, str]]] = [
    ("P1", {**NO_MANDATE}, {0: "unknown", 3: "unknown", 4: "unknown"}),
    ("P1", {**NO_MANDATE, "days": 60}, {2: "unknown", 3: "contradicted", 4: "contradicted"}),
    ("P1", {**NO_MANDATE, "days": 59}, {3: "unknown"}),
    ("P1", {**NO_MANDATE, "mandate__written": True}, {2: "unknown", 3: "contradicted"}),
    (
        "P1",
        {"mandate__active": True, "mandate__deputy": False, "mandate__written": True},
        {2: "exceeded", 3: "confirmed", 4: "contradicted"},
    ),
    (
        "P1",
        {"mandate__active": True, "mandate__deputy": True, "mandate__written": True},
        {3: "exceeded", 4: "confirmed"},
    ),
    (
        "P2",
        {"mandate__active": True, "decisions__by_mandate": 2},
        {2: "exceeded", 3: "confirmed", 4: "unknown"},
    ),
    ("P2", {"decisions__count": 0, "days": 90}, {3: "unknown", 4: "contradicted"}),
    ("P2", {"decisions__count": 0}, {4: "unknown"}),
    (
        "P3",
        {"reviews__last3": share(2, 3), "reviews__rhythm": "monthly"},
        {1: "exceeded", 3: "confirmed", 4: "unknown"},
    ),
    ("P3", {"reviews__last3": share(2, 3), "reviews__rhythm": "quarterly"}, {3: "unknown"}),
    ("P3", {"reviews__last3": share(0, 2)}, {2: "unknown", 3: "contradicted"}),
    ("P3", {"reviews__last3": share(0, 1)}, {3: "unknown"}),
    ("C1", {"ideas__count": 9, "ideas__ranged": 5}, {2: "exceeded", 3: "confirmed"}),
    ("C1", {"ideas__count": 3, "ideas__ranged": 0}, {2: "unknown", 3: "contradicted"}),
    ("C1", {"ideas__count": 2, "ideas__ranged": 0}, {3: "unknown"}),
    ("C2", {"wip__enforced": True, "active": 2}, {2: "exceeded", 3: "confirmed", 4: "confirmed"}),
    ("C2", {"wip__enforced": True, "active": 0}, {3: "unknown"}),
    ("C3", {"active__with_target": share(2, 2)}, {2: "exceeded", 4: "confirmed"}),
    ("C3", {"active__with_target": share(1, 2)}, {2: "unknown", 3: "contradicted"}),
    ("C3", {"active__with_target": share(0, 0), "days": 400}, {4: "unknown"}),
    ("C4", {"active__with_kill": share(1, 1)}, {2: "exceeded", 3: "confirmed", 4: "unknown"}),
    (
        "C4",
        {"active__with_kill": share(1, 1), "stops__with_lesson": share(1, 1)},
        {3: "confirmed", 4: "confirmed"},
    ),
    ("C4", {"active__with_kill": share(0, 2)}, {2: "unknown", 3: "contradicted"}),
    ("R2", {"days": 61}, {2: "unknown", 3: "contradicted"}),
    ("R2", {"days": 10, "uses__known": 0}, {4: "unknown"}),
    ("R2", {"uses__known": 2}, {1: "exceeded", 2: "confirmed", 3: "unknown"}),
    ("R2", {"register__entries": 2}, {1: "exceeded", 2: "confirmed", 3: "confirmed", 4: "unknown"}),
    (
        "R2",
        {"register__entries": 2, "register__swept_90d": True},
        {2: "exceeded", 3: "confirmed", 4: "confirmed"},
    ),
    (
        "R2",
        {
            "register__entries": 2,
            "register__swept_90d": True,
            "register__contact": share(2, 2),
            "register__triaged": share(2, 2),
        },
        {3: "exceeded", 4: "confirmed"},
    ),
    ("R1", {"charter__red_list": False, "days": 400}, {4: "unknown"}),
    ("R1", {"charter__red_list": True}, {2: "exceeded", 3: "confirmed", 4: "unknown"}),
    (
        "R1",
        {
            "charter__red_list": True,
            "charter__reviewed_12m": True,
            "charter__acknowledged__share": share(4, 5),
        },
        {3: "exceeded", 4: "confirmed"},
    ),
    (
        "R1",
        {
            "charter__red_list": True,
            "charter__reviewed_12m": True,
            "charter__acknowledged__share": share(3, 5),
        },
        {3: "confirmed", 4: "unknown"},
    ),
    ("N3", {"charter__red_list": True}, {2: "exceeded", 3: "confirmed", 4: "unknown"}),
    ("T2", {"register__business_account": share(1, 2)}, {0: "unknown", 4: "unknown"}),
    ("T2", {"register__business_account": share(2, 2)}, {2: "exceeded", 3: "confirmed"}),
    (
        "T2",
        {
            "register__business_account": share(2, 2),
            "register__access_reviewed_90d": share(2, 2),
        },
        {3: "exceeded", 4: "confirmed"},
    ),
    ("R4", {"incidents__book": True}, {4: "unknown"}),
    ("R4", {"register__oversight": share(2, 2)}, {2: "exceeded", 3: "confirmed", 4: "confirmed"}),
    (
        "R4",
        {"register__oversight": share(2, 2), "incidents__book": True},
        {3: "exceeded", 4: "confirmed"},
    ),
    ("K1", {"literacy__share": 0.1}, {1: "exceeded", 2: "confirmed", 3: "unknown"}),
    ("K1", {"literacy__share": 0.25}, {2: "exceeded", 3: "confirmed"}),
    ("K1", {"literacy__share": 0.76}, {3: "exceeded", 4: "confirmed"}),
    ("R3", {"uses__triaged": share(2, 2)}, {2: "exceeded", 3: "confirmed", 4: "unknown"}),
    ("R3", {"uses__triaged": share(1, 2)}, {2: "unknown", 3: "contradicted"}),
    ("M1", {"active__with_baseline": share(2, 2)}, {2: "exceeded", 3: "confirmed"}),
    ("M1", {"active__with_baseline": share(1, 2)}, {3: "unknown"}),
    ("M1", {"active__with_baseline": share(0, 2)}, {3: "contradicted"}),
    (
        "M2",
        {"measures__last_month": share(2, 2), "measures__last_on": "2026-11-02"},
        {2: "exceeded", 3: "confirmed", 4: "confirmed"},
    ),
    (
        "M2",
        {"measures__last_month": share(2, 2), "measures__last_on": "2026-09-20"},
        {2: "unknown", 3: "contradicted", 4: "contradicted"},
    ),
    ("M2", {"measures__last_on": "2026-09-21"}, {3: "unknown"}),
    ("M2", {"measures__last_on": "", "days": 10}, {3: "unknown"}),
    ("M2", {"days": 80}, {3: "contradicted"}),
    ("M3", {"gains__measured": 1}, {2: "exceeded", 3: "confirmed", 4: "unknown"}),
    (
        "G1",
        {"uses__known": 1, "uses__established": 0},
        {0: "exceeded", 1: "exceeded", 2: "confirmed", 3: "unknown"},
    ),
    (
        "G1",
        {"uses__known": 3, "uses__established": 1},
        {2: "exceeded", 3: "confirmed", 4: "unknown"},
    ),
    ("G1", {"uses__known": 3, "uses__established": 2}, {2: "exceeded", 4: "confirmed"}),
    (
        "G1",
        {"uses__known": 3, "uses__established": 2, "uses__adopted": share(1, 2)},
        {2: "exceeded", 3: "confirmed", 4: "unknown"},
    ),
    (
        "G1",
        {"uses__known": 3, "uses__established": 1, "uses__adopted": share(0, 1)},
        {1: "exceeded", 2: "confirmed", 3: "contradicted", 4: "contradicted"},
    ),
    (
        "G1",
        {"uses__known": 3, "uses__established": 2, "uses__adopted": share(0, 1)},
        {3: "confirmed", 4: "unknown"},
    ),
    ("K4", {"trials__rated_by_users": 3}, {3: "exceeded", 4: "confirmed"}),
    ("K4", {"trials__rated_by_users": 2, "days": 400}, {0: "unknown", 4: "unknown"}),
]


@pytest.mark.parametrize(("item_id", "known", "expected"), VECTORS)
def test_an_answer_is_confirmed_contradicted_or_left_alone(item_id, known, expected) -> None:
    sight = sights(facts(**known), today=TODAY).get(item_id)
    found = {one: "unknown" if sight is None else status_of(one, sight) for one in expected}
    assert found == expected


def test_a_company_that_has_just_begun_is_accused_of_nothing(firm, questionnaire) -> None:
    answers = firm(4, 4)
    begun = facts(days=0, **NO_MANDATE, measures__last_on="", decisions__count=0, uses__known=0)
    seen = sights(begun, today=TODAY)
    assert marks(questionnaire=questionnaire, answers=answers, seen=seen) == ()


def test_the_rules_speak_of_items_that_exist_at_their_first_revision(questionnaire) -> None:
    known = {item.id: item for item in questionnaire.items}
    assert set(RULES) <= set(known)
    assert {known[one].revision for one in RULES} == {1}


def test_a_hidden_or_unknown_answer_has_no_mark(firm, questionnaire) -> None:
    seen = sights(facts(days=90), today=TODAY)
    hidden = firm(0, 4, R2="dk")
    assert marks(questionnaire=questionnaire, answers=hidden, seen=seen) == ()
    shown = marks(questionnaire=questionnaire, answers=firm(2, 4), seen=seen)
    assert [(one.item_id, one.status, one.seen) for one in shown] == [
        ("R2", "contradicted", 2),
        ("M2", "contradicted", 2),
    ]


def test_a_dimension_is_seen_from_half_of_its_weight_on(firm, questionnaire) -> None:
    mandate = {"mandate__active": True, "mandate__deputy": True, "mandate__written": True}
    alone = sights(facts(**mandate), today=TODAY)
    scores = seen_scores(questionnaire=questionnaire, answers=firm(2, 1), seen=alone)
    assert scores == {}
    reviews = {"reviews__last3": share(3, 3), "reviews__rhythm": "monthly"}
    both = sights(facts(**mandate, **reviews), today=TODAY)
    scores = seen_scores(questionnaire=questionnaire, answers=firm(2, 1), seen=both)
    assert scores == {"PIL": pytest.approx(100 * (1.5 * 4 + 1 * 3) / (4 * 2.5))}
