"""Keeping the result of the open diagnostic: a space that starts from it."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django_tenants.utils import tenant_context

from assessments.answers.choices import AssessmentState
from assessments.answers.models import Answer, Assessment, Respondent
from assessments.papers.selectors import report_of
from assessments.results.rules.results import plain
from assessments.voices.choices import RespondentRole
from governance.members.models import Member
from tenants.accounts.models import User
from tenants.companies.models import Domain, Founding
from tenants.companies.selectors import companies_of_user
from tenants.drafts.models import Draft
from tests.assessments.open_door.test_open_door import base_of, begin, finish
from tests.cast import PUBLIC
from tests.config.conftest import link_in_mail
from tests.refusals import shown_code

pytestmark = pytest.mark.django_db
NEW = {"email": "Nina@Neuf.example", "company": "Neuf & Fils"}


@pytest.fixture(autouse=True)
def _own_counters(settings) -> None:
    settings.CACHES["default"]["KEY_PREFIX"] = "capitaine-test-kept"
    cache.clear()


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"host": PUBLIC, "accept-language": "en"})


def test_the_company_starts_from_the_diagnostic_that_was_kept(visitor) -> None:
    base = base_of(finish(visitor))
    before = Draft.objects.get()
    sent = visitor.post(f"{base}keep/", NEW)
    assert "nina@neuf.example" in sent.content.decode()
    assert not User.objects.filter(email="nina@neuf.example").exists(), "nothing before the proof"
    link = link_in_mail()
    assert visitor.get(link).status_code == 200
    answer = visitor.post(link)
    assert answer["Location"] == "http://neuf-fils.localhost/session/handover/?next=%2Fstart%2F"
    founder = User.objects.get(email="nina@neuf.example")
    [company] = companies_of_user(founder.id)
    with tenant_context(company):
        one = Assessment.objects.get()
        assert one.state == AssessmentState.COMPLETED
        assert plain(one.result) == before.document["result"]
        assert plain(one.advice) == before.document["advice"]
        assert one.completed_at.isoformat() == before.document["completed_at"]
        assert one.started_by.user_id == founder.id
        respondent = Respondent.objects.get()
        assert respondent.role == RespondentRole.BOSS
        assert respondent.member == Member.objects.get()
        kept = {answer.item: answer.value for answer in Answer.objects.all()}
        assert kept == before.document["answers"]
        assert report_of(one, language="en").result.level is not None
    after = Draft.objects.get()
    assert (after.claimed_by_id, after.document) == (company.id, {})
    assert visitor.get(base).status_code == 409
    assert "belongs to a company" in visitor.get(base).content.decode()


def test_a_result_is_kept_by_one_company_only(visitor) -> None:
    base = base_of(finish(visitor))
    for company in ("Neuf", "Dix"):
        visitor.post(f"{base}keep/", {**NEW, "company": company})
    assert visitor.post(link_in_mail(0)).status_code == 302
    refused = visitor.post(link_in_mail(1))
    assert refused.status_code == 409
    assert not Domain.objects.filter(domain__startswith="dix").exists(), "nothing was opened"


@pytest.mark.parametrize("where", ["seat_founder", "adopt_draft", "empty_claimed_draft"])
def test_a_founding_that_died_on_the_way_is_finished_by_the_same_link(
    visitor, monkeypatch, where
) -> None:
    visitor.post(f"{base_of(finish(visitor))}keep/", NEW)
    link, document = link_in_mail(), Draft.objects.get().document
    visitor.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(f"assessments.open_door.services.{where}", die)
        assert visitor.post(link).status_code == 500
    draft = Draft.objects.get()
    assert draft.document == document, "nothing of it is lost"
    assert draft.claimed_by_id == Founding.objects.get(draft_id=draft.id).organization_id
    assert visitor.get(link).status_code == 200
    assert visitor.post(link).status_code == 302
    [company] = companies_of_user(User.objects.get(email="nina@neuf.example").id)
    with tenant_context(company):
        assert Member.objects.get().role == "executive"
        assert Assessment.objects.count() == 1
    assert Draft.objects.get().document == {}
    assert visitor.post(link).status_code == 409
    assert Domain.objects.filter(domain__startswith="neuf").count() == 1


def die(**_: object) -> None:
    raise RuntimeError("killed on the way")


def test_only_a_finished_diagnostic_is_kept(visitor) -> None:
    base = base_of(begin(visitor))
    answer = visitor.post(f"{base}keep/", NEW)
    assert (answer.status_code, shown_code(answer)) == (409, "assessment_open")
    assert mail.outbox == []


def test_a_draft_that_expired_meanwhile_opens_nothing(visitor) -> None:
    base = base_of(finish(visitor))
    visitor.post(f"{base}keep/", NEW)
    Draft.objects.update(expires_at="2020-01-01T00:00:00Z")
    assert visitor.post(link_in_mail()).status_code == 409
    assert not User.objects.filter(email="nina@neuf.example").exists()


def test_two_fields_are_all_that_is_asked(visitor) -> None:
    base = base_of(finish(visitor))
    page = visitor.post(f"{base}keep/", {"email": "no"}).content.decode()
    assert page.count('class="err"') == 2
    assert mail.outbox == []
