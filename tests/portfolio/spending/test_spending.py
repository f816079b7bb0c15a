"""Spending from the accounts: read as it comes, tried, taken in as a whole, never twice."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portfolio.exports.words import MONEY
from portfolio.initiatives.models import Initiative
from portfolio.money.choices import ExpenseKind
from portfolio.money.models import Expense
from portfolio.spending.choices import SpendingColumn
from portfolio.spending.models import SpendingMapping
from portfolio.spending.rules import (
    USUAL,
    line_keys,
    read_spending,
)
from portfolio.spending.services import take_spending
from tenants.errors import Invalid
from tenants.tables.rules import sheets
from tenants.tables.rules.sheets import TableRefused, TableSheet
from tenants.tables.rules.writing import FileForm, written
from tenants.tables.services import faults_in, read_table
from tests.cast import NOW
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.scene import TITLE, TODAY
from tests.refusals import refused

DAY = timedelta(days=1)
ON = TODAY.strftime("%d/%m/%Y")
FEC = TODAY.strftime("%Y%m%d")


@pytest.fixture
def act(acme):
    return acting(acme.actor("executive"), now=NOW, today=TODAY)


@pytest.fixture
def row(acme):
    row = scene.started(acme, day=TODAY - 30 * DAY)
    Initiative.objects.filter(id=row.id).update(external_ref="DEV-1")
    scene.follow_up("initiative", row.id)
    return row


def guessed(found: TableSheet) -> dict[SpendingColumn, str]:
    return sheets.guessed(found.headings, usual={str(one): names for one, names in USUAL.items()})


def table(*lines: str, heading: str = "Date;Libellé;Débit;Crédit;Pièce;Projet") -> str:
    return "\r\n".join([heading, *lines])


GOOD = (
    f"{ON};Licences;1 200,50;;F-1;DEV-1",
    f"{FEC};Avoir;;200,50;F-2;{TITLE.upper()}",
    f"{ON};Formation;« »;;F-3;DEV-1".replace("« »", "300"),
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_file_is_read_in_the_encodings_of_accounts(encoding) -> None:
    found = read_table(table(*GOOD).encode(encoding), is_french=True)
    assert found.headings[1] == "Libellé"
    assert guessed(found)[SpendingColumn.DEBIT] == "Débit"
    lines, faults = read_spending(found, columns=guessed(found), is_french=True)
    assert faults == []
    assert [one.amount for one in lines] == [Decimal("1200.50"), Decimal("-200.50"), 300]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "table_empty"),
        (b"\x81\x8d", "unreadable_table"),
        (b"a;b\0", "unreadable_table"),
        (b"a;a\n1;2", "column_twice"),
        (b"a;b\n" + b"1;2\n" * 5001, "too_many_rows"),
        (b"x" * 5_000_001, "table_too_large"),
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(data, code) -> None:
    with pytest.raises(TableRefused, match=code):
        read_table(data, is_french=True)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text) -> None:
    try:
        found = read_table(text, is_french=True)
    except TableRefused:
        return
    read_spending(found, columns=guessed(found), is_french=True)


def test_lines_that_say_the_same_are_numbered_and_keys_come_again(row) -> None:
    found = read_table(
        table(f"{ON};a;5;;;x", f"{ON};a;5;;;x", f"{ON};a;5;;F;x", f"{ON};b;6;;F;x"), is_french=True
    )
    lines, _ = read_spending(found, columns=guessed(found), is_french=True)
    placed = [(row.id, line) for line in lines]
    keys = line_keys(placed)
    assert len(set(keys)) == 4
    assert keys == line_keys(placed)
    assert keys[2:] == ["F", "F#2"]


def test_a_table_comes_in_as_a_whole_and_once(act, row) -> None:
    tried = take_spending(act, given=table(*GOOD), dry_run=True)
    assert (tried.rows, tried.written, tried.amount) == (3, 3, 1300)
    assert not Expense.objects.exists()
    assert not SpendingMapping.objects.exists()
    taken = take_spending(act, given=table(*GOOD))
    assert taken == tried
    kinds = set(Expense.objects.values_list("kind", flat=True))
    assert kinds == {ExpenseKind.LICENCE, ExpenseKind.SERVICE, ExpenseKind.TRAINING}
    again = take_spending(act, given=table(*GOOD, f"{ON};Neuf;10;;F-9;DEV-1"))
    assert (again.written, again.known, again.amount) == (1, 3, 10)
    assert sum(one.known for one in again.by_initiative) == 3
    assert Expense.objects.count() == 4


def test_each_cell_is_named_and_nothing_is_written(act, row) -> None:
    bad = table(
        f"{ON};ok;5;;F-1;DEV-1",
        "demain;a;5;;F-2;DEV-1",
        f"{ON};;5;;F-3;DEV-1",
        f"{ON};a;cinq;;F-4;DEV-1",
        f"{ON};a;;;F-5;DEV-1",
        f"{ON};a;5;;F-6;Inconnu",
        f"{ON};a;5;;F-7;",
    )
    with refused("table_invalid") as told:
        take_spending(act, given=bad)
    assert told.fields == {
        "3.Date": ["not_a_day"],
        "4.Libellé": ["required"],
        "5.Débit": ["not_a_number"],
        "6.Débit": ["required"],
        "7.Projet": ["initiative_unknown"],
        "8.Projet": ["required"],
    }
    assert not Expense.objects.exists()


def test_days_and_known_references_are_held_against_what_is_there(act, row) -> None:
    take_spending(act, given=table(f"{ON};a;5;;F-1;DEV-1"))
    tomorrow, old = TODAY + DAY, TODAY - 800 * DAY
    bad = table(
        f"{ON};a;6;;F-1;DEV-1",
        f"{tomorrow:%d/%m/%Y};a;5;;F-2;DEV-1",
        f"{old:%d/%m/%Y};a;5;;F-3;DEV-1",
    )
    with refused("table_invalid") as told:
        take_spending(act, given=bad)
    assert told.fields == {
        "2.Pièce": ["reference_differs"],
        "3.Date": ["ahead"],
        "4.Date": ["odd_day"],
    }
    good = table(f"{old:%d/%m/%Y};a;5;;F-3;DEV-1")
    assert take_spending(act, given=good, confirmed=True).written == 1


def test_a_mapping_is_remembered_and_lines_without_a_name_have_a_place(act, row) -> None:
    text = table(f"{ON};machin;5,00", heading="Quand;Quoi;Combien")
    with refused("table_invalid") as told:
        take_spending(act, given=text)
    assert set(told.fields) == {"1.on", "1.label", "1.amount", "1.initiative"}
    columns = {
        SpendingColumn.ON: "Quand",
        SpendingColumn.LABEL: "Quoi",
        SpendingColumn.AMOUNT: "Combien",
    }
    take_spending(act, given=text, columns=columns, initiative_id=row.id)
    more = table(f"{ON};truc;6,00", heading="Quand;Quoi;Combien")
    assert take_spending(act, given=more, initiative_id=row.id).written == 1


def test_spending_beyond_what_is_released_is_marked_and_standings_follow(act, row) -> None:
    take_spending(act, given=table(f"{ON};a;7999;;F-1;DEV-1", f"{ON};b;2;;F-2;DEV-1"))
    marks = dict(Expense.objects.values_list("external_ref", "beyond_tranche"))
    assert marks == {"F-1": False, "F-2": True}
    assert scene.overview().spent == 8001


@pytest.mark.parametrize("form", FileForm)
def test_what_leaves_holds_no_formula_and_comes_back_the_same(act, row, form) -> None:
    take_spending(act, given=table(f"{ON};'=cmd;5;;F-1;DEV-1"))
    line = Expense.objects.get()
    assert line.label == "=cmd"
    with translation.override("fr"):
        out = written(MONEY, [line], form=form, language="fr")
    assert take_spending(act, given=out, initiative_id=row.id).known == 1


def test_who_may_not_takes_nothing_in(acme, row) -> None:
    captain = acting(acme.actor("captain"), now=NOW, today=TODAY)
    with refused("not_in_role"):
        take_spending(captain, given=table(*GOOD))


def test_the_page_tries_then_takes_in(acme, act, row, send, open_page) -> None:
    at = reverse("spending")
    assert open_page(at).status_code == 200
    file = SimpleUploadedFile("comptes.csv", table(*GOOD).encode("cp1252"), "text/csv")
    tried = send(at, {"file": file})
    assert (tried.status_code, Expense.objects.count()) == (200, 0)
    assert "3 new lines" in " ".join(tried.text.split())
    wrong = send(at, {"table": table(f"{ON};a;cinq;;F-4;DEV-1")})
    assert wrong.status_code == 422
    assert "This is no number" in wrong.text
    sent = {"table": table(*GOOD), "write": "1"}
    assert send(at, sent).status_code == 302
    assert Expense.objects.count() == 3
    assert "Nothing new" in send(at, {"table": table(*GOOD)}).text
    assert send(at, {}).status_code == 422
    assert send(at, {"table": table(*GOOD)}, part="captain").status_code == 403


def test_a_key_takes_a_table_in(row, api) -> None:
    body = {"table": table(*GOOD), "dry_run": True}
    assert api("post", "spending/", body).json()["written"] == 3
    assert api("post", "spending/", {"table": table(*GOOD)}).json()["amount"] == 1300
    wrong = api("post", "spending/", {"table": table(f"{ON};a;cinq;;F-4;DEV-1")})
    assert (wrong.status_code, wrong.json()["fields"]) == (422, {"2.Débit": ["not_a_number"]})


def test_faults_are_told_by_row() -> None:
    error = Invalid("table_invalid", fields={"10.b": ["x"], "9.a": ["y"]})
    assert [(one.row, one.column) for one in faults_in(error)] == [(9, "a"), (10, "b")]
