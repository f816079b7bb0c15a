"""The register's rules: what cannot stand, money that sleeps, figures that close, facts seen."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.roadmap.rules.progress import evidence
from governance.register.choices import Account, DataClass, EntryKind, EntryStatus, Light
from governance.register.rules.entries import (
    QUARTER,
    EntryFacts,
    Terms,
    changed,
    next_turn,
    problems,
    register_facts,
    seats_of,
    status_for,
    summary,
    with_terms,
)

TODAY = date(2026, 11, 26)
DAYS = st.dates(date(2025, 1, 1), date(2028, 1, 1))
MAYBE_DAY = st.none() | DAYS
COUNTS = st.none() | st.integers(0, 500)


@st.composite
def facts(draw) -> EntryFacts:
    light = draw(st.sampled_from(Light.values))
    status = draw(st.sampled_from([status_for(light), EntryStatus.STOPPED]))
    return EntryFacts(
        kind=draw(st.sampled_from(EntryKind.values)),
        status=status,
        light=light,
        account=draw(st.sampled_from(Account.values)),
        incident_on=draw(MAYBE_DAY),
        is_classified=draw(st.booleans()),
        has_contact=draw(st.booleans()),
        has_rights=draw(st.booleans()),
        has_exit=draw(st.booleans()),
        oversight=draw(st.sampled_from(["", "none", "sample", "full", "after"])),
        users_count=draw(COUNTS),
        users_on=draw(MAYBE_DAY),
        seats=draw(COUNTS),
        cost_year=draw(st.none() | st.decimals(0, 99999, places=2)),
        notice_on=draw(MAYBE_DAY),
        vendor_assessed_on=draw(MAYBE_DAY),
        access_reviewed_on=draw(MAYBE_DAY),
        stop_tried_on=draw(MAYBE_DAY),
    )


def told(**more) -> Terms:
    owner = uuid4()
    base = {"tool": "Plume", "light": "green", "data": ("internal",), "owner_id": owner}
    return Terms(**{**base, **more})


@pytest.mark.parametrize(
    ("more", "field", "code"),
    [
        ({"tool": ""}, "tool", "tool_needed"),
        ({"light": "orange"}, "condition", "condition_needed"),
        ({"owner_id": None}, "owner_id", "owner_needed"),
        ({"data": ("unknown",)}, "data", "data_needed"),
        ({"data": ("persons",), "account": "personal"}, "light", "personal_account"),
        ({"users_count": 3}, "users_on", "users_together"),
        (
            {"users_count": 9, "users_of": 3, "users_on": TODAY},
            "users_count",
            "users_too_many",
        ),
        (
            {"notice_on": TODAY + QUARTER, "contract_ends": TODAY},
            "notice_on",
            "notice_after_end",
        ),
        ({"kind": "agent"}, "checker_id", "checker_needed"),
        ({"kind": "agent"}, "reads", "rights_needed"),
        ({"kind": "agent"}, "stop_how", "stop_needed"),
        ({"kind": "agent"}, "stop_by_id", "stop_person_needed"),
        ({"stop_by_id": uuid4(), "stop_address": "a@b.fr"}, "stop_address", "stop_one_person"),
        ({"stop_tried_on": TODAY + timedelta(days=1)}, "stop_tried_on", "day_to_come"),
    ],
)
def test_what_cannot_stand_is_named_at_its_field(more, field, code):
    assert code in problems(told(**more), today=TODAY)[field]
    assert problems(told(), today=TODAY) == {}


def test_a_use_that_nobody_decided_needs_its_tool_only():
    assert problems(Terms(tool="?", account="personal", data=("persons",)), today=TODAY) == {}


@given(st.lists(facts(), max_size=12))
def test_the_lights_make_the_whole_and_money_closes(entries):
    found = summary(entries, today=TODAY)
    assert found.total == found.green + found.orange + found.red + found.undecided
    assert found.total + found.stopped == len(entries)
    seats = found.seats
    assert seats.seats == seats.taken + seats.asleep
    assert seats.paid == seats.used + seats.dormant
    assert Decimal(0) <= seats.dormant <= seats.paid
    assert found.next_notice is None or found.next_notice >= TODAY


@given(st.integers(1, 999), st.integers(0, 1500), st.decimals(0, 99999, places=2))
def test_seats_that_sleep_cost_their_share(seats, users, cost):
    found = seats_of(seats=seats, users_count=users, cost_year=cost)
    assert found is not None
    assert found.asleep == max(0, seats - users)
    assert abs(found.dormant - cost * found.asleep / seats) <= Decimal("0.005")


def test_thirty_seats_of_which_twenty_two_are_used():
    found = seats_of(seats=30, users_count=22, cost_year=Decimal(4320))
    assert found is not None
    assert (found.taken, found.asleep, found.used, found.dormant) == (22, 8, 3168, 1152)


@given(st.lists(facts(), max_size=8), st.lists(MAYBE_DAY, max_size=5), DAYS)
def test_each_fact_has_a_shape_that_a_proof_reads(entries, swept, today):
    found = register_facts(entries, swept=swept, today=today)
    for key, value in found.items():
        if isinstance(value, dict):
            assert 0 <= value["met"] <= value["all"] <= len(entries), key
    assert found["register.entries"] == summary(entries, today=today).total


def test_every_proof_that_the_catalogue_names_of_the_register_is_seen():
    class Now:
        def __init__(self, value: object) -> None:
            self.value, self.at = value, None

    seen = register_facts([], swept=[], today=TODAY)
    from_file = {
        *("register.entries>=1", "register.contact==all", "register.business_account==all"),
        *("register.access_reviewed_90d==all", "register.vendor_assessed==all"),
        *("register.exit_noted==all", "register.rights_limited==all", "register.swept_90d"),
        *("register.stop_tried==all", "register.oversight==all"),
    }
    for key in from_file:
        assert evidence(key, {k: Now(v) for k, v in seen.items()}).standing == "not_yet", key


def test_a_look_lapses_after_ninety_days():
    for age, holds in ((0, True), (90, True), (91, False)):
        swept = [TODAY - timedelta(days=age)]
        assert register_facts([], swept=swept, today=TODAY)["register.swept_90d"] is holds
    assert next_turn([TODAY], today=TODAY) == TODAY + timedelta(days=91)
    assert next_turn([TODAY - timedelta(days=91), None], today=TODAY) is None


@given(st.sets(st.sampled_from(DataClass.values)))
def test_data_are_told_once_and_in_their_order(data):
    found = with_terms(told(), {"data": tuple(data)})
    assert set(found.data) == data
    assert list(found.data) == [one for one in DataClass.values if one in data]


def test_only_what_differs_is_a_change():
    assert changed(told(), told()).keys() <= {"owner_id"}
    before = told()
    assert changed(before, with_terms(before, {"vendor": "x"})) == {"vendor": ["", "x"]}
