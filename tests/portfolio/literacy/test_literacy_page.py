"""Literacy: measures by role and use, a sheet to sign, ticks, a year's evidence, a duty."""

from datetime import timedelta

import pytest
from django.utils import translation

from assessments.answers.models import ObservedFact
from assessments.skills.services import record_literacy, tick_attendance
from governance.duties.choices import DutyKind
from governance.literacy.choices import MeasureKind
from governance.literacy.models import LiteracyMeasure
from governance.literacy.selectors import get_measure
from governance.literacy.services import MeasureInput
from governance.members.models import Member
from governance.papers.services import print_sheet
from portfolio.literacy.selectors import literacy_file
from portfolio.literacy.services import attendance_sheet, evidence_file
from portfolio.mine.selectors import mine
from portfolio.standing.services import read_true
from tenants.ids import uuid7
from tests.assessments.papers.paper_pages import holds, lowest, pages
from tests.governance.register.scene import act_of, allowed, entry
from tests.portfolio.scene import TODAY, at
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def owed(cast, part="lead", day=TODAY):
    read = read_true(lambda: mine(actor=cast.actor(part), today=day, now=at(day)), today=day)
    return {one.kind: one for one in read.duties}


def hour(**more) -> MeasureInput:
    told = {"kind": MeasureKind.TRAINING, "held_on": TODAY, "audience": ("contributor",)}
    return MeasureInput(**{**told, "duration_min": 60, **more})


def test_a_use_without_a_measure_is_owed_until_one_is_about_it_or_about_all(acme):
    one = entry(acme, **allowed(acme))
    two = entry(acme, **allowed(acme, tool="ChiffrePro"))
    assert owed(acme)[DutyKind.LITERACY].count == 2
    assert DutyKind.LITERACY not in owed(acme, "contributor")
    record_literacy(act_of(acme), given=hour(entry_ids=(one.id,)))
    assert owed(acme)[DutyKind.LITERACY].count == 1
    assert literacy_file(today=TODAY).without == (two,)
    record_literacy(act_of(acme), given=hour())
    assert DutyKind.LITERACY not in owed(acme)
    assert owed(acme, day=TODAY + timedelta(days=366))[DutyKind.LITERACY].count == 2
    with refused("invalid_fields") as unknown:
        record_literacy(act_of(acme), given=hour(entry_ids=(uuid7(),)))
    assert unknown.fields == {"entries": ["unknown"]}


def test_once_somebody_is_ticked_only_who_was_there_counts_as_reached(acme):
    lead, marc = act_of(acme), acme.members["contributor"].id
    row = record_literacy(lead, given=hour())
    assert literacy_file(today=TODAY).reached == 2
    tick_attendance(lead, measure_id=row.id, attended_ids=[marc])
    found = literacy_file(today=TODAY)
    assert (found.reached, found.lines[0].attended, found.lines[0].expected) == (1, 1, 2)
    assert ObservedFact.objects.get(key="literacy.share").value == pytest.approx(1 / 5)
    with refused("invalid_fields"):
        tick_attendance(lead, measure_id=row.id, attended_ids=[uuid7()])
    with refused("measure_not_found"):
        get_measure(uuid7())
    with refused("not_in_role"):
        tick_attendance(act_of(acme, "viewer"), measure_id=row.id, attended_ids=[])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_sheet_for_thirty_is_one_page_and_the_evidence_names_nobody(acme, language):
    present = Member.objects.filter(left_at=None, role="contributor").count()
    Member.objects.bulk_create(
        Member(
            user_id=uuid7(),
            email=f"m{n}@acme.example",
            name=f"Très Long Prénom Nom-Composé {n}",
            role="contributor",
            joined_at=at(TODAY - timedelta(days=9)),
        )
        for n in range(30 - present)
    )
    row = record_literacy(act_of(acme), given=hour(evidence="x" * 600))
    row = LiteracyMeasure.objects.get(id=row.id)
    with translation.override(language):
        wanted = attendance_sheet(row, company="Ateliers Morel")
        assert holds(wanted)
        printed = print_sheet(wanted)
        (sheet,) = pages(printed)
        found = literacy_file(today=TODAY)
        year = pages(print_sheet(evidence_file(found, company="Ateliers Morel", now=at(TODAY))))
    assert f"Nom-Composé {29 - present}" in sheet
    assert lowest(printed) > 20
    assert not any(one.name in page for page in year for one in acme.members.values())


def test_the_pages_lead_from_the_measure_to_the_ticks_and_the_papers(acme):
    used = entry(acme, **allowed(acme))
    lead, viewer = acme.client("lead"), acme.client("viewer")
    assert used.tool in lead.get("/literacy/").content.decode()
    sent = {"kind": "briefing", "held_on": str(TODAY), "audience": ["contributor"]}
    made = lead.post("/skills/measures/new/", {**sent, "entries": [str(used.id)]})
    assert made["Location"] == "/literacy/"
    row = LiteracyMeasure.objects.get()
    assert row.entries == [used.id]
    path = f"/literacy/{row.id}/"
    ticked = lead.post(path, {"attended": [str(acme.members["captain"].id)]})
    assert (ticked.status_code, viewer.get(path).status_code) == (302, 403)
    assert "1 sur 2" in viewer.get("/literacy/").content.decode()
    for paper in (f"{path}sheet/", "/literacy/year/"):
        assert lead.get(paper)["Content-Type"] == "application/pdf"
    assert used.tool in viewer.get("/exports/literacy.csv").content.decode()
