"""The doors of an import: the pages without any script, and the interface."""

import base64

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from governance.access.selectors import permission_table
from portfolio.imports.models import TableImport
from portfolio.imports.services.imports import run_imports
from portfolio.initiatives.models import Initiative
from tests.portfolio.calls import caller
from tests.portfolio.imports.scene import FULL, address, csv, line, sent
from tests.portfolio.scene import TODAY
from tests.tenants.tables.corpus import workbook

pytestmark = pytest.mark.django_db


def work() -> None:
    run_imports(now=timezone.now(), today=TODAY)


def test_a_file_goes_all_the_way_without_a_script(acme):
    client = acme.client("executive")
    data = csv(line("Relire", "J. Rocher", "", "3 OOO"), line("Trier", address(acme, "captain")))
    sent_file = SimpleUploadedFile("projets.csv", data)
    page = client.post(reverse("imports"), {"file": sent_file})
    (row,) = TableImport.objects.all()
    here = reverse("import_page", args=[row.id])
    assert (page.status_code, page["Location"]) == (302, here)
    assert "data-awaited" in client.get(here).content.decode()
    work()
    tried = client.get(here).content.decode()
    assert "data-awaited" not in tried
    assert tried.count('class="bad-cell"') == 2
    assert "B2" in tried
    fields = {f"column-{n}": "" for n in range(12)}
    goes = {"column-0": "title", "column-1": "captain", "column-3": "budget"}
    cells = {"cell-2-captain": "", "cell-2-budget": "3 000"}
    seen = {"version": str(TableImport.objects.get().version)}
    mended = {**fields, **goes, **cells, **seen}
    assert client.post(here, mended).status_code == 302
    work()
    row.refresh_from_db()
    assert row.faults == []
    client.post(here, {"write": "1", "version": str(row.version)})
    work()
    assert "2 initiatives" in client.get(here).content.decode()
    assert Initiative.objects.count() == 2


def test_two_columns_that_go_to_the_same_are_asked_back(acme):
    client = acme.client("executive")
    row = sent(acme, csv(line("Relire")))
    fields = {"column-0": "title", "column-1": "title"}
    page = client.post(reverse("import_page", args=[row.id]), fields)
    assert page.status_code == 422


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_faults_are_taken_home(acme, form):
    row = sent(acme, csv(line("Relire", "J. Rocher")))
    file = acme.client("lead").get(reverse("import_faults", args=[row.id, form]))
    assert file["Content-Disposition"] == f'attachment; filename="import.{form}"'
    assert (
        acme.client("lead").get(reverse("import_faults", args=[row.id, "exe"])).status_code == 404
    )


def test_a_file_that_cannot_be_read_says_why(acme):
    row = sent(acme, b"PK\x03\x04nothing")
    page = acme.client("executive").get(reverse("import_page", args=[row.id])).content.decode()
    assert "classeur Excel lisible" in page


def test_a_file_is_erased_from_its_page(acme):
    row = sent(acme, csv(line("Relire")))
    acme.client("executive").post(reverse("import_drop", args=[row.id]))
    assert not TableImport.objects.exists()


def test_a_key_sends_a_file_and_follows_it(acme):
    call = caller(acme, "executive", ("read", "write"))
    cells = [*line("Chiffrer", "", "", "", *FULL)]
    file = base64.b64encode(workbook([["Nom"], ["Chiffrer"], ["chiffrer"]])).decode()
    answer = call("post", "imports/", {"file": file, "file_name": "a.xlsx", "dry_run": False})
    assert answer.status_code == 202
    where = answer["Location"].split("/api/v1/")[1]
    assert call("get", where).json()["state"] == "reading"
    work()
    found = call("get", where).json()
    assert (found["state"], found["rows"], len(found["errors"])) == ("tried", 2, 2)
    assert found["errors"][0]["address"] == "A2"
    assert found["errors"][0]["code"] == "row_twice"
    good = base64.b64encode(csv(cells)).decode()
    mapping = {"title": "Projet", "budget": "Budget HT"}
    sent_again = {"file": good, "mapping": mapping, "dry_run": False}
    where = call("post", "imports/", sent_again)["Location"].split("/api/v1/")[1]
    work()
    found = call("get", where).json()
    assert (found["state"], found["written"], found["mapping"]) == ("written", 1, mapping)
    assert call("post", "imports/", {"file": "%%"}).json()["code"] == "file_unreadable"
    assert call("post", "imports/", {"file": "IA=="}).json()["code"] == "file_empty"


def test_a_key_that_may_only_read_sends_nothing(acme):
    assert (
        caller(acme, "executive", ("read",))("post", "imports/", {"file": "Tm9t"}).status_code
        == 403
    )


def test_who_may_import_may_propose_and_edit():
    """What an import writes at once, its permission stands for."""
    table = permission_table().rows
    for column, cell in table["initiative.import"].items():
        needed = {str(table[one][column]) for one in ("initiative.propose", "initiative.edit")}
        assert cell == "no" or needed == {str(cell)}
