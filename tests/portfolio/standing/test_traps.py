"""What a stored standing may trip over, each as it once did."""

import json
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections
from django.utils import timezone
from django.utils.translation import override
from django_tenants.utils import tenant_context

from governance.access.choices import Role
from governance.members.services import change_role, rename_member
from portfolio.initiatives.selectors import answers
from portfolio.initiatives.selectors.answers import ListedCards, cards_text
from portfolio.initiatives.services import edit_initiative, set_next_step
from portfolio.life.choices import Verdict
from portfolio.life.rules import Changes
from portfolio.standing import services
from portfolio.standing.models import Rollup, SignalEvent, StandingDetail, StoredStanding
from portfolio.standing.selectors import company, reading, stored
from portfolio.standing.selectors.checking import faults
from portfolio.standing.selectors.reading import NotTrue, rolled
from portfolio.standing.services import WARM, read_true, refresh, warm
from tenants.due_work.models import DueWork
from tenants.errors import DomainError
from tenants.ids import TEMPLATE_SCHEMA
from tenants.provisioning.selectors.fingerprint import (
    describe_seeds,
    describe_structure,
    structural_differences,
)
from tests.committed import CommittedDatabase
from tests.conftest import Cast, acting
from tests.portfolio.scene import TODAY, at, give, idea, measure, qualified, started

DAY = timedelta(days=1)


def titles(today: date = TODAY) -> bytes:
    """The list as the API answers it, read where it is true."""
    listed = ListedCards(today=today, filters={}).order_by("-id")
    return read_true(lambda: cards_text(listed[0:50]), today=today)


@pytest.fixture
def two(committed_database: CommittedDatabase) -> Iterator[Cast]:
    """A company whose every commit is one, so that two connections see each other."""
    cast = committed_database.cast("acme")
    with tenant_context(cast.company):
        yield cast


def test_a_slow_reader_never_stores_what_a_writer_changed_meanwhile(two: Cast, monkeypatch) -> None:
    """The lost refresh: read before the writer's commit, written after it."""
    row = idea(two, "Avant")
    StoredStanding.objects.update(true_until=TODAY)
    has_read, may_write = threading.Event(), threading.Event()
    load = services.load_records

    def slow(ids, *, today):
        found = load(ids, today=today)
        if threading.current_thread().name == "reader":
            has_read.set()
            may_write.wait(5)
        return found

    def read() -> None:
        with tenant_context(two.company):
            refresh([row.id], today=TODAY)
        connections["default"].close()

    def write() -> None:
        with tenant_context(two.company):
            boss = acting(two.actor("executive"), now=at(TODAY))
            edit_initiative(boss, initiative_id=row.id, title="Après")
        connections["default"].close()

    monkeypatch.setattr(services, "load_records", slow)
    reader = threading.Thread(target=read, name="reader")
    writer = threading.Thread(target=write, name="writer")
    reader.start()
    assert has_read.wait(5)
    writer.start()
    writer.join(0.5)
    may_write.set()
    reader.join(5)
    writer.join(5)
    assert faults(today=TODAY) == []
    assert "Après" in StoredStanding.objects.get(initiative_id=row.id).card


def test_a_change_of_members_and_a_verdict_never_wait_for_each_other(two: Cast) -> None:
    """Both hold the head of the log when they come to store what they touched."""
    row = started(two, "Une")
    lead = two.members["lead"].id
    boss = acting(two.actor("executive"), now=at(TODAY))
    step = {"initiative_id": row.id, "text": "Choisir", "member_id": lead, "due_on": None}
    set_next_step(boss, **step)
    roles = cycle([Role.CONTRIBUTOR, Role.AI_LEAD])
    failed: list[Exception] = []

    def often(change) -> None:
        try:
            with tenant_context(two.company):
                for number in range(6):
                    change(number)
        except (DatabaseError, DomainError) as error:
            failed.append(error)
        finally:
            connections["default"].close()

    def adjust(number: int) -> None:
        changes = Changes(scope=f"Autrement {number}")
        give(two, row, Verdict.ADJUST, reason="Vu", changes=changes)

    def turn(number: int) -> None:
        change_role(boss, member_id=lead, role=next(roles))

    threads = [threading.Thread(target=often, args=[change]) for change in (adjust, turn)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert failed == []
    assert faults(today=TODAY) == []


def test_what_holds_from_tomorrow_on_is_not_read_today(acme: Cast) -> None:
    """A request that began before midnight ends after another one's refresh."""
    row = started(acme)
    tomorrow = TODAY + DAY
    warm(today=tomorrow)
    assert StoredStanding.objects.get(initiative_id=row.id).as_of == tomorrow
    with pytest.raises(NotTrue):
        rolled(today=TODAY)
    assert row.title.encode() in titles(TODAY)
    assert read_true(lambda: rolled(today=TODAY), today=TODAY).overview.active_count == 1
    # It saw its own day, and left what holds from the next one on.
    assert StoredStanding.objects.get(initiative_id=row.id).as_of == tomorrow
    assert Rollup.objects.get().as_of == tomorrow
    assert faults(today=tomorrow) == []


def test_a_write_of_yesterday_is_stored_as_of_the_day_that_stands(acme: Cast) -> None:
    row = started(acme)
    warm(today=TODAY + DAY)
    edit_initiative(acting(acme.actor("executive")), initiative_id=row.id, title="Après minuit")
    stored = StoredStanding.objects.get(initiative_id=row.id)
    assert (stored.as_of, "Après minuit" in stored.card) == (TODAY + DAY, True)
    assert faults(today=TODAY + DAY) == []


def test_a_company_that_moves_west_reads_the_day_it_has_again(acme: Cast) -> None:
    """Its today is yesterday's again for some hours: nothing stored holds, everything is read."""
    started(acme, "Une", day=TODAY - DAY)
    idea(acme, "Deux", day=TODAY)
    warm(today=TODAY)
    yesterday = TODAY - DAY
    before = list(StoredStanding.objects.order_by("pk").values_list("as_of", "card"))
    assert b"Deux" in titles(yesterday)
    assert read_true(lambda: rolled(today=yesterday), today=yesterday).overview.active_count == 1
    assert list(StoredStanding.objects.order_by("pk").values_list("as_of", "card")) == before


def test_a_renamed_member_has_the_new_name_on_every_card(acme: Cast) -> None:
    boss = acting(acme.actor("executive"))
    captained, waiting = started(acme, "Une"), qualified(acme, "Deux")
    member = acme.members["executive"]
    step = {"text": "Choisir", "member_id": member.id, "due_on": None}
    set_next_step(boss, initiative_id=waiting.id, **step)
    rename_member(boss, member_id=member.id, name="Claire Delage", title="")
    for row in StoredStanding.objects.filter(initiative_id__in=[captained.id, waiting.id]):
        assert "Claire Delage" in row.card
    assert faults(today=TODAY) == []


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Membre sans nom"), ("en", "Member without a name")]
)
def test_who_has_no_name_is_called_so_in_the_readers_language(acme, language, words) -> None:
    started(acme, 'Dire "name":"" entre guillemets')
    member = acme.members["executive"]
    rename_member(acting(acme.actor("executive")), member_id=member.id, name="", title="")
    with override(language):
        (card,) = json.loads(titles())
    assert card["captain"]["name"] == words
    assert card["title"] == 'Dire "name":"" entre guillemets'


