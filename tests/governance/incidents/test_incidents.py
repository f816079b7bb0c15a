"""Incidents: four fields without blame, 72 hours for personal data, a lesson at the end."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.answers.models import ObservedFact
from governance.decisions.models import Decision
from governance.duties.choices import DutyKind
from governance.incidents.choices import AuthorityAnswer, Severity
from governance.incidents.models import Incident
from governance.incidents.rules import clock_of, closing_problem, known_problem
from governance.incidents.services import (
    IncidentInput,
    IncidentTerms,
    close_incident,
    handle_incident,
    report_by_link,
    report_incident,
    settle_authority,
)
from governance.outbox.models import OutboxMessage
from governance.register.selectors import door_token
from governance.register.services.door import publish_door
from governance.register.services.entries import Declaration, Visit, declare_use
from portfolio.mine.selectors import mine
from portfolio.mine.words import duty_title
from portfolio.standing.services import read_true
from tests.governance.register.scene import act_of, agent, entry
from tests.portfolio.scene import TODAY, at
from tests.refusals import refused

pytestmark = pytest.mark.django_db
WRONG = IncidentInput(what="Un nom de client est sorti", tool="Bavard", affects="Un client")
HANDLED = IncidentTerms(
    what="Un nom est sorti",
    entry_id=None,
    tool="Bavard",
    affects="Un client",
    done="Effacé",
    severity=Severity.HIGH,
    personal_data=True,
)


def owed(cast, part):
    read = read_true(lambda: mine(actor=cast.actor(part), today=TODAY, now=at(TODAY)), today=TODAY)
    return {one.kind: one for one in read.duties}


def test_the_clock_runs_from_when_it_was_known_and_the_lesson_comes_last():
    known = at(TODAY)
    running = clock_of(personal_data=True, known_at=known, answer="", answered_at=None)
    assert running is not None
    assert (running.ends_at - known, running.is_running) == (timedelta(hours=72), True)
    late = clock_of(
        personal_data=True, known_at=known, answer="told", answered_at=known + timedelta(hours=73)
    )
    assert late is not None
    assert late.was_late
    assert clock_of(personal_data=False, known_at=known, answer="", answered_at=None) is None
    problems = [
        closing_problem(lesson=" ", clock=None),
        closing_problem(lesson="a", clock=running),
        closing_problem(lesson="a", clock=late),
    ]
    assert problems == ["lesson_needed", "authority_open", None]
    moments = [known - timedelta(days=400), known, known + timedelta(minutes=1)]
    told = [known_problem(known_at=one, now=known) for one in moments]
    assert told == ["moment_out_of_range", None, "moment_out_of_range"]


def test_an_incident_goes_from_its_report_to_its_lesson(acme):
    lead, marc = act_of(acme), act_of(acme, "contributor")
    row = report_incident(marc, given=replace(WRONG, nameless=True))
    assert (row.reported_by_id, row.severity) == (None, "medium")
    assert OutboxMessage.objects.get(template="incident_reported").recipient.role == "ai_lead"
    assert DutyKind.INCIDENT in owed(acme, "lead")
    assert not {DutyKind.INCIDENT, DutyKind.AUTHORITY} & set(owed(acme, "contributor"))
    assert ObservedFact.objects.get(key="incidents.book").value is True
    with refused("no_personal_data"):
        settle_authority(lead, incident_id=row.id, answer=AuthorityAnswer.TOLD, note="a")
    row = handle_incident(lead, incident_id=row.id, given=HANDLED, expected_version=1)
    told = OutboxMessage.objects.filter(template="incident_clock")
    assert {one.recipient.role for one in told} == {"executive", "ai_lead"}
    duty = owed(acme, "executive")[DutyKind.AUTHORITY]
    assert duty.about.startswith((row.known_at + timedelta(hours=72)).date().isoformat())
    assert "CNIL" in duty_title(duty)
    with refused("authority_open"):
        close_incident(lead, incident_id=row.id, lesson="a")
    with refused("incident_invalid") as open_answer:
        settle_authority(lead, incident_id=row.id, answer=AuthorityAnswer.NO_RISK, note=" ")
    assert open_answer.fields == {"note": ["required"]}
    settle_authority(
        lead, incident_id=row.id, answer=AuthorityAnswer.NO_RISK, note="Effacé avant lecture"
    )
    assert DutyKind.AUTHORITY not in owed(acme, "executive")
    with refused("incident_invalid") as mute:
        close_incident(lead, incident_id=row.id, lesson=" ")
    assert mute.fields == {"lesson": ["lesson_needed"]}
    close_incident(lead, incident_id=row.id, lesson="Retirer les noms avant de coller")
    assert DutyKind.INCIDENT not in owed(acme, "lead")
    said = list(Decision.objects.filter(subject_id=row.id).order_by("seq"))
    assert [one.verdict for one in said] == ["settle_authority", "close_incident"]
    assert said[1].reason == "Retirer les noms avant de coller"
    with refused("incident_closed"):
        handle_incident(lead, incident_id=row.id, given=HANDLED)


def test_what_may_not_be_is_refused_by_name(acme):
    lead = act_of(acme)
    with refused("not_in_role"):
        report_incident(act_of(acme, "viewer"), given=WRONG)
    with refused("incident_invalid") as empty:
        report_incident(lead, given=IncidentInput(what=" "))
    with refused("incident_invalid") as unknown:
        report_incident(lead, given=replace(WRONG, entry_id=acme.members["lead"].id))
    with refused("incident_invalid") as ahead:
        report_incident(lead, given=replace(WRONG, known_at=lead.now + timedelta(hours=1)))
    fields = [one.fields for one in (empty, unknown, ahead)]
    assert fields == [
        {"what": ["required"]},
        {"entry_id": ["unknown"]},
        {"known_at": ["moment_out_of_range"]},
    ]
    row = report_incident(lead, given=WRONG)
    with refused("not_in_role"):
        close_incident(act_of(acme, "contributor"), incident_id=row.id, lesson="a")
    with refused("stale_version"):
        handle_incident(lead, incident_id=row.id, given=HANDLED, expected_version=7)
    with refused("incident_not_found"):
        close_incident(lead, incident_id=acme.members["lead"].id, lesson="a")
    visit = Visit(now=at(TODAY), today=TODAY)
    with refused("door_not_found"):
        report_by_link(visit, token="x", given=WRONG)


def test_the_database_keeps_an_incident_open_until_it_is_whole(acme):
    row = report_incident(act_of(acme), given=replace(WRONG, personal_data=True))
    closed = {"closed_at": at(TODAY), "closed_by": acme.members["lead"]}
    for values in (
        {"severity": "huge"},
        {"authority": "told", "authority_at": at(TODAY)},
        {"authority": "", "authority_at": at(TODAY)},
        closed,
        {**closed, "lesson": "a"},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Incident.objects.filter(id=row.id).update(**values)


def test_the_pages_tell_the_stop_the_hour_and_what_the_register_holds(acme):
    used = entry(acme, **agent(acme))
    declare_use(
        act_of(acme, "contributor"),
        given=Declaration(tool="Lettres", data=("persons",), account="personal"),
    )
    marc, lead = acme.client("contributor"), acme.client("lead")
    book = marc.get("/incidents/").content.decode()
    assert "Lettres" in book
    sent = {"what": "Réponse fausse", "entry_id": str(used.id), "personal_data": "on"}
    page = marc.post("/incidents/new/", sent, follow=True).content.decode()
    made = Incident.objects.get()
    assert made.entry_id == used.id
    assert "CNIL" in page
    assert "/handle/" not in page
    mine_page = lead.get(f"/incidents/{made.id}/").content.decode()
    assert reverse("register_stop", args=[used.id], urlconf="config.urls") in mine_page
    handled = {"what": "Réponse fausse", "severity": "low", "done": "Reprise"}
    assert lead.post(f"/incidents/{made.id}/handle/", handled).status_code == 302
    assert lead.post(f"/incidents/{made.id}/authority/", {"note": ""}).status_code == 422
    assert lead.post(f"/incidents/{made.id}/close/", {"lesson": "Relire"}).status_code == 302
    assert "Relire" in marc.get("/incidents/").content.decode()
    table = acme.client("viewer").get("/exports/incidents.csv").content.decode()
    assert "Réponse fausse" in table


def test_the_team_page_takes_an_incident_without_a_name_within_measure(acme, globex):
    now = timezone.now()
    act = replace(act_of(acme), now=now, today=timezone.localdate(now))
    token = door_token(publish_door(act).id)
    path = reverse("incident_public", args=[token], urlconf="config.urls")
    visitor = acme.client()
    cache.clear()
    assert 'name="nameless"' not in visitor.get(path).content.decode()
    codes = [visitor.post(path, {"what": f"n{n}"}).status_code for n in range(11)]
    cache.clear()
    assert codes == [*[200] * 10, 429]
    assert set(Incident.objects.values_list("reported_by", flat=True)) == {None}
    assert visitor.post(path, {"what": ""}).status_code == 422
    later = {"what": "a", "known_on": str(timezone.localdate() + timedelta(days=3))}
    assert visitor.post(path, later).status_code == 422
    assert globex.client().get(path).status_code == 404
