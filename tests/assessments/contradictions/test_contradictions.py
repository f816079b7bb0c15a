"""Answers that do not go together are asked once more; whoever keeps them is not stopped."""

import re

import pytest
from django.test import Client

from assessments.answers.models import Assessment
from assessments.contradictions.rules import given, parse_contradictions, together
from assessments.diagnostic.services import save_answer, start_assessment
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import Answers
from tenants.documents import BadDocument
from tests.conftest import Cast, acting

PAIRS = catalogue.contradictions("1.0.0")


def ids(questionnaire, answers: Answers) -> list[str]:
    found = given(contradictions=PAIRS, questionnaire=questionnaire, answers=answers)
    return [pair.id for pair in found]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"P1": 1, "P2": 3}, ["X01"]),
        ({"P1": 2, "P2": 3}, []),
        ({"C2": 0, "C3": 3}, ["X02"]),
        ({"C1": 0, "C2": 3}, ["X03"]),
        ({"K4": 0, "C1": 4}, ["X04"]),
        ({"G1": 0, "T2": 2}, ["X05"]),
        ({"G1": 1, "T2": 2}, []),
        ({"G1": 3, "R1": 1}, ["X06"]),
        ({"G1": 4, "M2": 0}, ["X07"]),
        ({"R2": 0, "T2": 4, "G1": 1}, ["X08"]),
        ({"R1": 0, "N3": 3}, ["X09"]),
        ({"G1": 2, "M1": 0, "M3": 3, "M2": 2}, ["X10"]),
        ({"G1": 2, "M2": 0, "M3": 3, "M1": 2}, ["X11"]),
        ({"G1": 1, "M2": 0, "M3": 3}, []),
        ({"P1": "dk", "P2": 3}, []),
    ],
)
def test_a_pair_is_found_only_where_both_answers_were_given(
    questionnaire, answers, expected
) -> None:
    assert ids(questionnaire, answers) == expected


@pytest.mark.parametrize("usage", [0, 1, 2])
@pytest.mark.parametrize("anchor", [1, 2, 3])
def test_even_answers_contradict_nothing(questionnaire, firm, usage, anchor) -> None:
    found = ids(questionnaire, firm(usage, anchor))
    assert found == (["X05"] if usage == 0 and anchor >= 2 else [])


def test_every_pair_can_be_met_on_some_path_and_names_items_as_they_are(questionnaire) -> None:
    for pair in PAIRS.pairs:
        for side in (pair.first, pair.second):
            item = questionnaire.item(side.item_id)
            assert item.revision == side.revision
            assert any(side.holds(anchor) for anchor in range(5))
        usages = [
            usage
            for usage in range(5)
            if ids(questionnaire, {**answers_of(pair), **usage_of(pair, usage)})
        ]
        assert usages, pair.id


def answers_of(pair) -> dict[str, int]:
    return {
        one.item_id: anchor for one in (pair.first, pair.second) for anchor in one.given.values()
    }


def usage_of(pair, usage: int) -> dict[str, int]:
    return {} if "G1" in pair.items else {"G1": usage}


def test_pairs_that_share_a_question_are_asked_together(questionnaire) -> None:
    answers = {"G1": 4, "M1": 0, "M2": 0, "M3": 3, "P1": 0, "P2": 4}
    pairs = given(contradictions=PAIRS, questionnaire=questionnaire, answers=answers)
    groups = [[pair.id for pair in group] for group in together(pairs)]
    assert groups == [["X01"], ["X07", "X10", "X11"]] or sorted(map(sorted, groups)) == [
        ["X01"],
        ["X07", "X10", "X11"],
    ]


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"first": {"item": "P1", "v": 1}}, "pairs[0].first: Expected `gte`, `lte` or `eq`"),
        ({"first": {"item": "P2", "v": 1, "eq": 1}}, "same_item"),
        ({"first": {"item": "P1", "v": 1, "gte": 5}}, "pairs[0].first.gte: Expected `int` <= 4"),
        ({"fr": ""}, "pairs[0].fr: Expected `str` matching regex"),
    ],
)
def test_a_broken_list_is_refused(broken, code) -> None:
    pair = {
        "id": "X01",
        "first": {"item": "P1", "v": 1, "eq": 0},
        "second": {"item": "P2", "v": 1, "eq": 3},
        "fr": "a",
        "en": "b",
        **broken,
    }
    root = {"schema": "capitaine/contradictions/1", "version": "1.0.0", "pairs": [pair]}
    with pytest.raises(BadDocument) as refused:
        parse_contradictions(root)
    found = [f"{one.where}: {one.code}" for one in refused.value.problems]
    assert any(code in one for one in found), found


