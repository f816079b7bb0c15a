"""The charter lives: drafted, published, signed once a version, asked to change, printed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import translation

from assessments.answers.models import ObservedFact
from governance.charter.models import Charter, CharterRequest, CharterSignature, CharterVersion
from governance.charter.selectors import charter_page, signed_share, text_to_edit
from governance.charter.services import (
    ask_for_change,
    charter_sheet,
    close_request,
    draft_charter,
    drop_draft,
    publish_charter,
    sign_by_name,
    sign_charter,
)
from governance.charter.words import wording
from governance.decisions.models import Decision
from governance.duties.choices import DutyKind
from governance.papers.services import print_sheet
from governance.register.services.entries import record_entry
from portfolio.mine.selectors import mine
from portfolio.standing.services import read_true
from tests.assessments.finished import caller, finished
from tests.assessments.papers.paper_pages import holds, lowest, pages
from tests.governance.charter.scene import published, written
from tests.governance.register.scene import act_of, allowed
from tests.portfolio.scene import TODAY, at
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def owed(cast, part, day=TODAY):
    read = read_true(lambda: mine(actor=cast.actor(part), today=day, now=at(day)), today=day)
    return [one.kind for one in read.duties]


def test_it_is_proposed_from_the_last_diagnostic_and_says_by_which_answer(acme):
    assert charter_page(reader_id=None, language="fr").reasons == {}
    finished(acme, N3=0)
    page = charter_page(reader_id=None, language="fr")
    assert page.reasons["red_list"].answer.fr == "Question jamais posée"
    assert page.shown.rules[1].line.fr.startswith("Elle est écrite ci-dessous")
    shown = acme.client("lead").get("/charter/").content.decode()
    assert "D’après votre diagnostic du" in shown
    assert "Question jamais posée" in shown
    assert (
        "Question jamais posée" in acme.client("lead").get(reverse("charter_edit")).content.decode()
    )
    told = caller(acme).get("/api/v1/charter/").json()
    assert "red_list" in {one["rule_id"] for one in told["reasons"]}
    assert told["to_write"]["rules"][1]["line"]["en"].startswith("It is written below")
    published(acme, act_of(acme))
    assert charter_page(reader_id=None, language="fr").reasons == {}


def test_a_charter_is_drafted_published_signed_and_signed_anew(acme):
    lead, marc = act_of(acme), act_of(acme, "contributor")
    record_entry(lead, values=allowed(acme))
    assert wording(text_to_edit().rules[0].title).startswith("Je n’utilise")
    first = published(acme, lead)
    assert [one.tool for one in first.text.tools] == ["Plume"]
    assert DutyKind.CHARTER in owed(acme, "contributor")
    assert DutyKind.CHARTER not in owed(acme, "lead")
    assert DutyKind.CHARTER not in owed(acme, "viewer")
    sign_charter(marc, number=1)
    sign_charter(marc, number=1)
    for name in ("Jo Poseur", "  jo  poseur "):
        sign_by_name(marc, number=1, name=name)
    share = signed_share(first, headcount=45)
    assert (share.count, share.of) == (3, 45)
    assert DutyKind.CHARTER not in owed(acme, "contributor")
    entry = Decision.objects.get(verdict="publish_charter")
    assert (entry.subject_id, entry.facts["number"]) == (first.id, 1)
    assert ObservedFact.objects.get(key="charter.acknowledged.share").value == {
        "met": 3,
        "all": 45,
    }
    rules = written(acme).rules
    changed = (replace(rules[0], title="Je n’utilise que les outils du registre."), *rules[1:])
    draft_charter(lead, given=written(acme, rules=changed))
    assert DutyKind.CHARTER_DRAFT in owed(acme, "executive")
    assert DutyKind.CHARTER_DRAFT not in owed(acme, "lead")
    page = charter_page(reader_id=acme.members["contributor"].id, language="fr")
    assert [one.place for one in page.changes] == [1]
    second = published(acme, lead, rules=changed)
    assert (second.number, signed_share(second, headcount=45).count) == (2, 1)
    assert DutyKind.CHARTER in owed(acme, "contributor")
    with refused("charter_version_old"):
        sign_charter(marc, number=1)
    assert ObservedFact.objects.get(key="charter.reviewed_12m").value is True


def test_what_may_not_be_is_refused_by_name(acme):
    lead, year = act_of(acme), TODAY + timedelta(days=365)
    with refused("charter_no_draft"):
        publish_charter(lead, effective_from=TODAY, review_on=year)
    with refused("charter_version_not_found"):
        sign_charter(lead, number=1)
    with refused("not_in_role"):
        draft_charter(act_of(acme, "contributor"), given=written(acme))
    with refused("charter_invalid") as few:
        draft_charter(lead, given=written(acme, rules=written(acme).rules[:7]))
    assert few.fields == {"rules": ["charter_rules_count"]}
    with refused("charter_invalid") as nobody:
        draft_charter(lead, given=written(acme, contact_id=None, free=("a",) * 7))
    assert set(nobody.fields) == {"contact_id", "free"}
    draft_charter(lead, given=written(acme))
    with refused("stale_version"):
        draft_charter(lead, given=written(acme), expected_version=1)
    with refused("charter_invalid") as late:
        publish_charter(lead, effective_from=TODAY, review_on=year + timedelta(days=9))
    assert late.fields == {"review_on": ["charter_review_within_a_year"]}
    published(acme, lead)
    with refused("charter_invalid") as nameless:
        sign_by_name(lead, number=1, name="…")
    assert nameless.fields == {"name": ["name_needed"]}


def test_the_database_keeps_versions_and_signatures(acme):
    first = published(acme, act_of(acme))
    sign_by_name(act_of(acme), number=1, name="Jo")
    for statement in (
        "UPDATE governance_charterversion SET number = 9",
        "DELETE FROM governance_charterversion",
        "UPDATE governance_chartersignature SET name = 'x'",
        "DELETE FROM governance_chartersignature",
        "TRUNCATE governance_chartersignature",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    jo = {"of": first, "name": "Jô", "folded": "jo", "signed_at": at(TODAY)}
    for values in (jo, {**jo, "folded": "", "name": ""}):
        with pytest.raises(DatabaseError), transaction.atomic():
            CharterSignature.objects.create(**values)
    for values in ({"id": 2}, {"id": 1, "headcount": 0}, {"id": 1, "drafted_at": at(TODAY)}):
        Charter.objects.all().delete()
        with pytest.raises(DatabaseError), transaction.atomic():
            Charter.objects.create(**values)
    version = {"text": first.text, "published_by_id": first.published_by_id}
    version |= {"published_at": at(TODAY), "effective_from": TODAY}
    for values in (
        {**version, "number": 2, "review_on": TODAY},
        {**version, "number": 0, "review_on": TODAY + timedelta(days=9)},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            CharterVersion.objects.create(**values)


def test_a_wish_goes_to_who_keeps_the_charter_and_its_review_comes_due(acme):
    lead = act_of(acme)
    published(acme, lead)
    asked = ask_for_change(act_of(acme, "captain"), text="Et nos plans ?")
    assert DutyKind.CHARTER_CHANGE in owed(acme, "lead")
    assert DutyKind.CHARTER_CHANGE not in owed(acme, "captain")
    with refused("not_in_role"):
        close_request(act_of(acme, "captain"), request_id=asked.id)
    with refused("charter_invalid"):
        ask_for_change(lead, text=" ")
    close_request(lead, request_id=asked.id)
    assert DutyKind.CHARTER_CHANGE not in owed(acme, "lead")
    with refused("charter_request_not_found"):
        close_request(lead, request_id=lead.actor.person_id)
    soon = TODAY + timedelta(days=340)
    assert DutyKind.CHARTER_REVIEW in owed(acme, "executive", day=soon)
    assert DutyKind.CHARTER_REVIEW not in owed(acme, "contributor", day=soon)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_longest_charter_is_one_page_in_both_languages(acme, language):
    lead = act_of(acme)
    wide, words = "Wj" * 80, "Très long mot ici "
    rules = tuple(
        replace(one, title=(words * 9)[:120], line=(words * 9)[:160]) for one in written(acme).rules
    )
    for n in range(30):
        record_entry(lead, values=allowed(acme, tool=f"{n} {words * 5}"[:120].strip()))
    row = published(
        acme,
        lead,
        rules=rules,
        forbidden=((words * 9)[:160],) * 6,
        free=(wide,) * 6,
        conditional=(((words * 9)[:160], (words * 9)[:160]),) * 6,
        promises=("no_job_cut", "never_blamed", "time_goes_somewhere"),
    )
    with translation.override(language):
        sheet = charter_sheet(row, company="Ateliers Morel", names={})
    printed = print_sheet(sheet)
    assert len(pages(printed)) == 1
    assert lowest(printed) > 20
    assert holds(sheet)


def test_the_pages_say_what_stands_and_offer_what_one_may(acme):
    lead = acme.client("lead")
    home = reverse("charter", urlconf="config.urls")
    assert "Écrire la charte" in lead.get(home).content.decode()
    assert "/charter/edit/" not in acme.client("viewer").get(home).content.decode()
    form = lead.get("/charter/edit/").context["form"]
    sent = {name: field.value() for name, field in ((f.html_name, f) for f in form)}
    sent = {name: "" if value is None else value for name, value in sent.items()}
    sent["contact_id"] = str(acme.members["lead"].id)
    assert lead.post("/charter/edit/", {**sent, "title_check": ""}).status_code == 302
    draft = Charter.objects.get().draft
    assert (len(draft.rules), draft.rules[0].title.en) == (9, "I use approved tools only.")
    page = lead.get(home).content.decode()
    assert "Avant publication, une personne doit la relire" in page
    assert "Publier et signer" in page
    day = lead.get("/charter/publish/").context["form"].initial
    made = lead.post(
        "/charter/publish/",
        {"effective_from": str(day["effective_from"]), "review_on": str(day["review_on"])},
        follow=True,
    )
    assert "1 personne sur" in made.content.decode()
    marc = acme.client("contributor")
    assert "Signer la version 1" in marc.get(home).content.decode()
    marc.post("/charter/1/sign/")
    assert CharterSignature.objects.filter(member=acme.members["contributor"]).exists()
    assert marc.post("/charter/ask/", {"text": "Et les plans ?"}).status_code == 302
    asked = CharterRequest.objects.get()
    assert "Et les plans ?" in lead.get(home).content.decode()
    assert lead.post(f"/charter/asked/{asked.id}/").status_code == 302
    assert "Version 1" in marc.get("/charter/1/").content.decode()
    got = marc.get("/charter/1/pdf/")
    assert got["Content-Type"] == "application/pdf"
    assert marc.get("/charter/1/pdf/", headers={"If-None-Match": got["ETag"]}).status_code == 304
    assert marc.get("/charter/9/").status_code == 404
    draft_charter(act_of(acme), given=written(acme))
    drop_draft(act_of(acme))
    assert Charter.objects.get().draft is None
