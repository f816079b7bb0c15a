"""A stop is asked of who can do it, and counts once it is confirmed with a day."""

from datetime import timedelta
from uuid import uuid4

import pytest

from governance.outbox.models import OutboxMessage
from governance.register.choices import Found, SwitchedOn
from governance.register.models import KnownSoftware, RegisterEntry, RegisterEvent
from governance.register.selectors import next_sweep, sweep_lines
from governance.register.services.stops import ask_for_stop, confirm_stop, take_back_stop
from governance.register.services.sweep import (
    Look,
    add_software,
    answer_sweep,
    remove_software,
    turn_register,
)
from tests.governance.register.scene import act_of, agent, allowed, entry
from tests.governance.register.test_entries import seen
from tests.portfolio.scene import TODAY
from tests.refusals import refused

DAY = timedelta(days=1)


@pytest.fixture
def row(acme) -> RegisterEntry:
    return entry(acme, **agent(acme))


def test_who_can_stop_it_is_asked_by_mail_and_it_runs_until_confirmed(acme, row):
    asked = ask_for_stop(act_of(acme), entry_id=row.id)
    assert (asked.status, asked.stopped_on) == ("stop_asked", None)
    mail = OutboxMessage.objects.get(template="stop_asked")
    assert mail.recipient_id == acme.members["captain"].id
    done = confirm_stop(act_of(acme, "captain"), entry_id=row.id, stopped_on=TODAY)
    assert (done.status, done.stopped_on) == ("stopped", TODAY)
    whats = list(RegisterEvent.objects.order_by("id").values_list("what", flat=True))
    assert whats == ["recorded", "stop_asked", "stopped"]


def test_somebody_outside_is_asked_at_an_address(acme):
    outside = entry(acme, **agent(acme, stop_by_id=None, stop_address="aide@vendeur.example"))
    ask_for_stop(act_of(acme), entry_id=outside.id)
    assert OutboxMessage.objects.get(template="stop_asked").address == "aide@vendeur.example"


@pytest.mark.parametrize("part", ["contributor", "viewer"])
def test_nobody_else_asks_or_confirms(acme, row, part):
    with refused("not_in_role"):
        ask_for_stop(act_of(acme, part), entry_id=row.id)
    ask_for_stop(act_of(acme), entry_id=row.id)
    with refused("not_in_role"):
        confirm_stop(act_of(acme, part), entry_id=row.id, stopped_on=TODAY)


def test_a_stop_has_its_order_and_a_day_that_has_come(acme, row):
    with refused("stop_not_asked"):
        confirm_stop(act_of(acme), entry_id=row.id, stopped_on=TODAY)
    with refused("stop_not_asked"):
        take_back_stop(act_of(acme), entry_id=row.id)
    ask_for_stop(act_of(acme), entry_id=row.id)
    with refused("entry_not_in_use"):
        ask_for_stop(act_of(acme), entry_id=row.id)
    with refused("entry_invalid") as why:
        confirm_stop(act_of(acme), entry_id=row.id, stopped_on=TODAY + DAY)
    assert why.fields == {"stopped_on": ["day_to_come"]}
    with refused("stale_version"):
        confirm_stop(act_of(acme), entry_id=row.id, stopped_on=TODAY, expected_version=1)
    back = take_back_stop(act_of(acme), entry_id=row.id)
    assert (back.status, back.stop_asked_at) == ("live", None)


def test_who_is_asked_has_to_be_named(acme):
    plain = entry(acme, **allowed(acme))
    with refused("stop_person_needed"):
        ask_for_stop(act_of(acme), entry_id=plain.id)


YES = Look(found=Found.YES, data=("internal",), switched_on=SwitchedOn.VENDOR)


def test_a_yes_makes_an_entry_and_the_next_one_brings_it_up_to_date(acme):
    known = add_software(act_of(acme), name="Compta", vendor="Ciel bleu")
    answer_sweep(act_of(acme), software_id=known.id, look=YES)
    made = RegisterEntry.objects.get(software=known)
    assert (made.tool, made.origin, made.status) == ("Compta", "came_inside_software", "declared")
    later = TODAY + 90 * DAY
    more = Look(found=Found.YES, data=("persons",))
    answer_sweep(act_of(acme, day=later), software_id=known.id, look=more)
    made.refresh_from_db()
    assert (made.data, RegisterEntry.objects.count()) == (["internal", "persons"], 1)
    assert KnownSoftware.objects.get().swept_on == later


def test_a_no_dates_the_look_and_makes_nothing(acme):
    known = add_software(act_of(acme), name="Compta")
    assert [line.is_due for line in sweep_lines(today=TODAY)] == [True]
    answer_sweep(act_of(acme), software_id=known.id, look=Look(found=Found.NO))
    lines = sweep_lines(today=TODAY)
    assert (lines[0].is_due, next_sweep(lines)) == (False, TODAY + 90 * DAY)
    assert (RegisterEntry.objects.count(), seen("register.swept_90d")) == (0, True)


def test_a_sweep_has_its_refusals(acme):
    known = add_software(act_of(acme), name="Compta")
    with refused("software_known"):
        add_software(act_of(acme), name="COMPTA")
    with refused("software_not_found"):
        answer_sweep(act_of(acme), software_id=uuid4(), look=YES)
    with refused("entry_invalid"):
        answer_sweep(act_of(acme), software_id=known.id, look=Look(found=Found.YES))
    with refused("entry_invalid"):
        answer_sweep(act_of(acme), software_id=known.id, look=Look(found=Found.NONE))
    remove_software(act_of(acme), software_id=known.id)
    with refused("software_not_found"):
        remove_software(act_of(acme), software_id=known.id)
    assert add_software(act_of(acme), name="Compta")


def test_a_sweep_that_is_due_is_told_once_and_no_longer_counts_as_seen(acme):
    known = add_software(act_of(acme), name="Compta")
    answer_sweep(act_of(acme), software_id=known.id, look=Look(found=Found.NO))
    late = act_of(acme, day=TODAY + 91 * DAY)
    turn_register(late)
    turn_register(late)
    assert OutboxMessage.objects.filter(template="sweep_due").count() == 1
    assert seen("register.swept_90d") is False
