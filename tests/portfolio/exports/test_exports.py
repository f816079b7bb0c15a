"""Every list leaves as its filters show it, as text and as workbook, and no formula with it."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
from django.urls import reverse

from governance.access.choices import Role
from governance.incidents.services import IncidentInput, report_incident
from governance.literacy.choices import MeasureKind
from governance.literacy.services import MeasureInput, record_measure
from governance.register.models import RegisterEntry
from portfolio.exports.choices import ListName
from portfolio.exports.selectors import list_asked
from portfolio.initiatives.models import Initiative
from portfolio.objectives.models import Measurement
from portfolio.obligations.models import LegalTask
from tenants.tables.rules.sheets import TableSheet
from tenants.tables.rules.writing import FileForm
from tenants.tables.services import read_table
from tests.conftest import acting
from tests.governance.register.scene import allowed, entry
from tests.portfolio.scene import TODAY, at, follow_up, idea, only_objective, qualified, started
from tests.refusals import refused

pytestmark = pytest.mark.django_db
EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", '=HYPERLINK("http://x";"y")', "'=1")
ROOT = Path(__file__).resolve().parents[3]


def filled(acme) -> Initiative:
    """A company with something in each list, its texts like formulas."""
    row = started(acme)
    for number, text in enumerate(EVIL):
        idea(acme, f"{text} idée {number}")
        entry(acme, **allowed(acme, tool=f"{text} outil {number}"))
    moment = {"recorded_by": acme.members["executive"], "recorded_at": at(TODAY)}
    row.expenses.create(amount=7, label="=cmd", on=TODAY, **moment)
    Measurement.objects.create(
        objective=only_objective(row), on=TODAY, value=-3, note="=2+2", **moment
    )
    qualified(acme, "Fini", budget=100)
    follow_up("initiative", row.id)
    boss = acting(acme.actor("executive"), now=at(TODAY), today=TODAY)
    report_incident(boss, given=IncidentInput(what="=1+1", tool="@outil"))
    told = MeasureInput(
        kind=MeasureKind.GUIDANCE, held_on=TODAY, audience=(Role.VIEWER,), evidence="+1"
    )
    record_measure(boss, given=told)
    LegalTask.objects.create(initiative=row, code="gdpr_check", from_on=TODAY, proof="=1")
    return row


def file_of(acme, name: str, form: str, asked: str = "", *, language: str = "fr") -> bytes:
    client = acme.client("executive")
    where = f"{reverse('export', args=[name, form])}{asked}"
    answer = client.get(where, headers={"accept-language": language})
    assert answer.status_code == 200, answer.content[:300]
    assert answer["Content-Disposition"] == f'attachment; filename="{name}.{form}"'
    return answer.content


def sheet_of(acme, name: str, form: str, asked: str = "") -> TableSheet:
    return read_table(file_of(acme, name, form, asked), is_french=True)


def printed(sheet: TableSheet) -> list[tuple[str, ...]]:
    """The cells with their days as a workbook prints them."""
    day = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
    return [
        tuple(day.sub(r"\3/\2/\1", c) if day.fullmatch(c) else c for c in row.cells)
        for row in sheet.rows
    ]


ASKED = {"search": "?q=idée"}


@pytest.mark.parametrize("name", ListName)
def test_both_files_say_the_same_and_no_live_formula_leaves(acme, name):
    filled(acme)
    text = file_of(acme, name, "csv", ASKED.get(name, ""))
    for line in csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"):
        for cell in line:
            is_number = re.fullmatch(r"-?[0-9]+(,[0-9]+)?", cell)
            assert is_number or not cell.startswith(("=", "+", "-", "@", "\t", "＝")), cell
    book = file_of(acme, name, "xlsx", ASKED.get(name, ""))
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in page
        assert b"<f " not in page
        assert b"<hyperlink" not in page
    if name not in (ListName.ROADMAP, ListName.LESSONS):
        assert page.count(b"<row ") > 1
    if page.count(b"<row ") > 1:
        first, second = (read_table(one, is_french=True) for one in (text, book))
        assert first.headings == second.headings
        assert printed(first) == [row.cells for row in second.rows]


def test_what_the_filters_show_is_what_leaves(acme):
    filled(acme)
    assert len(sheet_of(acme, "ideas", "csv", "?q=idée+3").rows) == 1
    assert len(sheet_of(acme, "ideas", "xlsx", "?q=idée&sort=title&page=2").rows) == len(EVIL)
    every = Initiative.objects.count()
    assert len(sheet_of(acme, "initiatives", "csv").rows) == every
    assert len(sheet_of(acme, "register", "csv", "?q=outil+3").rows) == 1
    assert len(sheet_of(acme, "register", "csv").rows) == RegisterEntry.objects.count()
    starts = sheet_of(acme, "decisions", "csv", "?verdict=start").rows
    assert 0 < len(starts) < len(sheet_of(acme, "decisions", "csv").rows)


def test_lists_and_forms_that_are_none_are_not_found(acme):
    client = acme.client("executive")
    assert client.get(reverse("export", args=["secrets", "csv"])).status_code == 404
    assert client.get(reverse("export", args=["ideas", "exe"])).status_code == 404
    with refused("list_not_found"):
        list_asked("secrets", "csv")
    asked = reverse("export", args=["money", "csv"]) + "?initiative=nonsense"
    assert client.get(asked).status_code == 404


# Forms that ask, and pages of lists, that are no list to take home.
NO_LIST = {
    "operator/companies.html": "the operator's console, which holds no content",
    "operator/jobs.html": "the operator's console, which holds no content",
    "operator/letters.html": "the operator's console, which holds no content",
    "portfolio/hindsight/page.html": "what was known on one day; the log leaves by its page",
    "portfolio/uses/page.html": "a choice that fills in a form",
    "components/_pager.html": "the part itself",
}


def unexported(root: Path) -> list[str]:
    """The templates that show a list one filters or pages through, and that nobody can export."""
    found = []
    for path in sorted(root.rglob("*.html")):
        name, text = str(path.relative_to(root)), path.read_text("utf-8")
        is_list = "_pager.html" in text or re.search(r'<form[^>]*method="get"', text)
        if is_list and name not in NO_LIST and "{% export_links" not in text:
            found.append(name)
    return found


def test_every_list_page_offers_its_list():
    assert unexported(ROOT / "templates") == []


def test_a_list_page_without_its_list_is_found(tmp_path):
    planted = '<form class="tools"\n method="get"></form>{% include "components/_pager.html" %}'
    (tmp_path / "list.html").write_text(planted, "utf-8")
    assert unexported(tmp_path) == ["list.html"]


def test_every_list_has_a_page_that_offers_it():
    every = "".join(p.read_text("utf-8") for p in (ROOT / "templates").rglob("*.html"))
    for name in ListName:
        assert f'{{% export_links "{name}"' in every


def test_the_links_keep_the_filters_and_not_the_page(acme):
    filled(acme)
    page = acme.client("executive").get(reverse("portfolio") + "?q=idée&page=2&sort=title")
    found = re.findall(r'href="(/exports/ideas\.[^"]*)"', page.content.decode())
    assert len(found) == len(FileForm)
    assert all("page=" not in one and "q=id%C3%A9e" in one for one in found)
