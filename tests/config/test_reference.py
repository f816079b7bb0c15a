"""What is set from outside is explained, all of it and nothing else."""

import re

import pytest

from config import reference as pages
from config.reference import BASE, MEANINGS, REFERENCE, reference, variables

EXAMPLES = ("deploy/capitaine.env.example", "deploy/owner.env.example")


def test_the_page_is_what_the_code_reads() -> None:
    assert REFERENCE.read_text() == reference(), "run python -m config.reference"


def test_each_variable_is_explained_and_each_explanation_is_of_one() -> None:
    assert {one.name for one in variables()} == set(MEANINGS)


def test_a_variable_without_a_meaning_is_found(monkeypatch) -> None:
    monkeypatch.delitem(pages.MEANINGS, "PUBLIC_HOST")
    with pytest.raises(KeyError, match="PUBLIC_HOST"):
        reference()


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_name_known_variables(example: str) -> None:
    names = re.findall(r"^([A-Z_]+)=", (BASE / example).read_text(), re.MULTILINE)
    assert names
    assert set(names) <= set(MEANINGS)
