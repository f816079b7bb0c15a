from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from portfolio.adoption.models import AdoptionReading
from portfolio.guards.models import GuardRail
from portfolio.initiatives.models import Initiative
from portfolio.measuring.rules import PastedLine
from portfolio.measuring.selectors import month_of
from portfolio.measuring.services import (
    NewGuarded,
    NewUse,
    NewValue,
    enter_month,
    named_entries,
)
from portfolio.objectives.models import Measurement
from portfolio.objectives.rules import Ratio
from tests.cast import NOW
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.scene import TODAY
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIRST = TODAY.replace(day=1)


@pytest.fixture
def captain(acme):
    return acme.members["captain"]


@pytest.fixture
def row(acme):
    one = scene.started(acme, day=TODAY - 60 * DAY)
    Initiative.objects.filter(id=one.id).update(captain=acme.members["captain"])
    scene.follow_up("initiative", one.id)
    return one


@pytest.fixture
def act(acme):
    return acting(acme.actor("captain"), now=NOW, today=TODAY)


def value(row, figure="7", **more) -> NewValue:
    objective = scene.only_objective(row)
    return NewValue(objective_id=objective.id, value=Decimal(figure), on=TODAY, **more)


def use(row, using=12, concerned=45) -> NewUse:
    return NewUse(initiative_id=row.id, using=using, concerned=concerned, on=TODAY)


def test_a_captain_finds_what_is_due_first(captain, row) -> None:
    month = month_of(captain.id)
    (wanted,) = month.values
    assert wanted.objective == scene.only_objective(row)
    assert wanted.due_on == TODAY - 30 * DAY
    assert [one.initiative.id for one in month.uses] == [row.id]
    assert month.due(by=TODAY) == 2


def test_values_and_uses_are_entered_at_once(act, row) -> None:
    assert enter_month(act, entries={"v": value(row), "u": use(row)}) == 2
    assert Measurement.objects.get().by_link is False
    assert (AdoptionReading.objects.get().using, AdoptionReading.objects.get().concerned) == (
        12,
        45,
    )


def test_what_is_wrong_with_each_is_told_and_nothing_is_recorded(act, row) -> None:
    entries = {"v": value(row, "900"), "u": use(row, using=50, concerned=45)}
    with refused("month_refused") as told:
        enter_month(act, entries=entries)
    codes = {key: error.code for key, error in told.facts["errors"].items()}
    assert codes == {"v": "odd_value", "u": "adoption_out_of_range"}
    assert enter_month(act, entries={"v": value(row, "900", confirmed=True)}) == 1


def test_nobody_measures_what_another_carries(acme, row) -> None:
    stranger = acting(acme.actor("viewer"), now=NOW, today=TODAY)
    with refused("month_refused") as told:
        enter_month(stranger, entries={"v": value(row), "u": use(row)})
    assert {error.code for error in told.facts["errors"].values()} == {"not_in_role"}


def line(name: str, number: int = 1, value=Decimal(7)) -> PastedLine:
    return PastedLine(number=number, name=name, on=TODAY, value=value)


def test_a_table_names_its_kpis_by_reference_or_name(captain, row) -> None:
    objective = scene.only_objective(row)
    objective.external_ref = "K-1"
    objective.save(update_fields=["external_ref"])
    scene.follow_up("initiative", row.id)
    lines = [line("k-1"), line(objective.kpi.upper(), 2)]
    found = named_entries(lines, member_id=captain.id, confirmed=False)
    assert [one.objective_id for one in found.values()] == [objective.id] * 2


def test_a_table_with_a_name_that_no_kpi_has_is_refused_whole(captain, row) -> None:
    with refused("lines_invalid") as told:
        named_entries([line("nothing"), line("k", 2)], member_id=captain.id, confirmed=False)
    assert told.fields == {"1": ["kpi_not_found"], "2": ["kpi_not_found"]}