@pytest.fixture
def begun(acme: Cast, today, now) -> Assessment:
    who = {"actor": acme.actor("lead"), "today": today, "now": now}
    one = start_assessment(acting(**who))
    for item_id, raw in {"G1": 1, "P1": 0, "P2": 3, "C2": 3}.items():
        save_answer(acting(**who), assessment_id=one.id, item_id=item_id, raw=raw)
    return one


@pytest.mark.django_db
def test_the_summary_asks_again_and_keeping_both_is_noted(acme: Cast, begun) -> None:
    client = acme.client("lead")
    client.cookies["django_language"] = "en"
    base = f"/diagnostic/{begun.id}/"
    asked = client.post(f"{base}summary/")
    assert asked["Location"] == f"{base}check/"
    page = client.get(f"{base}check/", headers={"accept-language": "en"}).text
    assert page.count('name="P1"') == 6
    assert page.count("checked") == 2
    done = client.post(f"{base}check/", {"shown": "X01", "P1": "0", "P2": "3"})
    assert done["Location"] == f"{base}result/"
    begun.refresh_from_db()
    assert begun.advice.contradictions.kept == ("X01",)
    assert (
        "yet nobody has the mission"
        in client.get(f"{base}result/", headers={"accept-language": "en"}).text
    )


@pytest.mark.django_db
def test_a_corrected_answer_is_saved_and_another_clash_is_shown_first(acme: Cast, begun) -> None:
    client = acme.client("lead")
    base = f"/diagnostic/{begun.id}/"
    client.post(f"{base}C1/", {"answer": "0"})
    again = client.post(f"{base}check/", {"shown": "X01", "P1": "3", "P2": "3"})
    assert again["Location"] == f"{base}check/"
    begun.refresh_from_db()
    assert begun.state == "open"
    assert 'name="C1"' in client.get(f"{base}check/").text
    client.post(f"{base}check/", {"shown": "X03", "C1": "3", "C2": "3"})
    begun.refresh_from_db()
    assert begun.advice.contradictions.kept == ()


@pytest.mark.django_db
def test_a_viewer_corrects_nothing(acme: Cast, begun) -> None:
    refused = acme.client("viewer").post(f"/diagnostic/{begun.id}/check/", {"shown": "X01"})
    assert refused.status_code == 403
    begun.refresh_from_db()
    assert begun.state == "open"


@pytest.mark.django_db
def test_the_open_door_asks_again_too() -> None:
    client = Client(headers={"host": "localhost"})
    first = client.post("/diagnostic/first/", {"answer": "1"})
    base = re.match(r"(/diagnostic/[^/]+/)", first["Location"])[1]
    for item, raw in (("P1", "0"), ("P2", "3")):
        client.post(f"{base}{item}/", {"answer": raw})
    assert client.post(f"{base}summary/")["Location"] == f"{base}check/"
    assert client.get(f"{base}check/").status_code == 200
    done = client.post(f"{base}check/", {"shown": "X01", "P1": "0", "P2": "3"})
    assert done["Location"] == f"{base}result/"
    page = client.get(done["Location"], headers={"accept-language": "en"}).text
    assert "They were shown again and kept" in page
