"""One name per thing, on every screen, in every mail, on paper and in answers of the API."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.messages import ROOT, read_catalog

GLOSSARY = yaml.safe_load((Path(__file__).parent / "glossary.yaml").read_text("utf-8"))
PLACES = re.compile(r"%\(\w+\)s|%s|\{\{.*?\}\}|<[^>]+>")


def texts(language: str) -> set[str]:
    """Every text of ours in that language, without what is filled in."""
    catalogue = read_catalog(ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po")
    found: set[str] = set()
    for message in catalogue:
        said: Any = message.id if language == "en" else message.string
        found |= set(said) if isinstance(said, tuple | list) else {said}
    return {PLACES.sub("…", text) for text in found if text}


def faults(rules: Iterable[dict[str, Any]], said: Iterable[str]) -> list[str]:
    """Where a word stands that is never said, and what to say instead."""
    found = []
    for rule in rules:
        never = re.compile(rule["never"])
        for text in said:
            plain = text.lower().replace("'", "’")
            for phrase in rule.get("but", ()):
                plain = plain.replace(phrase, "")
            if never.search(plain):
                found.append(f"{text!r}: say {rule['say']!r}, never {never.search(plain)[0]!r}")
    return sorted(found)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_one_name_per_thing(language: str) -> None:
    wrong = faults(GLOSSARY[language], texts(language))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Un courriel est en route."),
        ("fr", "Le tri légal est fait."),
        ("fr", "Libérer la tranche"),
        ("fr", "Le motif de l’arrêt"),
        ("en", "Be led through it"),
        ("en", "The backlog is empty"),
    ],
)
def test_a_planted_word_is_found(language: str, text: str) -> None:
    assert faults(GLOSSARY[language], [text])


def test_a_phrase_that_is_fine_is_left_alone() -> None:
    assert not faults(GLOSSARY["fr"], ["Le temps libéré compte pour moitié.", "Libérer une place"])