def test_a_name_of_two_kpis_asks_for_the_reference(acme, captain, row) -> None:
    objective = scene.only_objective(row)
    objective.pk, objective.position = None, 2
    objective.save(force_insert=True)
    scene.follow_up("initiative", row.id)
    with refused("lines_invalid") as told:
        named_entries([line(objective.kpi)], member_id=captain.id, confirmed=False)
    assert told.fields == {"1": ["kpi_named_twice"]}


def test_a_table_says_how_many_use_an_initiative_by_its_name_or_reference(acme, row) -> None:
    Initiative.objects.filter(id=row.id).update(external_ref="I-1")
    scene.follow_up("initiative", row.id)
    captain = acme.members["captain"]
    counted = Ratio(part=Decimal(3), whole=Decimal(8))
    lines = [line(row.title.upper(), 1, counted), line("i-1", 2, counted)]
    found = named_entries(lines, member_id=captain.id, confirmed=False)
    wanted = NewUse(initiative_id=row.id, using=3, concerned=8, on=TODAY)
    assert list(found.values()) == [wanted, wanted]
    with refused("lines_invalid") as told:
        lines = [
            line(row.title, 1),
            line(row.title, 2, Ratio(part=Decimal("2.5"), whole=Decimal(8))),
        ]
        named_entries(lines, member_id=captain.id, confirmed=False)
    assert told.fields == {"1": ["use_by_counting"], "2": ["use_by_counting"]}


def test_a_table_names_what_must_not_get_worse(acme, captain, row) -> None:
    guard = GuardRail.objects.create(
        initiative=row,
        kpi="Retours",
        unit="%",
        direction="down",
        limit=5,
        first_limit=5,
        set_on=TODAY,
    )
    scene.follow_up("initiative", row.id)
    found = named_entries([line("retours")], member_id=captain.id, confirmed=False)
    assert found == {"1": NewGuarded(initiative_id=row.id, value=Decimal(7), on=TODAY)}
    assert guard.initiative_id == row.id


class TestPages:
    def test_the_page_records_what_is_typed(self, acme, send, row) -> None:
        name = f"v{scene.only_objective(row).id.hex}"
        page = send(reverse("measuring"), {f"{name}-value": "7"}, part="captain")
        assert page.status_code == 302
        assert Measurement.objects.get().value == 7

    def test_an_odd_value_is_asked_back_on_its_line(self, acme, send, row) -> None:
        name = f"v{scene.only_objective(row).id.hex}"
        page = send(reverse("measuring"), {f"{name}-value": "900"}, part="captain")
        assert page.status_code == 409
        assert f'name="{name}-confirmed"' in page.content.decode()
        again = {f"{name}-value": "900", f"{name}-confirmed": "on"}
        assert send(reverse("measuring"), again, part="captain").status_code == 302

    def test_nothing_typed_is_told(self, send, row) -> None:
        assert send(reverse("measuring"), {"x": "1"}, part="captain").status_code == 422

    def test_a_pasted_table_is_recorded_whole_or_not(self, send, row) -> None:
        kpi, day = scene.only_objective(row).kpi, TODAY.isoformat()
        bad = send(
            reverse("measuring_paste"), {"table": f"{kpi};{day};x\n{kpi};{day};7"}, "captain"
        )
        assert bad.status_code == 422
        assert not Measurement.objects.exists()
        good = send(
            reverse("measuring_paste"), {"table": f"KPI;day;value\n{kpi};{day};7"}, "captain"
        )
        assert good.status_code == 302
        assert Measurement.objects.get().value == 7

    def test_how_many_use_it_comes_from_a_file(self, send, row) -> None:
        table = {"table": f"{row.title};{TODAY.isoformat()};12 sur 40"}
        assert send(reverse("measuring_paste"), table, "captain").status_code == 302
        reading = AdoptionReading.objects.get()
        assert (reading.using, reading.concerned) == (12, 40)
