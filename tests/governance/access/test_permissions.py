from copy import deepcopy

import pytest
import yaml

from governance.access.rules.permissions import Cell, Column, parse_permissions
from governance.access.selectors import PERMISSION_FILE, permission_table
from tenants.documents import BadDocument, load

DOCUMENT = yaml.safe_load(PERMISSION_FILE.read_text("utf-8"))
TABLE = permission_table()
VERDICTS = ("start", "continue", "adjust", "release", "pause", "stop", "complete")


def broken(change):
    document = deepcopy(DOCUMENT)
    change(document["permissions"])
    return document


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows["read"].pop("viewer"),
        lambda rows: rows["read"].update({"guest": "yes"}),
        lambda rows: rows["read"].update({"viewer": "perhaps"}),
        lambda rows: rows["read"].update({"viewer": True}),
        lambda rows: rows["read"].update({"key": "yes"}),
        lambda rows: rows["read"].update({"viewer": "scope_read"}),
        lambda rows: rows.update({"Not A Slug": rows["read"]}),
        lambda rows: rows.clear(),
    ],
)
def test_a_broken_permission_file_is_refused(change):
    with pytest.raises(BadDocument):
        parse_permissions(broken(change))


def test_a_route_may_only_name_a_known_permission():
    with pytest.raises(BadDocument):
        parse_permissions({**DOCUMENT, "routes": {"home": "be.king"}})
    good = parse_permissions({**DOCUMENT, "routes": {"home": "read"}})
    assert good.ask("home") == ("read", False)
    own = parse_permissions({**DOCUMENT, "routes": {"home": "initiative.edit of its subject"}})
    assert own.ask("home") == ("initiative.edit", True)
    assert own.ask("nowhere") is None


def test_what_the_file_does_not_name_is_refused_to_everybody():
    assert {TABLE.cell(permission="be.king", column=c) for c in Column} == {Cell.NO}


@pytest.mark.parametrize("verdict", VERDICTS)
def test_life_verdicts_are_the_executives_by_role_and_others_by_mandate(verdict):
    row = TABLE.rows[f"initiative.{verdict}"]
    assert row[Column.EXECUTIVE] is Cell.YES
    assert row[Column.AI_LEAD] is row[Column.CAPTAIN] is Cell.MANDATE
    assert row[Column.KEY] is Cell.SCOPE_DECIDE
    others = {c for c in Column if c not in (Column.EXECUTIVE, Column.AI_LEAD, Column.CAPTAIN)}
    assert {row[c] for c in others - {Column.KEY}} == {Cell.NO}


def test_a_captain_neither_qualifies_nor_rejects():
    for verdict in ("qualify", "reject", "archive", "revive"):
        assert TABLE.cell(permission=f"initiative.{verdict}", column=Column.CAPTAIN) is Cell.NO


def test_a_viewer_changes_nothing_but_confirms_a_stop_that_he_was_asked_for():
    cells = {slug: row[Column.VIEWER] for slug, row in TABLE.rows.items()}
    allowed = {slug for slug, cell in cells.items() if cell not in (Cell.NO, Cell.INVITED)}
    assert allowed == {"read", "register.read", "register.stop"}
    assert cells["register.stop"] is Cell.NAMED


def test_a_consultant_who_reads_only_reads():
    allowed = {s for s, row in TABLE.rows.items() if row[Column.CONSULTANT_READ] is not Cell.NO}
    assert allowed == {"read", "register.read"}


def test_only_an_executive_touches_the_rules_of_the_company():
    for slug in ("cap.change", "exception.grant", "mandate.issue", "key.manage", "person.erase"):
        row = TABLE.rows[slug]
        assert row[Column.EXECUTIVE] in (Cell.YES, Cell.STEP_UP)
        assert {row[c] for c in Column if c is not Column.EXECUTIVE} == {Cell.NO}


def test_no_line_of_the_permission_file_is_written_twice():
    twice = PERMISSION_FILE.read_text("utf-8") + "  account_again: public\n"
    with pytest.raises(BadDocument, match="duplicate_key"):
        load(twice, name="permissions")
