"""A questionnaire is read whole and checked, or refused with the code of what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import visible_items
from assessments.questionnaire.rules.checks import parse_questionnaire
from assessments.questionnaire.rules.documents import Text
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.questionnaire.rules.reading_time import BUDGET_SECONDS, item_seconds, item_words
from tenants.documents import BadDocument, load
from tests.assessments.versions import item

Plant = Callable[[dict[str, Any]], object]
SOURCE = (catalogue.DATA / "questionnaire" / "1.0.0.yaml").read_text(encoding="utf-8")


def remove(document: dict[str, Any], *item_ids: str) -> None:
    document["items"] = [one for one in document["items"] if one["id"] not in item_ids]


def swap_first_two(document: dict[str, Any]) -> None:
    items = document["items"]
    place = items.index(item(document, "K2"))
    items.insert(0, items.pop(place))


def cycle(document: dict[str, Any]) -> None:
    item(document, "P2")["show_if"] = {"P3": {"gte": 1}}
    item(document, "P3")["show_if"] = {"P2": {"gte": 1}}


def lengthen(document: dict[str, Any]) -> None:
    item(document, "C4")["q"]["en"] = "word " * 120


PLANTED: dict[str, tuple[str, Plant]] = {
    "an item id twice": ("duplicate_id", lambda d: item(d, "P2").update(id="P1")),
    "an option id twice": (
        "duplicate_id",
        lambda d: item(d, "J1")["options"][1].update(id="sales"),
    ),
    "a dimension id twice": ("duplicate_id", lambda d: d["dimensions"][1].update(id="PIL")),
    "four anchors": (
        "items[1].a: Expected `array` of length 5, got 4",
        lambda d: item(d, "P1")["a"].pop(),
    ),
    "six anchors": (
        "items[0].a: Expected `array` of length 5, got 6",
        lambda d: item(d, "G1")["a"].append(["a", "b"]),
    ),
    "an anchor in French only": (
        "items[1].a[2]: Expected `array` of at least length 2",
        lambda d: item(d, "P1")["a"][2].pop(),
    ),
    "a blank English anchor": (
        "items[1].a[2][1]: Expected `str` matching regex",
        lambda d: item(d, "P1")["a"].__setitem__(2, ["Une personne", " "]),
    ),
    "a question in French only": (
        "items[1].q: Object missing required field `en`",
        lambda d: item(d, "P1")["q"].pop("en"),
    ),
    "an option in English only": (
        ".options[0]: Object missing required field `fr`",
        lambda d: item(d, "J1")["options"][0].pop("fr"),
    ),
    "a level without its plain English": (
        "levels[0]: Object missing required field `plain_en`",
        lambda d: d["levels"][0].pop("plain_en"),
    ),
    "one language declared": (
        "languages: Expected `array` of length 2",
        lambda d: d.update(languages=["fr"]),
    ),
    "a condition on a later item": ("show_if_not_earlier", swap_first_two),
    "a condition on itself": (
        "show_if_cycle",
        lambda d: item(d, "P2").update(show_if={"P2": {"gte": 1}}),
    ),
    "a cycle of conditions": ("show_if_cycle", cycle),
    "a condition on an item that does not exist": (
        "show_if_not_earlier",
        lambda d: item(d, "P2").update(show_if={"Z9": {"gte": 1}}),
    ),
    "a condition on an item without anchors": (
        "show_if_not_earlier",
        lambda d: item(d, "F2").update(show_if={"F1": {"gte": 1}}),
    ),
    "a condition that compares nothing": (
        ".show_if[...]: Expected `gte`, `lte` or `eq`",
        lambda d: item(d, "K2").update(show_if={"G1": {}}),
    ),
    "a condition outside the scale": (
        ".show_if[...].gte: Expected `int` <= 4",
        lambda d: item(d, "K2").update(show_if={"G1": {"gte": 5}}),
    ),
    "a longest path above ten minutes in English only": ("too_long", lengthen),
    "one item left in a dimension": ("too_few_items", lambda d: remove(d, "T1", "T2")),
    "one item left on the path without use": (
        "too_few_items",
        lambda d: [item(d, i).update(show_if={"G1": {"gte": 1}}) for i in ("T1", "T2")],
    ),
    "weights that do not sum to one": (
        "weights_not_one",
        lambda d: d["dimensions"][0].update(weight=0.19),
    ),
    "an item in no dimension": ("unknown_dimension", lambda d: item(d, "P2").update(dim="XXX")),
    "an item without weight": ("weight_not_positive", lambda d: item(d, "P2").update(w=0)),
    "no usage question": ("missing_item", lambda d: item(d, "G1").update(id="G2")),
    "levels out of order": ("levels_not_ascending", lambda d: d["levels"].reverse()),
    "an answer without usage cap": (
        "usage_caps: Expected `object` of length >= 5",
        lambda d: d["usage_caps"].pop(4),
    ),
    "foundations on no item": (
        "unknown_item",
        lambda d: d["foundations"].update(needs={"Z9": 3}),
    ),
    "a key nobody reads": (
        "items[2]: Object contains unknown field `weight`",
        lambda d: item(d, "P2").update(weight=2),
    ),
    "a key that is missing": (
        "items[2]: Object missing required field `w`",
        lambda d: item(d, "P2").pop("w"),
    ),
    "a kind nobody knows": (
        "items[2].kind: Invalid value 'rating'",
        lambda d: item(d, "P2").update(kind="rating"),
    ),
    "a key read as false": (
        "items[2].q: Expected `str`",
        lambda d: item(d, "P2")["q"].update({False: "x"}),
    ),
    "another schema": (
        "schema: Invalid enum value 'other/1'",
        lambda d: d.update(schema="other/1"),
    ),
    "a version of two numbers": (
        "version: Expected `str` matching regex",
        lambda d: d.update(version="1.0"),
    ),
    "another scale": ("scale.max: Invalid enum value 5", lambda d: d["scale"].update(max=5)),
}


@pytest.mark.parametrize(("code", "plant"), PLANTED.values(), ids=PLANTED.keys())
def test_a_questionnaire_is_refused_for(code: str, plant: Plant) -> None:
    document = yaml.safe_load(SOURCE)
    plant(document)
    with pytest.raises(BadDocument) as refusal:
        parse_questionnaire(document)
    found = [f"{one.where}: {one.code}" for one in refusal.value.problems]
    assert any(code in one for one in found), found


def test_a_key_written_twice_is_refused() -> None:
    with pytest.raises(BadDocument) as refusal:
        load("a: 1\nb: 2\na: 3\n", name="x")
    assert refusal.value.codes == {"duplicate_key"}


def test_a_text_that_is_not_yaml_is_refused() -> None:
    with pytest.raises(BadDocument) as refusal:
        load("a: [1, 2", name="x")
    assert refusal.value.codes == {"not_yaml"}


def test_measurement_may_rest_on_one_item_only_below_a_supervised_trial() -> None:
    document = yaml.safe_load(SOURCE)
    for item_id in ("M2", "M3"):
        item(document, item_id)["show_if"] = {"G1": {"gte": 3}}
    with pytest.raises(BadDocument) as refusal:
        parse_questionnaire(document)
    assert {problem.where for problem in refusal.value.problems} == {"G1=2 MES"}


def test_the_published_questionnaire_has_seven_dimensions_and_thirty_two_items(
    questionnaire: Questionnaire,
) -> None:
    assert [one.id for one in questionnaire.dimensions] == [
        "PIL",
        "CHO",
        "COM",
        "DON",
        "OUT",
        "RIS",
        "MES",
    ]
    assert len(questionnaire.items) == 32
    assert sum(one.kind == "scored" for one in questionnaire.items) == 25
    assert {one.id for one in questionnaire.items if one.must_know} == {"P1", "N3", "R2"}


@pytest.mark.parametrize(
    ("usage", "items", "french", "english", "minutes"),
    [(0, 27, 827, 793, 8.2), (1, 29, 891, 856, 8.8), (2, 32, 992, 943, 9.7)],
)
def test_each_path_is_read_in_less_than_ten_minutes(
    questionnaire: Questionnaire,
    usage: int,
    items: int,
    french: int,
    english: int,
    minutes: float,
) -> None:
    shown = visible_items(questionnaire, {"G1": usage})
    seconds = {
        language: sum(item_seconds(questionnaire, one, language) for one in shown)
        for language in ("fr", "en")
    }
    assert len(shown) == items
    assert sum(item_words(questionnaire, one, "fr") for one in shown) == french
    assert sum(item_words(questionnaire, one, "en") for one in shown) == english
    assert round(max(seconds.values()) / 60, 1) == minutes
    assert max(seconds.values()) <= BUDGET_SECONDS


def test_a_text_is_given_in_french_for_french_readers_and_in_english_for_others() -> None:
    text = Text(fr="bonjour", en="hello")
    assert [text.in_language(one) for one in ("fr", "fr-ca", "en", "de")] == [
        "bonjour",
        "bonjour",
        "hello",
        "hello",
    ]


def test_a_version_is_read_once() -> None:
    assert catalogue.questionnaire("1.0.0") is catalogue.questionnaire("1.0.0")


def test_a_version_never_published_is_not_found() -> None:
    with pytest.raises(KeyError):
        catalogue.questionnaire("0.9.0")
    with pytest.raises(KeyError):
        catalogue.actions("../questionnaire/1.0.0")


@pytest.mark.parametrize(
    ("today", "version"),
    [
        (date(2026, 11, 22), "1.0.0"),
        (date(2026, 11, 26), "2.0.0"),
        (date(2026, 12, 1), "2.0.0"),
        (date(2027, 5, 1), "2.0.0"),
    ],
)
def test_the_newest_in_force_is_asked_and_on_every_day_there_is_one(
    today: date, version: str
) -> None:
    assert catalogue.current_questionnaire(today=today).version == version


@pytest.mark.parametrize("name", ["questionnaire", "actions", "use_cases"])
def test_the_french_of_the_data_follows_french_typography(name: str) -> None:
    french: list[str] = []

    def collect(value: object) -> None:
        if isinstance(value, dict):
            french.extend(value[key] for key in value if key in {"fr", "plain_fr"})
            for one in value.values():
                collect(one)
        elif isinstance(value, list):
            if len(value) == 2 and all(isinstance(one, str) for one in value):
                french.append(value[0])
            for one in value:
                collect(one)

    for path in Path(catalogue.DATA / name).glob("*.yaml"):
        collect(yaml.safe_load(path.read_text(encoding="utf-8")))
    wrong = [text for text in french if re.search(r"'| [;:!?%»€]|« ", text)]
    assert len(french) > 30
    assert wrong == []
