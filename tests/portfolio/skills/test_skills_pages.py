"""The skills of the company in a browser without a script, in both languages."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessments.skills.models import SkillLevel, SkillPlan
from governance.literacy.models import LiteracyMeasure
from governance.members.models import Member
from portfolio.initiatives.models import Initiative
from tests.assessments.finished import finished
from tests.conftest import Cast
from tests.counting import statements
from tests.portfolio import scene

pytestmark = pytest.mark.django_db
PAGE = "/skills/"
NAMES = {"fr": "Relier ou automatiser des logiciels", "en": "Connect or automate software"}


@pytest.fixture
def today():
    return timezone.now().date()


@pytest.fixture
def lead(acme: Cast) -> Client:
    return acme.client("lead")


def read(client: Client, url: str = PAGE, *, language: str = "en", status: int = 200) -> str:
    response = client.get(url, headers={"accept-language": language})
    assert response.status_code == status, response.content[:600]
    return response.content.decode()


def needing(cast: Cast, use_case: str, day) -> Initiative:
    """An active priority that came from that use."""
    row = scene.started(cast, day=day)
    Initiative.objects.filter(id=row.id).update(use_case=use_case)
    return row


def placed(cast: Cast, part: str, **levels: str) -> None:
    for skill in ("sk_use", "sk_proc", "sk_data", "sk_integ", "sk_law"):
        SkillLevel.objects.create(
            member=cast.members[part],
            skill=skill,
            level=levels.get(skill, "none"),
            updated_at=timezone.now(),
        )


def a_plan(cast: Cast, day, **more) -> SkillPlan:
    told = {"skill": "sk_integ", "way": "train", "owner": cast.members["lead"], "by_on": day}
    return SkillPlan.objects.create(**{**told, **more})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_empty_company_is_told_where_to_begin(lead, language) -> None:
    page = read(lead, language=language)
    assert NAMES[language] in page
    assert NAMES["en" if language == "fr" else "fr"] not in page
    assert 'href="/diagnostic/"' in page
    assert page.count("/skills/people/") >= 2
    assert page.count('class="badge mute line"') == 5


@pytest.mark.by_hand
def test_the_page_says_the_gap_that_priorities_wait_for(acme, lead, today) -> None:
    finished(acme, usage=1, anchor=1)
    placed(acme, "viewer")
    needing(acme, "UC27", today)
    page = read(lead)
    assert "Nobody can prepare and analyse data." in page
    assert "Your active priority needs it." in page
    assert scene.TITLE in page
    assert "?skill=sk_data&amp;way=buy" in page


def test_names_stand_beside_the_count(acme, lead) -> None:
    placed(acme, "captain", sk_data="able")
    placed(acme, "contributor", sk_data="teacher", sk_use="learning")
    page = read(lead)
    row = page[page.index("Prepare and analyse data") :][:900]
    assert "Sophie Lambert" in row
    assert "Marc Delorme" in row
    assert "Two or more" in row
    Member.objects.filter(id=acme.members["captain"].id).update(left_at=timezone.now())
    row = read(lead)
    row = row[row.index("Prepare and analyse data") :][:900]
    assert "Sophie Lambert" not in row
    assert "One person only" in row


def test_others_see_their_own_line_only(acme) -> None:
    placed(acme, "captain", sk_data="able")
    placed(acme, "contributor", sk_data="teacher")
    page = read(acme.client("contributor"))
    assert "Marc Delorme" in page
    assert "Sophie Lambert" not in page
    assert f"/skills/people/{acme.members['contributor'].id}/" in page
    assert "/skills/plans/new/" not in page
    assert "/skills/measures/new/" not in page
    assert "/skills/people/" not in read(acme.client("viewer"))


@pytest.mark.by_hand
def test_the_page_takes_twelve_queries_at_most(acme, lead, today) -> None:
    finished(acme, usage=1, anchor=1)
    needing(acme, "UC27", today)
    placed(acme, "captain", sk_data="able")
    a_plan(acme, today)
    lead.get(PAGE)
    with statements() as sent:
        read(lead)
    own = [one for one in sent if not one.startswith("SET ")]
    assert len(own) <= 12, own


def test_one_corrects_ones_own_line(acme) -> None:
    me = acme.members["contributor"]
    client, address = acme.client("contributor"), f"/skills/people/{me.id}/"
    form = read(client, address)
    assert form.count("<select") == 5
    sent = {"sk_use": "able", "sk_proc": "none", "sk_data": "learning", "sk_integ": "none"}
    kept = client.post(address, {**sent, "sk_law": ""})
    assert kept.status_code == 422
    assert b'value="able" selected' in kept.content
    response = client.post(address, {**sent, "sk_law": "none", "expected_version": 0})
    assert (response.status_code, response["Location"]) == (302, PAGE)
    assert SkillLevel.objects.filter(member=me, level="able").count() == 1
    stale = client.post(address, {**sent, "sk_law": "able", "expected_version": 0})
    assert stale.status_code == 409
    assert not SkillLevel.objects.filter(skill="sk_law", level="able").exists()
    other = f"/skills/people/{acme.members['captain'].id}/"
    assert client.get(other).status_code == 403


def test_a_plan_is_made_from_its_proposal_changed_and_given_up(acme, lead, today) -> None:
    address = "/skills/plans/new/?skill=sk_integ&way=buy"
    form = read(lead, address)
    assert re.search(r'value="buy"[^>]*checked', form)
    assert re.search(r'value="sk_integ"[^>]*selected', form)
    sent = {
        "skill": "sk_integ",
        "way": "train",
        "owner": str(acme.members["lead"].id),
        "note": "Avec Julien",
    }
    late = lead.post(address, {**sent, "by_on": str(today - timedelta(days=2))})
    assert late.status_code == 422
    assert b"Avec Julien" in late.content
    assert not SkillPlan.objects.exists()
    assert lead.post(address, {**sent, "by_on": str(today)}).status_code == 302
    plan = SkillPlan.objects.get()
    assert (plan.skill, plan.way, plan.note) == ("sk_integ", "train", "Avec Julien")
    again = lead.post(address, {**sent, "by_on": str(today)})
    assert again.status_code == 409
    one = f"/skills/plans/{plan.id}/"
    changed = {**sent, "way": "hire", "by_on": str(today), "expected_version": 1}
    assert lead.post(one, changed).status_code == 302
    assert lead.post(one, changed).status_code == 409
    assert SkillPlan.objects.get().way == "hire"
    assert lead.post(f"{one}removal/").status_code == 302
    assert not SkillPlan.objects.exists()
    nonsense = read(lead, "/skills/plans/new/?skill=nonsense&way=pray")
    assert not re.search(r'value="(sk_|train|hire|buy)[^>]*(selected|checked)', nonsense)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_late_plan_is_shown_late(acme, lead, today, language) -> None:
    a_plan(acme, today)
    assert "badge bad" not in read(lead).split('id="plans-h"')[1]
    SkillPlan.objects.update(by_on=today - timedelta(days=1))
    assert "badge bad" in read(lead, language=language).split('id="plans-h"')[1]


def test_a_training_done_stands_among_the_measures(acme, lead, today) -> None:
    plan = a_plan(acme, today)
    address = f"/skills/plans/{plan.id}/done/"
    assert "Who took part?" in read(lead, address)
    empty = lead.post(address, {"done_on": str(today)})
    assert empty.status_code == 422
    assert not LiteracyMeasure.objects.exists()
    person = acme.members["viewer"]
    sent = {"persons": [str(person.id)], "duration_min": "120", "raises": "on"}
    assert lead.post(address, {**sent, "done_on": str(today)}).status_code == 302
    page = read(lead)
    assert "1 of 5 people reached in twelve months." in page
    assert "1 plan done" in page
    assert SkillLevel.objects.get(member=person, skill="sk_integ").level == "learning"
    assert lead.post(address, {**sent, "done_on": str(today)}).status_code == 409


def test_what_is_hired_asks_for_its_date_only(acme, lead, today) -> None:
    plan = a_plan(acme, today, way="hire")
    address = f"/skills/plans/{plan.id}/done/"
    assert "Who took part?" not in read(lead, address)
    assert lead.post(address, {"done_on": str(today)}).status_code == 302
    assert not LiteracyMeasure.objects.exists()


def test_a_measure_is_recorded_by_role(acme, lead, today) -> None:
    address = "/skills/measures/new/"
    sent = {"kind": "guidance", "held_on": str(today)}
    nobody = lead.post(address, sent)
    assert nobody.status_code == 422
    assert re.search(rb'value="guidance"[^>]*checked', nobody.content)
    assert lead.post(address, {**sent, "audience": ["viewer"]}).status_code == 302
    assert LiteracyMeasure.objects.get().audience == ["viewer"]
    assert acme.client("contributor").get(address).status_code == 403


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_result_says_what_is_declared(acme, lead, language) -> None:
    one = finished(acme, usage=1, anchor=1)
    page = read(lead, f"/diagnostic/{one.id}/result/", language=language)
    assert NAMES[language] in page.split('id="skills-h"')[1]
    assert 'href="/skills/"' in page
