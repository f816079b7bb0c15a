from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from portfolio.measuring.models import MeasuringLink

from governance.members.models import Member
from governance.outbox.models import OutboxMessage
from portfolio.adoption.models import AdoptionReading
from portfolio.initiatives.models import Initiative
from portfolio.measuring.rules import PastedLine
from portfolio.measuring.selectors import SALT, link_of, month_of
from portfolio.measuring.services import (
    NewUse,
    NewValue,
    ask_measurements,
    enter_by_link,
    enter_month,
    named_entries,
    write_measuring_mail,
)
from portfolio.objectives.models import Measurement
from tenants.tokens import token_of
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


def line(name: str, number: int = 1) -> PastedLine:
    return PastedLine(number=number, name=name, on=TODAY, value=Decimal(7))


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


class TestMail:
    def test_each_captain_is_asked_once_a_month_where_something_falls_due(
        self, acme, captain, row
    ) -> None:
        assert ask_measurements(now=NOW, today=TODAY) == 1
        assert ask_measurements(now=NOW, today=TODAY) == 0
        link = MeasuringLink.objects.get()
        message = OutboxMessage.objects.get(template="measurements_due")
        assert (link.member_id, message.recipient_id) == (captain.id, captain.id)
        token = token_of(link.id, salt=SALT)
        assert token not in str(message.context)
        letter = write_measuring_mail(message.context).context
        assert letter["path"].endswith(f"{token}/")
        assert [one.objective.initiative_id for one in letter["values"]] == [row.id]

    def test_nothing_due_no_mail(self, acme, act, row) -> None:
        enter_month(act, entries={"v": value(row), "u": use(row)})
        assert ask_measurements(now=NOW, today=TODAY) == 0

    def test_before_the_first_working_day_nobody_is_asked(self, acme, row) -> None:
        sunday = FIRST.replace(month=11)
        assert sunday.isoformat() == "2026-11-01"
        assert ask_measurements(now=NOW, today=sunday) == 0


class TestLink:
    @pytest.fixture
    def token(self, acme, row) -> str:
        ask_measurements(now=NOW, today=TODAY)
        return token_of(MeasuringLink.objects.get().id, salt=SALT)

    def enter(self, token, entries, today=TODAY) -> int:
        return enter_by_link(token=token, entries=entries, now=NOW, today=today)

    def test_what_is_typed_by_link_says_so_and_spends_the_link(self, token, captain, row) -> None:
        assert self.enter(token, {"v": value(row), "u": use(row)}) == 2
        told = Measurement.objects.get()
        assert (told.by_link, told.recorded_by_id) == (True, captain.id)
        assert AdoptionReading.objects.get().by_link is True
        with refused("link_used", on=NOW):
            self.enter(token, {"v": value(row)})

    def test_a_refused_sending_does_not_spend_it(self, token, row) -> None:
        with refused("month_refused"):
            self.enter(token, {"v": value(row, "900")})
        assert self.enter(token, {"v": value(row)}) == 1

    def test_it_opens_until_its_month_ends_and_for_who_is_here(self, token, captain, row) -> None:
        with refused("link_expired"):
            link_of(token, today=TODAY + 31 * DAY)
        with refused("link_not_found"):
            link_of(f"{token}x", today=TODAY)
        Member.objects.filter(id=captain.id).update(left_at=NOW)
        scene.follow_up("member", captain.id)
        with refused("link_not_found"):
            link_of(token, today=TODAY)


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

    def test_behind_the_link_one_types_sees_it_again_and_sends(self, acme, client, row) -> None:
        ask_measurements(now=NOW, today=TODAY)
        link = MeasuringLink.objects.get()
        MeasuringLink.objects.update(valid_until=TODAY + 400 * DAY)
        address = reverse("measuring_link", args=[token_of(link.id, salt=SALT)])
        visitor = acme.client(None)
        assert visitor.get(address).status_code == 200
        typed = {f"v{scene.only_objective(row).id.hex}-value": "7"}
        shown = visitor.post(address, typed)
        assert (shown.status_code, Measurement.objects.count()) == (200, 0)
        sent = visitor.post(address, {**typed, "sure": "1"})
        assert (sent.status_code, Measurement.objects.get().by_link) == (200, True)
        assert visitor.get(address).status_code == 409
