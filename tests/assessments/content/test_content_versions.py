"""What is published never changes, and what comes next may follow or is refused by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from assessments.apps import published_content_is_unchanged
from assessments.content.rules.publication import KINDS
from assessments.content.services import check_published, publish_content
from assessments.questionnaire import selectors as catalogue
from tenants.documents import BadDocument
from tests.assessments.versions import draft, item, own_content, second_actions, second_major

Plant = Callable[[dict[str, Any]], object]
TODAY = date(2026, 12, 1)


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with own_content(tmp_path, monkeypatch) as folder:
        yield folder


def refused(kind: str, version: str) -> frozenset[str]:
    before = (catalogue.DATA / catalogue.PUBLISHED).read_bytes()
    with pytest.raises(BadDocument) as refusal:
        publish_content(kind=kind, version=version, today=TODAY)
    assert (catalogue.DATA / catalogue.PUBLISHED).read_bytes() == before, "nothing is written"
    assert version not in catalogue.versions(kind)
    return frozenset(
        one.code if one.code.isidentifier() else f"{one.where}: {one.code}"
        for one in refusal.value.problems
    )


def reword(document: dict[str, Any]) -> None:
    item(document, "P1")["q"] = {"fr": "Quel chef décide de tout ?", "en": "Which boss decides?"}


def reanchor(document: dict[str, Any]) -> None:
    item(document, "P1")["a"][2] = ["Plusieurs, chacun pour soi", "Several, each on their own"]


def revise(document: dict[str, Any], by: int = 1) -> None:
    item(document, "P1")["v"] += by


def slip(document: dict[str, Any]) -> None:
    anchor = item(document, "P1")["a"][1]
    anchor[1] = anchor[1] + "."


def drop(item_id: str) -> Plant:
    return lambda d: d.update(items=[one for one in d["items"] if one["id"] != item_id])


def unscored(item_id: str) -> Plant:
    return lambda d: [item(d, item_id).pop(key) for key in ("dim", "w")]


def actions_without_r4() -> None:
    """Every item is asked about by some action: one goes only after other actions came out."""
    draft("actions", "1.1.0", second_actions, lambda d: d["actions"][-1]["when"].pop())
    publish_content(kind="actions", version="1.1.0", today=TODAY)


def add(document: dict[str, Any]) -> None:
    place = document["items"].index(item(document, "T1"))
    fresh = {"id": "T9", "q": {"fr": "Qui relit ?", "en": "Who rereads?"}}
    document["items"].insert(place, {**item(document, "T1"), **fresh})


def recode(document: dict[str, Any], **other: Any) -> None:
    one = {
        "from": {"item": "P1", "v": 1},
        "to": {"item": "P1", "v": 2},
        "kind": "recode",
        "table": {0: 0, 1: 1, 2: 1, 3: 3, 4: 4},
    }
    document.setdefault("mapping", []).append({**one, **other})


def test_the_published_files_are_as_they_were_published() -> None:
    check_published()
    assert published_content_is_unchanged() == []
    assert {one.kind for one in catalogue.publications()} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_published_file_that_changed_is_named(content: Path, kind: str) -> None:
    with catalogue.path_of(kind, "1.0.0").open("a") as file:
        file.write("# a word more\n")
    [error] = published_content_is_unchanged()
    assert error.msg == f"{kind} 1.0.0: changed_after_publication"
    with pytest.raises(CommandError, match=f"{kind} 1.0.0: changed_after_publication"):
        call_command("content", "check")


def test_a_published_file_that_is_gone_is_named(content: Path) -> None:
    catalogue.path_of("actions", "1.0.0").unlink()
    [error] = published_content_is_unchanged()
    assert error.msg == "actions 1.0.0: published_file_missing"


def test_a_list_of_publications_that_lost_its_order_is_refused(content: Path) -> None:
    draft("questionnaire", "1.0.1", slip)
    publish_content(kind="questionnaire", version="1.0.1", today=TODAY)
    lines = (content / catalogue.PUBLISHED).read_text().splitlines(keepends=True)
    (content / catalogue.PUBLISHED).write_text("".join([*lines[:3], lines[-1], *lines[3:-1]]))
    catalogue.forget()
    [error] = published_content_is_unchanged()
    assert "versions_out_of_order" in error.msg


def test_publishing_adds_one_line_and_nothing_else(content: Path) -> None:
    before = (content / catalogue.PUBLISHED).read_text()
    draft("questionnaire", "1.0.1", slip)
    assert catalogue.versions("questionnaire") == ("1.0.0",), "a draft is not published"
    assert catalogue.current_questionnaire(today=TODAY).version == "1.0.0"
    done = publish_content(kind="questionnaire", version="1.0.1", today=TODAY)
    after = (content / catalogue.PUBLISHED).read_text()
    assert after.startswith(before)
    assert after.removeprefix(before).count("\n") == 1
    assert done.digest in after
    assert catalogue.current_questionnaire(today=TODAY).version == "1.0.1"
    check_published()


def test_a_version_is_published_once(content: Path) -> None:
    with pytest.raises(BadDocument) as refusal:
        publish_content(kind="actions", version="1.0.0", today=TODAY)
    assert refusal.value.codes == {"published_already"}


def test_nothing_is_published_over_a_changed_file(content: Path) -> None:
    with catalogue.path_of("use_cases", "1.0.0").open("a") as file:
        file.write("\n")
    draft("questionnaire", "1.0.1", slip)
    assert refused("questionnaire", "1.0.1") == {"changed_after_publication"}


ALLOWED: dict[str, tuple[str, tuple[Plant, ...]]] = {
    "a slip of the pen is a patch": ("1.0.1", (slip,)),
    "a question taken away is a minor": ("1.1.0", (drop("R4"),)),
    "a question added is a minor": ("1.1.0", (add,)),
    "a question reworded with its revision is a minor": ("1.1.0", (reword, revise)),
    "anchors of another meaning with their revision are a major": ("2.0.0", (reanchor, revise)),
    "a recoded item is a major with its table": ("2.0.0", (reanchor, revise, recode)),
    "another weight is a major": ("2.0.0", (lambda d: item(d, "P1").update(w=2),)),
}


@pytest.mark.parametrize(("version", "plants"), ALLOWED.values(), ids=ALLOWED.keys())
def test_what_may_follow_follows(content: Path, version: str, plants: tuple[Plant, ...]) -> None:
    actions_without_r4()
    draft("questionnaire", version, *plants)
    assert publish_content(kind="questionnaire", version=version, today=TODAY).version == version
    check_published()


PLANTED: dict[str, tuple[str, str, tuple[Plant, ...]]] = {
    "the same content again": ("nothing_changed", "1.0.1", ()),
    "a version left out": ("version_not_next", "1.0.2", (slip,)),
    "a version gone by": ("version_not_next", "0.9.0", (slip,)),
    "a patch that rewords": ("reworded_without_revision", "1.0.1", (reword,)),
    "a patch that revises": ("needs_minor_version", "1.0.1", (reword, revise)),
    "a patch that takes away": ("needs_minor_version", "1.0.1", (drop("R4"),)),
    "a minor that moves anchors": ("needs_major_version", "1.1.0", (reanchor, revise)),
    "a minor that weighs an item anew": (
        "needs_major_version",
        "1.1.0",
        (lambda d: item(d, "P1").update(w=2),),
    ),
    "a minor that weighs dimensions anew": (
        "needs_major_version",
        "1.1.0",
        (
            lambda d: d["dimensions"][0].update(weight=0.19),
            lambda d: d["dimensions"][1].update(weight=0.17),
        ),
    ),
    "a minor that moves a level": (
        "needs_major_version",
        "1.1.0",
        (lambda d: d["levels"][2].update({"from": 45}),),
    ),
    "a minor with another usage cap": (
        "needs_major_version",
        "1.1.0",
        (lambda d: d["usage_caps"].update({1: 4}),),
    ),
    "a meaning changed in a major, its revision not": (
        "reworded_without_revision",
        "2.0.0",
        (reanchor,),
    ),
    "a revision that skips one": (
        "revision_not_next",
        "2.0.0",
        (reanchor, lambda d: revise(d, 2)),
    ),
    "a revision that goes back": ("revision_not_positive", "2.0.0", (lambda d: revise(d, -1),)),
    "a revision without a change": ("revision_without_change", "1.1.0", (revise,)),
    "a new item that begins at two": (
        "revision_not_next",
        "1.1.0",
        (add, lambda d: item(d, "T9").update(v=2)),
    ),
    "a kind that changes under an id": (
        "id_reused",
        "2.0.0",
        (lambda d: item(d, "P2").update(kind="gate"), unscored("P2")),
    ),
    "a mapping to an item that does not stand": (
        "mapping_to_unknown",
        "2.0.0",
        (reanchor, revise, lambda d: recode(d, to={"item": "P1", "v": 3})),
    ),
    "a mapping from an item never published": (
        "mapping_from_unknown",
        "2.0.0",
        (reanchor, revise, lambda d: recode(d, **{"from": {"item": "P9", "v": 1}})),
    ),
    "a mapping from an item that stands": (
        "mapping_from_standing",
        "2.0.0",
        (reanchor, revise, lambda d: recode(d, **{"from": {"item": "P2", "v": 1}})),
    ),
    "two mappings of one item": (
        "mapping_twice",
        "2.0.0",
        (reanchor, revise, recode, recode),
    ),
    "a table with a hole": (
        "mapping[0].table: Expected `object` of length >= 5",
        "2.0.0",
        (reanchor, revise, lambda d: recode(d, table={0: 0, 1: 1, 2: 2, 3: 3})),
    ),
    "a table off the scale": (
        "mapping[0].table[...]: Expected `int` <= 4",
        "2.0.0",
        (reanchor, revise, lambda d: recode(d, table={0: 0, 1: 1, 2: 2, 3: 3, 4: 5})),
    ),
    "a table nobody asked for": (
        "mapping[0]: Object contains unknown field `table`",
        "2.0.0",
        (reanchor, revise, lambda d: recode(d, kind="same")),
    ),
    "a recoding without a table": (
        "mapping[0]: Object missing required field `table`",
        "2.0.0",
        (reanchor, revise, recode, lambda d: d["mapping"][0].pop("table")),
    ),
    "an item the actions ask about, gone": ("unknown_item", "1.1.0", (drop("P4"),)),
    "a longer path than ten minutes": (
        "too_long",
        "1.1.0",
        (
            lambda d: item(d, "C4")["q"].update(en="word " * 120),
            lambda d: item(d, "C4").update(v=2),
        ),
    ),
}


@pytest.mark.parametrize(("code", "version", "plants"), PLANTED.values(), ids=PLANTED.keys())
def test_what_may_not_follow_is_refused_for(
    content: Path, code: str, version: str, plants: tuple[Plant, ...]
) -> None:
    draft("questionnaire", version, *plants)
    found = refused("questionnaire", version)
    assert any(code in one for one in found), found


def test_an_id_that_was_taken_away_never_returns(content: Path) -> None:
    actions_without_r4()
    draft("questionnaire", "1.1.0", drop("R4"))
    publish_content(kind="questionnaire", version="1.1.0", today=TODAY)
    draft("questionnaire", "1.2.0", of="1.0.0")
    assert "id_reused" in refused("questionnaire", "1.2.0")


def test_what_was_mapped_stays_mapped(content: Path) -> None:
    draft("questionnaire", "2.0.0", reanchor, revise, recode)
    publish_content(kind="questionnaire", version="2.0.0", today=TODAY)
    draft("questionnaire", "2.0.1", slip, lambda d: d.pop("mapping"), of="2.0.0")
    assert "mapping_dropped" in refused("questionnaire", "2.0.1")


CATALOGUES: dict[str, tuple[str, str, str, Plant]] = {
    "an action reworded as a patch": (
        "needs_minor_version",
        "actions",
        "1.0.1",
        lambda d: d["actions"][0].update(t={"fr": "Tout autre chose", "en": "Something else"}),
    ),
    "a use taken away as a patch": (
        "needs_minor_version",
        "use_cases",
        "1.0.1",
        lambda d: d["use_cases"].pop(),
    ),
    "a cost changed as a patch": (
        "needs_minor_version",
        "use_cases",
        "1.0.1",
        lambda d: d["use_cases"][0].update(cost=[1, 2, 3]),
    ),
    "an action that asks about no item": (
        "unknown_item",
        "actions",
        "1.1.0",
        lambda d: d["actions"][0].update(when=[{"Z9": {"lte": 1}}]),
    ),
}


@pytest.mark.parametrize(
    ("code", "kind", "version", "plant"), CATALOGUES.values(), ids=CATALOGUES.keys()
)
def test_a_catalogue_follows_the_same_rules(
    content: Path, code: str, kind: str, version: str, plant: Plant
) -> None:
    draft(kind, version, plant)
    assert code in refused(kind, version)


def test_a_use_that_was_taken_away_is_still_found_by_its_id(content: Path) -> None:
    draft("use_cases", "1.1.0", lambda d: d["use_cases"].pop())
    publish_content(kind="use_cases", version="1.1.0", today=TODAY)
    assert "UC38" not in catalogue.use_cases("1.1.0").use_cases
    found = catalogue.find_use_case("UC38")
    assert found is not None
    assert found == catalogue.use_cases("1.0.0").use_cases["UC38"]
    assert catalogue.find_use_case("UC99") is None


def test_an_older_questionnaire_goes_on_with_the_newest_actions_that_fit_it(content: Path) -> None:
    draft("questionnaire", "2.0.0", second_major)
    assert "unknown_item" in refused("questionnaire", "2.0.0"), "no actions fit it yet"
    draft("actions", "1.1.0", second_actions)
    publish_content(kind="actions", version="1.1.0", today=TODAY)
    publish_content(kind="questionnaire", version="2.0.0", today=TODAY)
    assert catalogue.actions_for("1.0.0").version == "1.0.0"
    assert catalogue.actions_for("2.0.0").version == "1.1.0"
    assert catalogue.use_cases_for("2.0.0").version == "1.0.0"


def test_the_check_lists_what_is_published_and_what_may_be(content: Path, capsys) -> None:
    draft("questionnaire", "1.0.1", slip)
    call_command("content", "check")
    said = capsys.readouterr().out
    assert "questionnaire 1.0.0: published on 2026-11-22, unchanged" in said
    assert "questionnaire 1.0.0 goes with actions 1.0.0 and use_cases 1.0.0" in said
    assert "questionnaire 1.0.1: a draft that may be published" in said


def test_publishing_by_command_says_what_is_wrong(content: Path, capsys) -> None:
    actions_without_r4()
    draft("questionnaire", "1.0.1", drop("R4"))
    with pytest.raises(CommandError, match=r"items\.R4: needs_minor_version"):
        call_command("content", "publish", "questionnaire", "1.0.1")
    with pytest.raises(CommandError, match=r"There is no questionnaire 7\.0\.0"):
        call_command("content", "publish", "questionnaire", "7.0.0")
    draft("questionnaire", "1.1.0", drop("R4"))
    catalogue.path_of("questionnaire", "1.0.1").unlink()
    call_command("content", "publish", "questionnaire", "1.1.0")
    assert "questionnaire 1.1.0 is published" in capsys.readouterr().out
