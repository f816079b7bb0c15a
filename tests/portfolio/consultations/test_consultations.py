"""The works council is asked once for a list of uses; its opinion and its silence have a date."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from assessments.answers.models import ObservedFact
from governance.access.rules.authority import SubjectFacts
from governance.council.choices import Opinion
from governance.council.models import Consultation
from governance.council.rules import CouncilState, silent_on
from governance.council.services import ConsultationInput
from governance.law.selectors import latest_triage, law
from portfolio.consultations.selectors import consultation_line, to_consult_on
from portfolio.consultations.services import ask_council, change_consultation
from portfolio.initiatives.models import Initiative
from portfolio.standing.selectors.checking import faults
from portfolio.standing.selectors.records import load_records
from portfolio.triage.services import answer_triage
from portfolio.trials.models import Trial
from portfolio.trials.services import start_trial
from tests.conftest import acting
from tests.portfolio.scene import TODAY, at, idea, started
from tests.refusals import refused

DAY = timedelta(days=1)
CONCERNED = {"W0": "yes", "W1": "yes"}


def act_on(cast, day=TODAY, part="executive"):
    return acting(cast.actor(part), now=at(day), today=day)


def concerned(cast, title: str, **changes: str) -> Initiative:
    """An idea whose legal check is whole, and of which the works council hears."""
    return checked(cast, idea(cast, title), **changes)


def checked(cast, row: Initiative, **changes: str) -> Initiative:
    ids = [question.id for question in law().every_question]
    harmless = {**dict.fromkeys(ids, "no"), "A1": "yes", "A12": "deployer", **CONCERNED, **changes}
    answer_triage(act_on(cast), subject=SubjectFacts(initiative_id=row.id), answers=harmless)
    return row


@pytest.fixture
def rows(acme) -> list[Initiative]:
    return [concerned(acme, title) for title in ("Comptes rendus", "Traduction")]


def asked(rows, **more) -> ConsultationInput:
    ids = tuple(row.id for row in rows)
    return ConsultationInput(
        **{"about": "Assistants de texte", "asked_on": TODAY, "initiative_ids": ids, **more}
    )


def blockers(row, day=TODAY) -> tuple[str, ...]:
    return latest_triage([row.id], as_of=day)[row.id].trial_blockers


@pytest.mark.parametrize(
    ("day", "expert", "last"),
    [
        (date(2026, 3, 3), False, date(2026, 4, 3)),
        (date(2026, 3, 3), True, date(2026, 5, 3)),
        (date(2026, 1, 31), False, date(2026, 2, 28)),
        (date(2026, 12, 31), True, date(2027, 2, 28)),
    ],
)
def test_the_time_to_answer_is_one_month_two_with_an_expert(day, expert, last):
    assert silent_on(asked_on=day, with_expert=expert) == last


def test_one_consultation_opens_every_use_that_it_covers_once_its_opinion_is_given(acme, rows):
    row = ask_council(act_on(acme), given=asked(rows))
    assert {blockers(one) for one in rows} == {("cse_open",)}
    given = asked(rows, opinion=Opinion.UNFAVOURABLE, opinion_on=TODAY + 9 * DAY)
    change_consultation(act_on(acme, TODAY + 9 * DAY), consultation_id=row.id, given=given)
    assert {blockers(one, TODAY + 9 * DAY) for one in rows} == {()}
    assert {blockers(one, TODAY + 8 * DAY) for one in rows} == {("cse_open",)}
    assert start_trial(act_on(acme, TODAY + 9 * DAY), initiative_id=rows[0].id, question="?")


def test_what_is_seen_of_it_is_true_at_once(acme):
    row = checked(acme, started(acme, "Tri"))
    assert ObservedFact.objects.get(key="cse.settled").value == {"met": 0, "all": 1}
    given = asked([row], opinion=Opinion.FAVOURABLE, opinion_on=TODAY)
    ask_council(act_on(acme), given=given)
    assert ObservedFact.objects.get(key="cse.settled").value == {"met": 1, "all": 1}


def test_silence_opens_them_the_day_after_its_last_day_and_what_is_stored_turns_then(acme, rows):
    last = silent_on(asked_on=TODAY, with_expert=False)
    row = ask_council(act_on(acme), given=asked(rows))
    assert blockers(rows[0], last) == ("cse_open",)
    assert blockers(rows[0], last + DAY) == ()
    (record,) = load_records([rows[0].id], today=last + DAY)
    assert record.legal.blockers == ()
    for day in (TODAY, last, last + DAY):
        assert faults(today=day) == []
    told = [consultation_line(row.id, today=day).stands.answer for day in (last, last + DAY)]
    assert told == [CouncilState.AWAITED, CouncilState.SILENT]


def test_who_is_only_to_be_informed_was_informed_that_day(acme):
    row = concerned(acme, "Tri", W2="yes", A7b="yes")
    facts = latest_triage([row.id], as_of=TODAY)[row.id]
    assert "cse_informed" in facts.council
    ask_council(act_on(acme), given=asked([row]))
    assert "cse_open" not in blockers(row)


def test_a_use_taken_from_the_list_waits_again_and_its_trial_ends(acme, rows):
    given = asked(rows, opinion=Opinion.FAVOURABLE, opinion_on=TODAY)
    row = ask_council(act_on(acme), given=given)
    trial = start_trial(act_on(acme), initiative_id=rows[0].id, question="Combien ?")
    less = asked(rows[1:], opinion=Opinion.FAVOURABLE, opinion_on=TODAY)
    change_consultation(act_on(acme), consultation_id=row.id, given=less, expected_version=1)
    assert Trial.objects.get(id=trial.id).ended_because == "cse_open"
    assert [one.id for one in consultation_line(row.id, today=TODAY).uses] == [rows[1].id]
    with refused("stale_version"):
        change_consultation(act_on(acme), consultation_id=row.id, given=less, expected_version=1)


def test_a_new_answer_keeps_pointing_to_the_consultation(acme, rows):
    ask_council(act_on(acme), given=asked(rows, opinion=Opinion.RESERVED, opinion_on=TODAY))
    subject = SubjectFacts(initiative_id=rows[0].id)
    ids = [question.id for question in law().every_question]
    again = {**dict.fromkeys(ids, "no"), "A1": "yes", "A12": "deployer", **CONCERNED}
    answer_triage(act_on(acme), subject=subject, answers=again)
    assert blockers(rows[0]) == ()


@pytest.mark.parametrize(
    ("more", "field", "code"),
    [
        ({"asked_on": TODAY + DAY}, "asked_on", "date_in_future"),
        ({"about": " "}, "about", "required"),
        ({"opinion": Opinion.FAVOURABLE}, "opinion_on", "date_needed"),
        ({"opinion_on": TODAY}, "opinion", "required"),
        (
            {"opinion": Opinion.FAVOURABLE, "opinion_on": TODAY - DAY},
            "opinion_on",
            "before_asked",
        ),
        (
            {"opinion": Opinion.FAVOURABLE, "opinion_on": TODAY + DAY},
            "opinion_on",
            "date_in_future",
        ),
        ({"initiative_ids": frozenset()}, "initiative_ids", "required"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(acme, rows, more, field, code):
    with refused("consultation_invalid") as told:
        ask_council(act_on(acme), given=asked(rows, **more))
    assert told.fields == {field: [code]}
    assert not Consultation.objects.exists()


def test_a_use_without_a_legal_check_points_to_nothing(acme, rows):
    unchecked = idea(acme, "Sans examen")
    with refused("consultation_invalid") as told:
        ask_council(act_on(acme), given=asked([*rows, unchecked]))
    assert told.fields == {"initiative_ids": ["triage_needed"]}


def test_who_may_not_and_what_is_not_there(acme, rows):
    with refused("not_in_role"):
        ask_council(act_on(acme, part="captain"), given=asked(rows))
    with refused("consultation_not_found"):
        consultation_line(rows[0].id, today=TODAY)


def test_the_database_keeps_an_opinion_with_its_day(acme, rows):
    ask_council(act_on(acme), given=asked(rows))
    for change in ({"opinion": "favourable"}, {"opinion_on": TODAY}):
        with (
            pytest.raises(IntegrityError, match="consultation_opinion_has_its_day"),
            transaction.atomic(),
        ):
            Consultation.objects.update(**change)


def test_only_uses_that_the_works_council_is_due_are_offered(acme, rows):
    concerned(acme, "Sans salarié", W0="no")
    assert [one.title for one in to_consult_on(today=TODAY)] == ["Comptes rendus", "Traduction"]


def test_on_screen_one_form_covers_them_and_the_silence_is_printed_with_its_date(
    acme, rows, send, open_page, day
):
    used = [str(row.id) for row in rows]
    form = {"about": "Assistants", "asked_on": day.isoformat(), "initiative_ids": used}
    assert send(reverse("consultation_new"), form).status_code == 302
    row = Consultation.objects.get()
    last = silent_on(asked_on=row.asked_on, with_expert=False)
    for page in (reverse("consultations"), reverse("initiative_triage", args=[rows[0].id])):
        text = " ".join(open_page(page, language="en").text.split())
        assert f"Without an answer by {last.day} {last:%B}" in text
        assert "Assistants" in text
    noted = {**form, "expected_version": 1, "opinion": "favourable", "opinion_on": day.isoformat()}
    assert send(reverse("consultation", args=[row.id]), noted).status_code == 302
    assert "favourable" in open_page(reverse("consultations"), language="en").text
    lead = open_page(reverse("consultations"), part="viewer", language="en").text
    assert reverse("consultation_new") not in lead


def test_by_key_it_is_written_read_and_changed(acme, rows, api, day):
    body = {
        "about": "Assistants",
        "asked_on": day.isoformat(),
        "initiative_ids": [str(row.id) for row in rows],
    }
    made = api("post", "consultations/", body)
    assert (made.status_code, made.json()["state"]) == (201, "awaited")
    one = made.json()["id"]
    noted = {**body, "opinion": "favourable", "opinion_on": day.isoformat()}
    changed = api("put", f"consultations/{one}/", noted, **{"if-match": made["ETag"]})
    assert (changed.status_code, changed.json()["state"]) == (200, "given")
    assert api("get", "consultations/").json()["results"][0]["opinion"] == "favourable"
    triage = api("get", f"initiatives/{rows[0].id}/triage/").json()["result"]
    assert (triage["consultation_id"], triage["blockers"]) == (one, [])


@pytest.mark.parametrize(
    ("language", "heading", "told"),
    [
        ("fr", "Dossier du CSE", "Suit ou évalue le travail de personnes"),
        ("en", "File for the works council", "Follows or judges the work of people"),
    ],
)
def test_the_file_tells_each_use_its_check_and_the_answer_with_its_date(
    acme, open_page, api, language, heading, told
):
    watched = concerned(acme, "Suivi des tournées <b>", W3="yes", D0="yes")
    row = ask_council(act_on(acme), given=asked([watched]))
    answer = open_page(reverse("consultation_pdf", args=[row.id]), language=language)
    assert answer["Content-Type"] == "application/pdf"
    text = " ".join(
        page.extract_text().replace("\n", " ") for page in PdfReader(BytesIO(answer.content)).pages
    )
    for one in (heading, told, "Suivi des tournées <b>", "Assistants de texte", "L.1222-4"):
        assert one in text, one
    assert str(TODAY.year) in text
    asked_for = {"accept": "application/pdf", "accept-language": language}
    file = api("get", f"consultations/{row.id}/", None, **asked_for)
    assert (file.status_code, file.content[:5]) == (200, b"%PDF-")
