"""Initiatives come in from a file: read, tried, then all of them or none, by the page's rules."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from governance.decisions.models import Decision
from governance.keys.models import ApiKey
from portfolio.imports import rules, words
from portfolio.imports.choices import ImportState
from portfolio.imports.choices import InitiativeColumn as Column
from portfolio.imports.models import ImportMapping, TableImport
from portfolio.imports.services import imports
from portfolio.imports.services.imports import (
    drop_import,
    mend_import,
    run_imports,
    write_import,
)
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.life.words import BADGES, BENEFITS, SIZES
from portfolio.money.models import Tranche
from portfolio.objectives.models import Objective
from portfolio.standing.models import StoredStanding
from tenants.due_work.models import DueWork
from tenants.errors import Refused
from tenants.tables.rules.sheets import guessed
from tests.cast import NOW
from tests.portfolio.imports.scene import FULL, HEADINGS, act_of, address, csv, line, run, sent
from tests.portfolio.scene import TODAY, idea, started
from tests.refusals import refused
from tests.tenants.tables.corpus import HOSTILE, workbook

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def faults(row: TableImport) -> list[tuple[int, str, str]]:
    return [tuple(one) for one in row.faults]


def good(acme) -> bytes:
    return csv(
        line("Chiffrer un devis", address(acme, "captain"), "", "18 000,00 €", *FULL),
        line("Trier le courrier"),
    )


def test_a_file_is_tried_and_nothing_is_written(acme):
    row = sent(acme, good(acme))
    assert (row.state, row.new, row.known, row.faults) == (ImportState.TRIED, 2, 0, [])
    assert row.columns[Column.TITLE] == "Projet"
    assert "Commentaire" not in row.columns.values()
    assert row.data is None
    assert not Initiative.objects.exists()


def test_what_is_right_is_written_as_on_the_page(acme):
    row = sent(acme, good(acme))
    write_import(act_of(acme), import_id=row.id)
    row = run(row)
    assert (row.state, row.rows) == (ImportState.WRITTEN, [])
    first, second = Initiative.objects.order_by("id")
    assert (first.title, first.state, first.budget) == ("Chiffrer un devis", "proposed", 18_000)
    assert first.captain_id == acme.members["captain"].id
    assert first.answer_by == second.answer_by == TODAY + 15 * DAY
    assert [one.amount for one in Tranche.objects.all()] == [9_000, 9_000]
    objective = Objective.objects.get()
    assert (objective.baseline, objective.target) == (9, Decimal("3.5"))
    assert (objective.direction, objective.target_on) == ("down", date(2027, 6, 30))
    assert StoredStanding.objects.count() == 2


def test_a_workbook_says_the_same_as_a_text(acme):
    cells = [*line("Chiffrer un devis", address(acme, "captain"), "", "", *FULL)]
    cells[3], cells[8], cells[9] = 18_000, 9.0, 3.5
    row = sent(acme, workbook([HEADINGS, cells]))
    assert (row.state, row.new, row.faults) == (ImportState.TRIED, 1, [])


def test_the_same_file_again_changes_nothing(acme):
    once = sent(acme, good(acme), writes=True)
    assert once.state == ImportState.WRITTEN
    versions = list(Initiative.objects.values_list("id", "version"))
    again = sent(acme, good(acme), writes=True)
    assert (again.state, again.new, again.known) == (ImportState.WRITTEN, 0, 2)
    run_imports(now=NOW, today=TODAY)
    write_import(act_of(acme), import_id=again.id)
    assert list(Initiative.objects.values_list("id", "version")) == versions


def test_each_cell_in_the_way_is_named(acme):
    data = csv(
        line("Relire", "J. Rocher", "vivier", "3 OOO"),
        line("", "", "plus tard"),
        line("Trier", "", "", "", "temps", "Délai", "", "3", "3", "31/02/27", ""),
        line("Deux fois"),
        line("deux FOIS"),
        line("Fini", "", "terminée"),
    )
    row = sent(acme, data)
    assert faults(row) == [
        (2, "captain", "member_unknown"),
        (2, "budget", "not_a_number"),
        (3, "title", "required"),
        (3, "state", "unknown_code"),
        (4, "direction", "required"),
        (4, "target_on", "not_a_day"),
        (5, "title", "row_twice"),
        (6, "title", "row_twice"),
        (7, "state", "state_not_imported"),
    ]
    with refused("import_faulty"):
        write_import(act_of(acme), import_id=row.id)


def test_an_objective_is_held_to_the_rules_of_the_page(acme):
    bad = ("temps", "Délai", "", "3", "9", "01/01/2020", "")
    row = sent(acme, csv([*line("Trier", "", "", "", *bad), ""], heads=[*HEADINGS, "Sens"]))
    row = sent(acme, csv(line("Trier", "", "", "", *bad)))
    assert faults(row) == [(2, "unit", "required"), (2, "target_on", "not_ahead")]


def test_a_date_alone_is_the_expected_go_live(acme):
    data = csv(["Relire", "31/01/2027"], ["Trier", "01/01/2020"], heads=["Nom", "Échéance"])
    assert faults(sent(acme, data)) == [(3, "target_on", "not_ahead")]
    data = csv(["Relire", "31/01/2027"], heads=["Nom", "Échéance"])
    assert sent(acme, data, writes=True).state == ImportState.WRITTEN
    assert Initiative.objects.get().live_expected_on == date(2027, 1, 31)
    assert sent(acme, data, writes=True).known == 1


def test_what_stands_already_and_says_something_else_is_in_the_way(acme):
    idea(acme, "Trier le courrier")
    row = sent(acme, csv(line("TRIER le courrier", "", "vivier", "300")))
    assert faults(row) == [
        (2, "title", "stands_otherwise"),
        (2, "state", "state_by_decision"),
        (2, "budget", "stands_otherwise"),
    ]


def test_what_runs_takes_a_slot_and_all_that_do_not_fit_are_named(acme):
    started(acme)
    running = [line(f"Projet {n}", "", "en cours") for n in range(5)]
    row = sent(acme, csv(*running))
    assert faults(row) == [(n, "state", "cap_reached") for n in (4, 5, 6)]
    row = sent(acme, csv(*running[:2]), writes=True)
    assert row.state == ImportState.WRITTEN
    assert Initiative.objects.filter(state=State.ACTIVE).count() == 3
    assert Decision.objects.filter(verdict="adopt").count() == 2


def test_the_pool_is_not_passed_either(acme):
    waiting = [line(f"Idée {n}", "", "vivier") for n in range(14)]
    row = sent(acme, csv(*waiting))
    assert faults(row) == [(14, "state", "pool_full"), (15, "state", "pool_full")]
    row = sent(acme, csv(*waiting[:12]), writes=True)
    assert Initiative.objects.filter(state=State.BACKLOG).count() == 12


def test_a_row_that_is_whole_is_qualified(acme):
    heads = [*HEADINGS, "Valeur (taille)", "Effort (taille)", "Coût (taille)"]
    whole = [*line("Trier", "", "vivier", "", *FULL), "petit", "moyen", "grand"]
    assert sent(acme, csv(whole, heads=heads), writes=True).state == ImportState.WRITTEN
    assert Decision.objects.get().verdict == "qualify"
    assert Initiative.objects.get().state == State.BACKLOG


def test_who_may_not_take_over_brings_ideas_only(acme):
    row = sent(acme, csv(line("Projet", "", "en cours"), line("Idée")), part="lead")
    assert [(at, column) for at, column, _ in faults(row)] == [(2, "state")]
    assert sent(acme, csv(line("Idée")), part="lead", writes=True).state == ImportState.WRITTEN


@pytest.mark.parametrize("part", ["captain", "viewer"])
def test_others_bring_nothing(acme, part):
    with refused("not_in_role"):
        sent(acme, b"Nom\na", part=part)


def test_cells_and_columns_are_mended_and_kept_in_mind(acme):
    row = sent(acme, csv(line("Relire", "J. Rocher", "", "3 OOO"), heads=HEADINGS))
    columns = {Column.TITLE: "Projet", Column.CAPTAIN: "Responsable", Column.BUDGET: "Budget HT"}
    cells = {(2, Column.CAPTAIN): address(acme, "captain"), (2, Column.BUDGET): "3 000"}
    mend_import(act_of(acme), import_id=row.id, columns=columns, cells=cells)
    row = run(row)
    assert (row.faults, row.new) == ([], 1)
    assert ImportMapping.objects.get().columns["etat"] == ""
    again = sent(acme, csv(line("Autre", "", "n’importe quoi")))
    assert Column.STATE not in again.columns
    assert again.faults == []


def test_a_file_that_says_no_name_asks_for_its_column(acme):
    row = sent(acme, b"Quoi;Qui\na;b\n")
    assert faults(row) == [(1, "title", "column_needed")]


@pytest.mark.parametrize("name", ["a bomb of zeros", "macros", "a password", "entities"])
def test_a_hostile_file_is_not_taken_and_not_kept(acme, name):
    code, build = HOSTILE[name]
    row = sent(acme, build())
    assert (row.state, row.data, faults(row)) == (ImportState.FAILED, None, [(1, "table", code)])


def test_a_refusal_in_the_middle_of_the_writing_writes_nothing(acme, monkeypatch):
    def refuse(*_args, **_more):
        raise Refused("cap_reached")

    row = sent(acme, csv(line("Idée"), line("Projet", "", "en cours")))
    write_import(act_of(acme), import_id=row.id)
    monkeypatch.setattr("portfolio.imports.services.writing.decide", refuse)
    row = run(row)
    assert (row.state, faults(row)) == (ImportState.FAILED, [(1, "table", "cap_reached")])
    assert not Initiative.objects.exists()


def test_what_ends_the_worker_each_time_is_given_up(acme, monkeypatch):
    def dies(*_args, **_more):
        raise MemoryError

    row = imports.begin_import(act_of(acme), data=b"Nom\na")
    monkeypatch.setattr(imports, "_go_on", dies)
    for _ in range(rules.MOST_TRIES):
        with pytest.raises(MemoryError):
            run_imports(now=NOW, today=TODAY)
    row = run(row)
    assert (row.state, faults(row)) == (ImportState.FAILED, [(1, "table", "import_failed")])


def test_files_are_gone_after_a_day_and_by_hand(acme):
    row, other = sent(acme, good(acme)), sent(acme, good(acme))
    drop_import(act_of(acme), import_id=other.id)
    assert not TableImport.objects.filter(id=other.id).exists()
    assert DueWork.objects.get(job=imports.RUN_IMPORTS).due_at == row.erase_at
    run_imports(now=NOW + DAY - timedelta(seconds=1), today=TODAY)
    assert TableImport.objects.exists()
    run_imports(now=NOW + DAY, today=TODAY + DAY)
    assert not TableImport.objects.exists()
    assert not DueWork.objects.filter(job=imports.RUN_IMPORTS).exists()


def test_who_left_meanwhile_writes_nothing(acme):
    row = sent(acme, good(acme), part="lead")
    write_import(act_of(acme, "lead"), import_id=row.id)
    member = acme.members["lead"]
    type(member).objects.filter(id=member.id).update(left_at=NOW)
    row = run(row)
    assert (row.state, Initiative.objects.exists()) == (ImportState.FAILED, False)
    assert not ApiKey.objects.exists()


def test_what_is_worked_on_or_over_is_not_mended(acme):
    row = imports.begin_import(act_of(acme), data=good(acme))
    with refused("import_running"):
        mend_import(act_of(acme), import_id=row.id, columns={}, cells={})
    run(row)
    write_import(act_of(acme), import_id=row.id)
    run(row)
    with refused("import_over"):
        mend_import(act_of(acme), import_id=row.id, columns={}, cells={})
    drop_import(act_of(acme), import_id=row.id)
    with refused("import_not_found"):
        write_import(act_of(acme), import_id=row.id)


def test_an_old_version_of_the_page_mends_nothing(acme):
    row = sent(acme, good(acme))
    with refused("stale_version"):
        write_import(act_of(acme), import_id=row.id, expected_version=row.version - 1)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_whatever_we_print_is_read_back(language):
    """Headings and words of lists, in either language."""
    with translation.override(language):
        for column, word in words.COLUMNS.items():
            assert guessed([str(word)], usual=rules.USUAL) == {column: str(word)}
        printed = {
            Column.STATE: {code: BADGES[code].word for code in State},
            Column.BENEFIT: BENEFITS,
            Column.VALUE: SIZES,
            Column.DIRECTION: words.DIRECTIONS,
        }
        for column, known in printed.items():
            for code, word in known.items():
                assert rules.READERS[column](str(word), language == "fr") == code