def test_rows_of_another_format_are_recomputed_by_whoever_reads_them(acme, monkeypatch) -> None:
    started(acme)
    StoredStanding.objects.update(card='{"title": "in another shape"}')
    assert b"another shape" in titles()
    for module in (stored, answers, reading, company, services):
        monkeypatch.setattr(module, "shape", lambda: "2 later")
    assert b"another shape" not in titles()
    assert set(StoredStanding.objects.values_list("shape", flat=True)) == {"2 later"}
    assert Rollup.objects.get().shape == "2 later"


def test_an_initiative_without_any_row_is_listed_all_the_same(acme: Cast) -> None:
    row = idea(acme)
    StoredStanding.objects.all().delete()
    StandingDetail.objects.all().delete()
    assert row.title.encode() in titles()


def test_the_new_tables_are_of_the_fingerprint_with_their_rights_and_seed(acme: Cast) -> None:
    schema = acme.company.schema_name
    found = describe_structure(schema)
    rights = [line for line in found["rights"] if line.startswith("portfolio_storedstanding ")]
    assert len(rights) == 1
    assert "capitaine_app:INSERT" in rights[0]
    assert any(
        "standing_engaged" in line and "WHERE is_engaged" in line for line in found["indexes"]
    )
    assert structural_differences(TEMPLATE_SCHEMA, schema) == []
    assert describe_seeds(TEMPLATE_SCHEMA)["rows of portfolio_rollup"] == [
        '(1,0001-01-01,0001-01-01,"","","","","")'
    ]


def test_signals_are_remembered_from_raised_to_answered_to_cleared(acme: Cast) -> None:
    """Ninety days without a measurement; a verdict answers it, a measurement clears it."""
    row = started(acme, day=TODAY - timedelta(days=90))
    read_true(lambda: rolled(today=TODAY), today=TODAY)
    raised = SignalEvent.objects.get(initiative=row, code="no_measurement")
    assert raised.raised_on == TODAY - timedelta(days=45)
    assert (raised.answered_by_id, raised.cleared_on) == (None, None)
    decided = give(acme, row, Verdict.ADJUST, reason="Vu", changes=Changes(scope="Moins"))
    raised.refresh_from_db()
    assert (raised.answered_by_id, raised.cleared_on) == (decided.decision.id, None)
    measure(acme, row, 8)
    raised.refresh_from_db()
    assert (raised.answered_by_id, raised.cleared_on) == (decided.decision.id, TODAY)


def test_the_first_reader_of_a_day_says_when_the_next_one_begins(acme: Cast) -> None:
    started(acme)
    due = DueWork.objects.get(organization_id=acme.company.id, job=WARM)
    assert due.due_at.astimezone(ZoneInfo(acme.company.timezone)).isoformat()[:16] == (
        f"{TODAY + DAY}T00:00"
    )


def test_what_an_operator_checks_and_rebuilds(acme: Cast, capsys) -> None:
    row = idea(acme, day=timezone.localdate())
    StoredStanding.objects.filter(initiative_id=row.id).update(card="{}")
    with pytest.raises(CommandError, match="--rebuild"):
        call_command("standings", "--check", "--company", acme.host)
    assert f"{row.id}: card" in capsys.readouterr().out
    call_command("standings", "--rebuild", "--company", acme.host)
    call_command("standings", "--check", "--company", acme.host)
    assert "0 faults" in capsys.readouterr().out
    with pytest.raises(CommandError, match="No company answers"):
        call_command("standings", "--check", "--company", "nobody.localhost")
