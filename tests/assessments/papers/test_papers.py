"""The result on paper: two pages in each language, whatever was answered and typed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import translation
from pypdf import PdfReader

from assessments.answers.models import Assessment
from assessments.comparison.rules import Taken, compare
from assessments.diagnostic.words import clipped
from assessments.papers.selectors import Report, drafted_report
from assessments.papers.services import TEMPLATE, drafted_sheet, file_name
from assessments.results.selectors import outcome_of
from governance.papers.services import Sheet, print_sheet, set_sheet
from tests.assessments.papers.paper_pages import LONG, pages, stretched

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BEFORE = AT - timedelta(days=180)
LANGUAGES = ("fr", "en")


@pytest.fixture
def report(questionnaire, reference):
    def build(language: str, answers=None) -> Report:
        given = reference if answers is None else answers
        found = outcome_of(questionnaire=questionnaire, answers=given)
        taken = Taken(questionnaire, given, found.result)
        return drafted_report(taken, found.advice, language=language)

    return build


@pytest.fixture
def compared(questionnaire, firm, report):
    def build(language: str) -> Report:
        low, high = firm(1, 1), firm(3, 4)
        takes = [
            Taken(
                questionnaire, given, outcome_of(questionnaire=questionnaire, answers=given).result
            )
            for given in (low, high)
        ]
        before = Assessment(completed_at=BEFORE)
        comparison = compare(before=takes[0], after=takes[1])
        return replace(report(language), before=before, comparison=comparison)

    return build


def sheet(report: Any, company: str = "") -> Sheet:
    before = BEFORE if report.comparison else None
    known = {"report": report, "company": company, "at": AT, "before": before, "version": "1.0.0"}
    return set_sheet(template=TEMPLATE, context=known, at=AT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_result_stands_on_two_pages_in_the_readers_words(report, language: str) -> None:
    with translation.override(language):
        printed = print_sheet(drafted_sheet(report(language), at=AT, version="1.0.0"))
    first, second = pages(printed)
    assert {"fr": "Niveau", "en": "Level"}[language] in first
    assert {"fr": "Page 1 sur 2", "en": "Page 1 of 2"}[language] in first
    assert {"fr": "22 novembre 2026", "en": "22 November 2026"}[language] in second
    assert report(language).roadmap.first[0].title.replace("\u00a0", " ") in second


def test_the_paper_says_the_numbers_of_the_page(report) -> None:
    one = report("fr")
    with translation.override("fr"):
        first, second = pages(print_sheet(drafted_sheet(one, at=AT, version="1.0.0")))
    for line in one.result.dimensions:
        name = one.asked.dimension(line.id).name.fr
        assert f"{name} {round(line.score)}" in first.replace("\u00a0", " ")
    for action in one.roadmap.first:
        assert action.title.replace("\u00a0", " ") in second


EXTREMES = ("ordinary", "compared", "silent", "ignorant", "best")


def extreme(name: str, language: str, report, compared, firm, questionnaire) -> Any:
    if name == "compared":
        return compared(language)
    scored = [item.id for item in questionnaire.items if item.kind == "scored"]
    answers = {
        "ordinary": None,
        "silent": {"P1": 2},
        "ignorant": {"G1": 4, **dict.fromkeys(scored, "dk")},
        "best": firm(4, 4),
    }
    return report(language, answers[name])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXTREMES)
@pytest.mark.parametrize("length", ["as it is", "ten times too long"])
def test_two_pages_hold_whatever_there_is_to_say(
    report, compared, firm, questionnaire, name: str, language: str, length: str
) -> None:
    one = extreme(name, language, report, compared, firm, questionnaire)
    if length == "ten times too long":
        one = stretched(one)
    with translation.override(language):
        printed = print_sheet(sheet(one, LONG * 2))
    assert len(pages(printed)) == 2, name


def test_no_level_is_announced_where_too_little_is_known(report, firm) -> None:
    with translation.override("en"):
        first, _ = pages(print_sheet(sheet(report("en", {"P1": 2}))))
    assert "Too little is known to announce a level" in first
    assert "Ask your team first" in first


TYPED = '#eval("1") *bold* =cmd() <script>&amp;</script> \x0b\ufffe $x$ #read("/etc/passwd") \\'


def test_what_a_person_typed_is_text_and_nothing_else(report) -> None:
    with translation.override("en"):
        first, second = pages(print_sheet(sheet(report("en"), TYPED)))
    for page in (first, second):
        assert '#eval("1") *bold* =cmd() <script>&amp;</script> $x$' in page


def test_the_ink_reads_no_file_but_the_templates(report, tmp_path, settings) -> None:
    folder = settings.BASE_DIR / "templates"
    assert folder.name == "templates"
    inks = sorted(folder.rglob("*.typ"))
    assert inks
    for ink in inks:
        source = ink.read_text()
        assert "read(" not in source
        assert "@preview" not in source
        assert "eval(" not in source


def test_the_file_is_tagged_titled_and_the_same_each_time(report) -> None:
    with translation.override("fr"):
        one = sheet(report("fr"), "Ateliers Morel")
        first, again = print_sheet(one), print_sheet(one)
    assert first == again
    reader = PdfReader(BytesIO(first))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert reader.metadata is not None
    assert reader.metadata.title == "Diagnostic IA · Ateliers Morel"
    assert b"pdfuaid" in (reader.xmp_metadata.stream.get_data() if reader.xmp_metadata else b"")


def test_the_etag_follows_words_company_and_language(report) -> None:
    with translation.override("en"):
        english, named = sheet(report("en")), sheet(report("en"), "Morel")
        assert english.etag == sheet(report("en")).etag
    with translation.override("fr"):
        french = sheet(report("fr"))
    assert len({english.etag, named.etag, french.etag}) == 3


def test_nothing_is_printed_under_nine_points(settings) -> None:
    for ink in (settings.BASE_DIR / "templates").rglob("*.typ"):
        sizes = [part.split("pt")[0] for part in ink.read_text().split("size: ")[1:]]
        assert all(float(size) >= 9 for size in sizes if size.replace(".", "").isdigit()), ink


@pytest.mark.parametrize(
    ("text", "shown"),
    [("short", "short"), ("one two three", "one two…"), ("unbreakable", "unbreaka…")],
)
def test_a_text_is_cut_after_a_word(text: str, shown: str) -> None:
    assert clipped(text, 9) == shown
    assert len(shown) <= 9


def test_a_file_is_named_after_its_company_and_day() -> None:
    with translation.override("en"):
        name = file_name(company='A/B: "Ça" & Cie', at=AT, suffix=".pdf")
    assert name == "AI diagnostic - A B Ça & Cie - 2026-11-22.pdf"
