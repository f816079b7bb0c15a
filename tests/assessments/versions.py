"""A folder of content like the published one, in which a test may write what comes next."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assessments.questionnaire import selectors as catalogue

Change = Callable[[dict[str, Any]], object]


@contextmanager
def own_content(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The catalogue reads a copy of the first edition that the test may add to."""
    copy = folder / "data"
    shutil.copytree(catalogue.DATA, copy)
    listed = copy / catalogue.PUBLISHED
    lines = listed.read_text("utf-8").splitlines(keepends=True)
    later = [line for line in lines if "kind:" in line and "version: 1.0.0" not in line]
    listed.write_text("".join(line for line in lines if line not in later), "utf-8")
    for path in copy.glob("*/*.yaml"):
        if path.stem != "1.0.0":
            path.unlink()
    patch.setattr(catalogue, "DATA", copy)
    catalogue.forget()
    try:
        yield copy
    finally:
        patch.undo()
        catalogue.forget()


def draft(kind: str, version: str, *changes: Change, of: str = "1.0.0") -> None:
    """A version made from another one lies in the folder, not published."""
    document = yaml.load(catalogue.path_of(kind, of).read_text("utf-8"), Loader=yaml.CSafeLoader)
    document["version"] = version
    for change in changes:
        change(document)
    text = yaml.dump(
        document, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000
    )
    catalogue.path_of(kind, version).write_text(text, "utf-8")


def item(document: dict[str, Any], item_id: str) -> dict[str, Any]:
    return next(one for one in document["items"] if one["id"] == item_id)


def second_major(document: dict[str, Any]) -> None:
    """P1 means something else, R4 is gone, T4 is new, dimensions weigh anew, from March on."""
    document["effective_from"] = date(2027, 3, 1)
    document["dimensions"][0]["weight"], document["dimensions"][1]["weight"] = 0.19, 0.17
    renewed = item(document, "P1")
    renewed["v"] = 2
    renewed["a"][3] = ["Une personne mandatée par écrit", "One person, mandated in writing"]
    renewed["a"][2] = ["Un volontaire reconnu, sans écrit", "A known volunteer, nothing written"]
    document["items"] = [one for one in document["items"] if one["id"] != "R4"]
    fresh = {
        **item(document, "T1"),
        "id": "T4",
        "v": 1,
        "q": {"fr": "Qui relit ce que l’IA produit ?", "en": "Who rereads what AI produces?"},
        "a": [
            ["Personne", "Nobody"],
            ["Parfois un collègue", "Sometimes a colleague"],
            ["Souvent un collègue", "Often a colleague"],
            ["Toujours, une personne nommée", "Always, a named person"],
            ["Toujours, avec une trace", "Always, with a trace"],
        ],
    }
    document["items"].insert(document["items"].index(item(document, "T1")) + 1, fresh)
    document["mapping"] = [
        {
            "from": {"item": "P1", "v": 1},
            "to": {"item": "P1", "v": 2},
            "kind": "recode",
            "table": {0: 0, 1: 1, 2: 1, 3: 3, 4: 4},
        }
    ]


def second_actions(document: dict[str, Any]) -> None:
    """The actions that go with `second_major`: R4 is asked no more, the last one asks T4."""
    for action in document["actions"]:
        action["when"] = [
            {("R3" if i == "R4" else i): c for i, c in r.items()} for r in action["when"]
        ]
    document["actions"][-1]["when"].append({"T4": {"lte": 1}})
