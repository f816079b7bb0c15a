"""What somebody sends is read the same whatever the file, or refused with its reason."""

from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenants.tables import services
from tenants.tables.rules.cells import as_number
from tenants.tables.rules.sheets import TableRefused, guessed, letters
from tenants.tables.rules.texts import retold
from tenants.tables.rules.workbooks import read_workbook
from tenants.tables.rules.writing import table
from tenants.tables.services import read_rows, read_table
from tests.tenants.tables import corpus


def refused_as(data: bytes) -> str:
    with pytest.raises(TableRefused) as refused:
        read_table(data, is_french=True)
    return str(refused.value)


@pytest.mark.parametrize("name", corpus.HOSTILE)
def test_a_hostile_workbook_is_refused_with_its_reason(name: str) -> None:
    code, build = corpus.HOSTILE[name]
    assert refused_as(build()) == code


@pytest.mark.parametrize("name", corpus.HOSTILE_TEXTS)
def test_a_text_that_is_no_table_is_refused_with_its_reason(name: str) -> None:
    code, data = corpus.HOSTILE_TEXTS[name]
    assert refused_as(data) == code


def test_a_reader_that_is_ended_ends_nobody_else(monkeypatch) -> None:
    """The planted fault: the sheet is not looked through, and the reader asks for 512 gigabytes."""
    _, build = corpus.HOSTILE["a cell at the end of the world"]
    blind = services.APART.replace(
        "import answer;",
        "import answer; from tenants.tables.rules import workbooks;"
        " workbooks._looked_through = lambda *_: frozenset();",
    )
    monkeypatch.setattr(services, "APART", blind)
    assert refused_as(build()) == "workbook_too_heavy"


def test_a_lone_surrogate_in_a_pasted_text_is_refused() -> None:
    with pytest.raises(TableRefused, match="unreadable_table"):
        read_rows("Nom\nDevis\ud800", is_french=True)


@pytest.mark.parametrize(
    ("is_french", "said"),
    [
        (True, ("28/02/2027", "12,5", "3", "25 %", "12,5 %", "VRAI", "1,2340", "=A1", "2027")),
        (False, ("28/02/2027", "12.5", "3", "25%", "12.5%", "TRUE", "1.2340", "=A1", "2027")),
    ],
)
def test_a_typed_cell_reads_as_it_is_printed(is_french: bool, said: tuple[str, ...]) -> None:
    row = [datetime(2027, 2, 28), 12.5, 3.0, 0.25, 0.125, True, 1.234, "=A1", "2027"]  # noqa: DTZ001
    formats = {(0, 0): "dd/mm/yyyy", (0, 3): "0 %", (0, 4): '0.0" "%'}
    (read,) = read_rows(corpus.workbook([row], formats), is_french=is_french)
    assert read.cells == said


def test_a_figure_of_three_decimals_has_one_reading_and_no_more_decimals() -> None:
    for is_french, cell in ((True, "1,2340"), (False, "1.2340")):
        assert str(as_number(3)(cell, is_french)) == "1.234"


def test_a_percent_sign_between_quotes_makes_no_percentage() -> None:
    data = corpus.workbook([[0.25]], {(0, 0): '0.00" % du total"'})
    assert read_rows(data, is_french=True)[0].cells == ("0,25",)


def test_rows_keep_the_numbers_a_spreadsheet_gives_them() -> None:
    data = corpus.workbook([[], ["", "Nom", "But"], [], ["", "Devis", "vite"]])
    sheet = read_table(data, is_french=True)
    assert sheet.headings == ("", "Nom", "But")
    assert [(row.number, row.cells) for row in sheet.rows] == [(4, ("", "Devis", "vite"))]


def test_the_first_sheet_that_is_shown_is_read() -> None:
    hidden = corpus.BOOK.replace("<sheets>", '<sheets><sheet name="h" state="hidden" r:id="r2"/>')
    rels = corpus.RELS.replace(
        "</R",
        f'<Relationship Id="r2" Target="worksheets/sheet2.xml" Type="{corpus.WORKSHEET}"/></R',
    )
    data = corpus.archive(
        more={
            "xl/workbook.xml": hidden,
            "xl/_rels/workbook.xml.rels": rels,
            "xl/worksheets/sheet2.xml": corpus.sheet(corpus.line(1, corpus.text("A1", "secret"))),
        }
    )
    assert read_rows(data, is_french=True)[0].cells == ("Nom",)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_text_is_read_in_its_encoding_and_with_its_separator(encoding: str, mark: str) -> None:
    said = f'Nom{mark}But\r\nÉtude à faire{mark}"a{mark} b"\r\n'
    sheet = read_table(said.encode(encoding), is_french=True)
    assert sheet.headings == ("Nom", "But")
    assert sheet.rows[0].cells == ("Étude à faire", f"a{mark} b")


def test_a_separator_that_is_told_is_obeyed() -> None:
    sheet = read_table(b"sep=|\r\nNom|But, ou non\r\na|b\r\n", is_french=True)
    assert (sheet.headings, sheet.rows[0].number) == (("Nom", "But, ou non"), 3)


def test_a_separator_inside_quotation_marks_does_not_count() -> None:
    assert read_table(b'"a, b, c";d\n1;2\n', is_french=True).headings == ("a, b, c", "d")


def test_columns_have_the_letters_of_spreadsheets() -> None:
    assert [letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_heading_holds_one_thing_and_the_first_usual_name_wins() -> None:
    usual = {"title": ("nom", "projet"), "summary": ("description", "projet")}
    assert guessed(["Projet", "NOM "], usual=usual) == {"title": "NOM ", "summary": "Projet"}


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), min_size=1, max_size=4))
def test_a_sheet_that_is_told_again_is_the_same(rows) -> None:
    text = table([["a", "b"], *rows], language="fr")
    try:
        sheet = read_table(text, is_french=True)
    except TableRefused:
        return
    again = read_table(retold(sheet), is_french=True)
    assert (again.headings, again.rows) == (sheet.headings, sheet.rows)


@settings(max_examples=300)
@given(st.binary(max_size=300), st.integers(0, 900))
def test_no_broken_archive_is_anything_but_refused(noise: bytes, at: int) -> None:
    data = bytearray(corpus.archive())
    data[at : at + len(noise)] = noise
    if not data.startswith(b"PK\x03\x04"):
        data[:4] = b"PK\x03\x04"
    with suppress(TableRefused):
        read_workbook(bytes(data), is_french=True)
