"""The register as a table: out and in again unchanged, all or nothing, no live formula."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.register.models import RegisterEntry, RegisterEvent
from governance.register.selectors import EntryFilter, entries
from governance.register.services.tables import import_table, list_columns
from tenants.tables.rules.writing import FileForm, bare, harmless, written
from tenants.tables.services import faults_in
from tests.governance.register.scene import act_of, agent, allowed, entry
from tests.portfolio.scene import TODAY
from tests.refusals import refused

EVERYTHING = EntryFilter()


def out(language: str = "fr", wanted: EntryFilter = EVERYTHING) -> str:
    return written(list_columns(), entries(wanted), form=FileForm.CSV, language=language).decode()


def fill(cast) -> None:
    entry(cast, **allowed(cast, tool="=HYPERLINK(1)", never="une\n'deux", purpose='a;b,c"d'))
    entry(cast, **agent(cast, cost_year="1234.50", seats=3, spends_up_to=20, vendor="'=x"))
    more = {"users_count": 2, "users_of": 45, "users_on": TODAY, "notice_on": TODAY}
    entry(cast, **allowed(cast, light="red", exit_note="-1", **more))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_table_taken_in_again_changes_nothing(acme, language):
    fill(acme)
    before, versions = out(language), list(RegisterEntry.objects.values_list("version", flat=True))
    told = import_table(act_of(acme), given=before, is_french=language == "fr")
    assert (told.rows, told.written) == (3, 0)
    assert out(language) == before
    assert list(RegisterEntry.objects.values_list("version", flat=True)) == versions


def test_a_table_makes_the_same_register_elsewhere(acme):
    fill(acme)
    before = out()
    RegisterEvent.objects.all().delete()
    RegisterEntry.objects.all().delete()
    assert import_table(act_of(acme), given=before, is_french=True).written == 3
    assert out() == before


def test_no_live_formula_leaves(acme):
    fill(acme)
    assert ";'=HYPERLINK(1);" in out()
    assert ';"=' not in out()
    assert ";=" not in out()


def test_what_the_filters_show_is_what_leaves(acme):
    fill(acme)
    assert out(wanted=EntryFilter(light="red")).count("\r\n") == 2


def test_french_numbers_and_dates_are_read(acme):
    owner = acme.members["lead"].email
    text = (
        "tool;light;data;owner;cost_year;users_count;users_of;users_on\n"
        f"Plume;green;public | internal;{owner};4 320,50 €;22;45;1er mars 2026\n"
    ).replace(" €", "")
    assert import_table(act_of(acme), given=text, is_french=True).written == 1
    row = RegisterEntry.objects.get()
    assert (str(row.cost_year), row.users_on.isoformat()) == ("4320.50", "2026-03-01")


FAULTS = [
    ("tool;seats\nPlume;deux\n", (2, "seats", "not_a_number")),
    ("tool;seats\nPlume;2,5\n", (2, "seats", "not_whole")),
    ("tool;users_on\nA;\nPlume;demain\n", (3, "users_on", "not_a_day")),
    ("tool;light\nPlume;violet\n", (2, "light", "unknown_code")),
    ("tool;owner\nPlume;nemo@nowhere.example\n", (2, "owner", "member_unknown")),
    ("tool;light\nPlume;green\n", (2, "owner", "owner_needed")),
    ("tool;color\nPlume;red\n", (1, "color", "unknown_column")),
    ("vendor;place\nx;y\n", (1, "tool", "column_needed")),
    ("tool;tool\nx;y\n", (1, "tool", "column_twice")),
    ("tool;seats\nx;1;z\n", (2, "tool", "too_many_cells")),
    ("", (1, "table", "table_empty")),
    ("tool;status\nPlume;live\n", (2, "status", "status_by_act")),
    ("tool;purpose\n" + "x" * 121 + ";y\n", (2, "tool", "max_length")),
]


@pytest.mark.parametrize(("text", "fault"), FAULTS, ids=str)
def test_a_fault_is_named_by_row_column_and_reason_and_nothing_is_written(acme, text, fault):
    with refused("table_invalid") as told:
        import_table(act_of(acme), given=text, is_french=True)
    found = [(one.row, one.column, one.code) for one in faults_in(told.error)]
    assert fault in found


def test_one_fault_keeps_the_whole_table_out(acme):
    with refused("table_invalid"):
        import_table(act_of(acme), given="tool;seats\nA;1\nB;x\n", is_french=True)


def test_an_entry_asked_to_stop_is_not_decided_by_a_table(acme):
    row = entry(acme)
    with refused("table_invalid"):
        text = f"reference;tool;status\n{row.id};Plume;stopped\n"
        import_table(act_of(acme), given=text, is_french=True)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="'=+-@a ", max_size=6))
def test_what_begins_like_a_formula_comes_back_as_it_was(text):
    assert bare(str(harmless(text))) == text
