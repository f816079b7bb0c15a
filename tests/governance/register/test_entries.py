"""Entries: declared without blame, decided by a light, changed with their history."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from assessments.answers.models import ObservedFact
from governance.law.rules.taps import short_way
from governance.law.selectors import law
from governance.outbox.models import OutboxMessage
from governance.register.models import RegisterEntry, RegisterEvent
from governance.register.rules.entries import TURNS
from governance.register.selectors import EntryFilter, door_token, entries
from governance.register.services.door import close_doors, publish_door
from governance.register.services.entries import (
    Declaration,
    Visit,
    change_entry,
    declare_by_link,
    declare_use,
    record_entry,
)
from governance.register.services.law import OWN_IDEA, classify_entry
from tenants.due_work.models import DueWork
from tests.governance.register.scene import act_of, agent, allowed, entry
from tests.portfolio.scene import TODAY, at
from tests.refusals import refused


def test_a_light_says_where_an_entry_stands(acme):
    for light, status in (("green", "live"), ("orange", "live"), ("red", "forbidden")):
        row = entry(acme, **allowed(acme, light=light, condition="Prévenir"))
        assert row.status == status
    assert entry(acme, tool="?").status == "declared"


def test_whoever_declares_stands_beside_it_unless_without_a_name(acme):
    mine = declare_use(act_of(acme, "contributor"), given=Declaration(tool="Plume"))
    assert mine.declared_by_id == acme.members["contributor"].id
    nobody = declare_use(
        act_of(acme, "contributor"), given=Declaration(tool="Plume", nameless=True)
    )
    event = RegisterEvent.objects.get(entry=nobody)
    assert (nobody.declared_by_id, event.member_id, event.actor_kind) == (None, None, "")


def test_personal_data_in_a_personal_account_is_an_incident_and_is_told(acme):
    given = Declaration(tool="?", data=("persons", "internal"), account="personal")
    row = declare_use(act_of(acme, "contributor"), given=given)
    assert (row.incident_on, row.status) == (TODAY, "declared")
    told = OutboxMessage.objects.get(template="use_incident")
    assert told.recipient_id == acme.members["lead"].id
    with refused("entry_invalid") as why:
        change_entry(
            act_of(acme),
            entry_id=row.id,
            values=allowed(acme, data=("persons",), account="personal"),
        )
    assert why.fields == {"light": ["personal_account"]}
    change_entry(act_of(acme), entry_id=row.id, values=allowed(acme, account="business"))
    assert RegisterEntry.objects.get(id=row.id).incident_on == TODAY


def test_the_public_address_opens_for_who_has_it_until_it_is_renewed(acme):
    first = door_token(publish_door(act_of(acme)).id)
    visit = Visit(now=at(TODAY), today=TODAY)
    row = declare_by_link(visit, token=first, given=Declaration(tool="Plume"))
    assert row.declared_by_id is None
    second = door_token(publish_door(act_of(acme)).id)
    with refused("door_not_found"):
        declare_by_link(visit, token=first, given=Declaration(tool="Plume"))
    assert declare_by_link(visit, token=second, given=Declaration(tool="Plume"))
    close_doors(act_of(acme))
    with refused("door_not_found"):
        declare_by_link(visit, token=second, given=Declaration(tool="Plume"))


def test_a_change_leaves_what_it_was_and_what_it_is_as_ids(acme):
    row = entry(acme)
    new = acme.members["captain"].id
    change_entry(act_of(acme), entry_id=row.id, values={"owner_id": new, "seats": 30})
    event = RegisterEvent.objects.filter(entry=row).order_by("-id")[0]
    old = str(acme.members["contributor"].id)
    assert event.facts == {"owner_id": [old, str(new)], "seats": [None, 30]}
    again = change_entry(act_of(acme), entry_id=row.id, values={"seats": 30})
    assert (again.version, RegisterEvent.objects.filter(entry=row).count()) == (2, 2)


def test_a_stale_change_an_unknown_person_and_a_strange_entry_are_refused(acme):
    row = entry(acme)
    with refused("stale_version", version=1, expected=9):
        change_entry(act_of(acme), entry_id=row.id, values={"seats": 3}, expected_version=9)
    with refused("entry_invalid") as why:
        change_entry(act_of(acme), entry_id=row.id, values={"owner_id": uuid4()})
    assert why.fields == {"owner_id": ["member_unknown"]}
    with refused("entry_not_found"):
        change_entry(act_of(acme), entry_id=uuid4(), values={})


@pytest.mark.parametrize("part", ["captain", "contributor", "viewer"])
def test_only_who_keeps_the_register_writes_it(acme, part):
    with refused("not_in_role"):
        record_entry(act_of(acme, part), values=allowed(acme))


def test_a_viewer_declares_nothing(acme):
    with refused("not_in_role"):
        declare_use(act_of(acme, "viewer"), given=Declaration(tool="x"))


BREACHES = [
    {"status": "live", "light": ""},
    {"status": "stopped"},
    {"kind": "other"},
    {"origin": "came_inside_software"},
    {"light": "orange", "condition": ""},
    {"owner_id": None},
    {"account": "personal", "data": ["persons"]},
    {"users_count": 4, "users_of": 3, "users_on": TODAY},
    {"users_count": 4},
    {"notice_on": TODAY + timedelta(days=1), "contract_ends": TODAY},
    {"kind": "agent"},
    {"stop_address": "a@b.fr", "stop_by_id": "member"},
    {"status": "stop_asked"},
    {"law_class": "minimal"},
]


@pytest.mark.by_hand
@pytest.mark.parametrize("wrong", BREACHES, ids=str)
def test_the_database_holds_it(acme, wrong):
    row = entry(acme)
    if "stop_by_id" in wrong:
        wrong = wrong | {"stop_by_id": acme.members["captain"].id}
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterEntry.objects.filter(id=row.id).update(**wrong)


@pytest.mark.by_hand
def test_one_initiative_and_one_reference_stand_once(acme):
    one, other = entry(acme), entry(acme)
    ref = uuid4()
    for values in ({"initiative_id": ref}, {"external_ref": "A-1"}):
        RegisterEntry.objects.filter(id=one.id).update(**values)
        with pytest.raises(IntegrityError), transaction.atomic():
            RegisterEntry.objects.filter(id=other.id).update(**values)


def test_search_folds_accents_and_filters_by_light(acme):
    entry(acme, **allowed(acme, tool="Réponse", vendor="Éditions Cœur"))
    entry(acme, **allowed(acme, tool="Autre", light="red"))
    found = {one.tool for one in entries(EntryFilter(typed="COEUR reponse"))}
    assert found == {"Réponse"}
    assert {one.tool for one in entries(EntryFilter(light="red"))} == {"Autre"}


def seen(key: str) -> object:
    return ObservedFact.objects.get(key=key).value


def test_what_the_actions_name_is_observed_in_the_same_transaction(acme):
    row = entry(acme, **agent(acme))
    assert seen("register.entries") == 1
    assert seen("register.rights_limited") == {"met": 1, "all": 1}
    assert seen("register.stop_tried") == {"met": 0, "all": 1}
    change_entry(act_of(acme), entry_id=row.id, values={"stop_tried_on": TODAY})
    assert seen("register.stop_tried") == {"met": 1, "all": 1}


def test_the_register_looks_again_when_a_review_of_access_lapses(acme):
    entry(acme, **allowed(acme, access_reviewed_on=TODAY))
    due = DueWork.objects.get(job=TURNS)
    assert due.due_at.date() == TODAY + timedelta(days=91)


def test_an_entry_is_classified_once_nothing_is_open(acme):
    row = entry(acme)
    ids = [question.id for question in law().every_question]
    harmless = {**dict.fromkeys(ids, "no"), "A1": "yes", "A12": "deployer"}
    some = classify_entry(act_of(acme), entry_id=row.id, answers={"A1": "yes"})
    assert (some.law_class, some.classified_on) == ("", None)
    whole = classify_entry(act_of(acme), entry_id=row.id, answers=harmless)
    assert (whole.law_class, whole.classified_on) == ("minimal", TODAY)
    assert whole.law_version == law().version
    with refused("triage_answers"):
        classify_entry(act_of(acme), entry_id=row.id, answers={"X9": "yes"})
    with refused("triage_answers"):
        classify_entry(act_of(acme), entry_id=row.id, answers={}, taps={"nothing": "no"})
    taps = {tap.id: "no" for tap in short_way(law=law(), use_case=OWN_IDEA).taps}
    wrong = {**taps, "people": "perhaps"}
    with refused("triage_answers") as told:
        classify_entry(act_of(acme), entry_id=row.id, answers={}, taps=wrong)
    assert told.fields == {"taps.people": ["unknown"]}
