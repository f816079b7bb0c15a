"""A table that a spreadsheet opens and never runs."""

import pytest

from tenants.tables.rules.writing import BOM, harmless, table


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_text_that_would_be_a_formula_is_led_by_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_numbers_and_other_texts_stay_as_they_are() -> None:
    assert [harmless(cell) for cell in (-1, 2.5, None, "a=b", "")] == [-1, 2.5, None, "a=b", ""]


@pytest.mark.parametrize(("language", "line"), [("fr", 'a;"b;""c""";1'), ("en", 'a,"b;""c""",1')])
def test_the_separator_follows_the_language(language: str, line: str) -> None:
    written = table([["a", 'b;"c"', 1]], language=language)
    assert written == f"{BOM}{line}\r\n"
