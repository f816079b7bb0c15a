"""A catalogue of actions with a fault is refused, and one that asks what nobody is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from assessments.questionnaire import selectors as catalogue
from assessments.roadmap.rules.actions import check_actions_fit, parse_actions
from tenants.documents import BadDocument


def action(document: dict[str, Any], action_id: str) -> dict[str, Any]:
    return next(one for one in document["actions"] if one["id"] == action_id)


@pytest.mark.parametrize(
    ("code", "plant"),
    [
        ("duplicate_id", lambda d: action(d, "PIL-03").update(id="PIL-04")),
        ("unknown_need", lambda d: action(d, "PIL-03").update(needs=["ZZZ-01"])),
        ("needs_cycle", lambda d: action(d, "PIL-01").update(needs=["PIL-02"])),
        ("unknown_evidence", lambda d: action(d, "PIL-03").update(ev=["Z"])),
        ("seen_missing", lambda d: action(d, "PIL-03").pop("seen")),
        ("told_or_seen", lambda d: action(d, "PIL-03").update(seen="told")),
        ("never_of_use", lambda d: action(d, "PIL-03").update(when=[])),
        (
            "actions[2].when[0]: Expected `object` of length >= 1",
            lambda d: action(d, "PIL-03").update(when=[{}]),
        ),
        (
            "actions[2]: Expected ascending numbers",
            lambda d: action(d, "PIL-03").update(days=[1, 0.5, 2]),
        ),
        (
            "actions[2].cost: Expected `array` of length 2, got 3",
            lambda d: action(d, "PIL-03").update(cost=[1, 2, 3]),
        ),
        (
            "actions[2].h: Object missing required field `en`",
            lambda d: action(d, "PIL-03")["h"].pop("en"),
        ),
        ("missing_action", lambda d: d["actions"].remove(action(d, "RIS-01"))),
        (
            "actions[2].days[0]: Expected `float` >= 0.0",
            lambda d: action(d, "PIL-03").update(days=[-1, 0, 1]),
        ),
    ],
)
def test_a_bad_catalogue_of_actions_is_refused(
    code: str, plant: Callable[[dict[str, Any]], object]
) -> None:
    source = (catalogue.DATA / "actions" / "2.0.0.yaml").read_text(encoding="utf-8")
    document = yaml.safe_load(source)
    plant(document)
    with pytest.raises(BadDocument) as refusal:
        parse_actions(document)
    found = [f"{one.where}: {one.code}" for one in refusal.value.problems]
    assert any(code in one for one in found), found


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("unknown_item", {"when": [{"Z9": {"lte": 1}}]}),
        ("unknown_item", {"when": [{"J1": {"lte": 1}}]}),
        ("unknown_dimension", {"up": {"ZZZ": 5}}),
        ("unknown_choice", {"only": {"K1": ["small"]}}),
        ("unknown_choice", {"only": {"Z9": ["small"]}}),
        ("unknown_option", {"only": {"F2": ["giant"]}}),
    ],
)
def test_actions_must_speak_of_the_questionnaire(code: str, change: dict[str, Any]) -> None:
    source = (catalogue.DATA / "actions" / "2.0.0.yaml").read_text(encoding="utf-8")
    document = yaml.safe_load(source)
    action(document, "PIL-03").update(change)
    with pytest.raises(BadDocument) as refusal:
        check_actions_fit(parse_actions(document), catalogue.questionnaire("2.0.0"))
    assert refusal.value.codes == {code}


def test_the_published_actions_fit_the_published_questionnaire() -> None:
    actions = catalogue.actions("2.0.0")
    assert len(actions.actions) == 55
    check_actions_fit(actions, catalogue.questionnaire("2.0.0"))
    assert catalogue.actions_for("1.0.0").version == "1.0.0"
