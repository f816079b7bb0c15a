"""The board's page on paper: exactly one A4 page, whatever a month held."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.utils import translation
from msgspec.structs import replace
from pypdf import PdfReader

from governance.papers.services import print_sheet
from portfolio.board.selectors import BoardFacts, BoardPage
from portfolio.board.services import board_sheet
from tests.assessments.papers.paper_pages import holds, pages
from tests.portfolio.board.facts import DAY, facts, fullest

AT = datetime(2026, 10, 1, 6, tzinfo=UTC)
LANGUAGES = ("fr", "en")


def printed(found: BoardFacts, language: str = "fr") -> bytes:
    page = BoardPage(id=None, month=DAY, made_at=AT, facts=found, captains={})
    with translation.override(language):
        return print_sheet(board_sheet(page))


def text_of(found: BoardFacts, language: str = "fr") -> str:
    (text,) = pages(printed(found, language))
    return text.replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("found", [facts(), fullest(), fullest(priorities=1)], ids=["a", "b", "c"])
def test_it_is_one_page(found, language) -> None:
    reader = PdfReader(BytesIO(printed(found, language)))
    assert len(reader.pages) == 1
    width, height = (float(one) for one in reader.pages[0].mediabox.upper_right)
    assert (round(width), round(height)) == (595, 842)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fullest_page_holds_under_the_longest_address(language) -> None:
    page = BoardPage(id=None, month=DAY, made_at=AT, facts=fullest(), captains={})
    with translation.override(language):
        assert holds(board_sheet(page))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fullest_page_keeps_every_part_within_its_edges(language) -> None:
    text = text_of(fullest(), language)
    said = {
        "fr": (
            "engagés",
            "Le conseil décide",
            "Le conseil apprend",
            "Pour le conseil",
            "en plus :",
        ),
        "en": ("engaged", "The board decides", "The board learns", "For the board", "besides:"),
    }
    for words in said[language]:
        assert words in text
    assert text.count("Ordonnancement") >= 8


def test_it_opens_with_what_is_engaged_what_came_back_and_when_it_breaks_even() -> None:
    text = text_of(replace(facts(), year_end=fullest().year_end))
    opening = (
        "63 200 € engagés, 84 jours ; 6 420 € rapportés à ce jour ; au rythme mesuré, équilibre"
    )
    assert f"{opening} en septembre 2027." in text
    assert "Faits au jeudi 1er octobre 2026" in text
    assert "journal n° 91" in text
    assert "pas d’équilibre en vue" in text_of(facts())


def test_the_row_of_money_closes_and_the_three_states_stand_apart() -> None:
    found = facts()
    parts = found.spent + found.ordered + found.to_commit + found.given_back
    assert found.approved == parts
    text = text_of(found)
    for sum_of in ("97 000 €", "60 500 €", "2 700 €", "19 100 €", "14 700 €"):
        assert sum_of in text
    assert "Trois états, jamais additionnés" in text


def test_what_is_left_out_is_counted() -> None:
    found = fullest()
    text = text_of(found, "en")
    left = int(text.split("In the log besides:")[1].split(".")[0])
    shown = text.count("Returned to the ideas pool")
    assert shown + left == found.decision_count
    few = replace(found, priorities=(), kept=(), stopped=None, asked=(), asked_count=0)
    whole = replace(few, decisions=few.decisions[:3], decision_count=3)
    assert "In the log besides" not in text_of(whole, "en")


def test_the_same_facts_make_the_same_bytes_another_day_too() -> None:
    found = fullest()
    assert printed(found) == printed(found)
    page = BoardPage(id=None, month=DAY, made_at=AT, facts=found, captains={})
    later = BoardPage(id=None, month=DAY, made_at=AT + timedelta(days=1), facts=found, captains={})
    assert board_sheet(page).words == board_sheet(later).words
