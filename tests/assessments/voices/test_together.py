"""Several people in one renewed assessment: every page opens, and nobody's answer is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessments.again.services import AGAIN_AFTER, PROPOSE_JOB, propose_assessment
from assessments.answers.models import Answer, Assessment, Respondent
from assessments.diagnostic.selectors import company_duration
from assessments.diagnostic.services import carry_answers, complete_assessment, start_assessment
from assessments.open_door.services import (
    adopt_draft,
    complete_draft,
    keepable_draft_of,
    save_draft_answer,
    start_draft,
)
from assessments.papers.selectors import report_of
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.voices.selectors.voices import answers_of, seat_of
from assessments.voices.services import invite_by_email
from tenants.contributions.models import Contribution
from tenants.due_work.models import DueWork
from tests.assessments.finished import STORED, caller, finished
from tests.assessments.voices.scene import (
    answer,
    link,
    started,
    voice,
)
from tests.conftest import Cast, acting

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
LEADERS = ("executive", "lead")


def who(cast: Cast, part: str) -> dict[str, Any]:
    now = timezone.now()
    return {"actor": cast.actor(part), "today": now.date(), "now": now}


@pytest.fixture
def renewed(acme: Cast, one_edition: Questionnaire) -> Assessment:
    """Half a year later: an open assessment with a plan, an invited viewer, a team of one."""
    finished(acme, days_ago=200, without=("N1", "N2"))
    one = start_assessment(acting(**who(acme, "lead")))
    assert one.plan
    email = acme.members["viewer"].email
    invite_by_email(acting(**who(acme, "lead")), assessment_id=one.id, role="manager", email=email)
    voice(link(acme, one, timezone.now())[1], timezone.now(), {"P1": 0})
    return one


def base_of(one: Assessment) -> str:
    return f"/diagnostic/{one.id}/"


def arrive(client: Client, url: str) -> tuple[str, str]:
    """Where a way ends, and the page there; each redirect leads to another page."""
    seen: list[str] = []
    while True:
        assert url not in seen, [*seen, url]
        seen.append(url)
        response = client.get(url, headers=ENGLISH)
        if response.status_code != 302:
            assert response.status_code == 200, (url, response.status_code)
            return url, unescape(response.text)
        url = response["Location"]


def send(client: Client, url: str, **posted: Any) -> str:
    response = client.post(url, posted)
    assert response.status_code == 302, response.text[:500]
    return response["Location"]


def answer_first(cast: Cast, one: Assessment, part: str) -> None:
    """That member answers whatever the plan asks first."""
    for item in one.plan.first:
        answer(cast, one, timezone.now(), by=part, **{item: STORED.get(item, 2)})


def test_every_page_opens_for_everybody_at_every_stage(acme: Cast, renewed: Assessment) -> None:
    base = base_of(renewed)
    stages = [
        lambda: None,
        lambda: answer_first(acme, renewed, "lead"),
        lambda: carry_answers(acting(**who(acme, "lead")), assessment_id=renewed.id),
        lambda: answer_first(acme, renewed, "executive"),
        lambda: answer_first(acme, renewed, "viewer"),
        lambda: complete_assessment(acting(**who(acme, "lead")), assessment_id=renewed.id),
    ]
    for stage in stages:
        stage()
        for part in ("executive", "lead", "contributor", "viewer"):
            client = acme.client(part)
            pages = ["/diagnostic/", base, f"{base}summary/"]
            if part != "viewer":
                pages += [f"{base}rest/", f"{base}check/"]
            for page in pages:
                arrive(client, page)


def test_who_comes_last_is_asked_the_first_questions_and_nothing_that_is_settled(
    acme: Cast, renewed: Assessment
) -> None:
    answer_first(acme, renewed, "lead")
    carry_answers(acting(**who(acme, "lead")), assessment_id=renewed.id)
    boss, base = acme.client("executive"), base_of(renewed)
    url, asked = send_all(boss, base)
    assert asked == list(renewed.plan.first)
    assert url == f"{base}summary/"
    assert "Everything is answered" in arrive(boss, url)[1]


def send_all(client: Client, url: str) -> tuple[str, list[str]]:
    """Every question is answered as it comes; where that ends, and what was asked."""
    asked: list[str] = []
    url = arrive(client, url)[0]
    while (item := url.rstrip("/").split("/")[-1]) not in ("rest", "summary"):
        asked.append(item)
        url = send(client, url, **_posted(item))
    return url, asked


def _posted(item: str) -> dict[str, Any]:
    stored = STORED.get(item, 2)
    return stored if isinstance(stored, dict) else {"answer": stored}


def test_the_rest_confirms_only_what_nobody_answered_since(acme: Cast, renewed) -> None:
    rest = renewed.plan.rest
    assert {"P1", "P3", "K3"} <= set(rest)
    answer(acme, renewed, timezone.now(), by="lead", G1=2, P3=4)
    answer(acme, renewed, timezone.now(), by="viewer", K3=0)
    _, page = arrive(acme.client("executive"), f"{base_of(renewed)}rest/")
    assert page.count("<li class=") == len(rest) - 2
    carry_answers(acting(**who(acme, "executive")), assessment_id=renewed.id)
    answers = answers_of(renewed)
    assert (answers["P1"], answers["P3"], answers["K3"]) == (2, 4, 0)
    carried = Answer.objects.filter(carried=True).exclude(respondent__role="boss")
    assert not carried.exists()
    answer(acme, renewed, timezone.now(), by="lead", P1=0)
    assert answers_of(renewed)["P1"] == 0


def test_confirming_the_rest_twice_leads_to_the_summary(acme: Cast, renewed) -> None:
    base = base_of(renewed)
    answer_first(acme, renewed, "lead")
    for part in LEADERS:
        assert send(acme.client(part), f"{base}rest/").startswith(base)
    assert (
        Respondent.objects.filter(assessment=renewed, answers__carried=True).distinct().count() == 1
    )


def test_questions_of_a_plan_follow_each_other(acme: Cast, renewed) -> None:
    first, base, client = renewed.plan.first, base_of(renewed), acme.client("lead")
    assert first == ("G1", "N1", "N2")
    total = len(first)
    send(client, f"{base}G1/", answer="2")
    for place, item in enumerate(first, start=1):
        page = arrive(client, f"{base}{item}/")[1]
        assert f"Question {place} of {total}" in page
        before = f"{base}{first[place - 2]}/"
        assert (f'href="{before}"' in page) == (place > 1)
        after = f"{base}{first[place]}/" if place < total else f"{base}rest/"
        assert f'href="{after}"' in page
    answered = send(client, f"{base}{first[1]}/", answer="2")
    assert answered == f"{base}{first[2]}/", "what was skipped is not asked at once again"
    assert send(client, f"{base}P3/", answer="4") == f"{base}rest/"


def test_an_invited_viewer_is_never_sent_where_he_may_not_go(acme: Cast, renewed) -> None:
    base, client = base_of(renewed), acme.client("viewer")
    last = renewed.plan.first[-1]
    assert f'href="{base}rest/"' not in arrive(client, f"{base}{last}/")[1]
    assert send_all(client, base)[0] == f"{base}summary/"
    answer(acme, renewed, timezone.now(), by="lead", P1=0, P2=4)
    assert client.post(f"{base}summary/").status_code == 403, "no word of the company's answers"


def test_the_company_has_one_path_whatever_somebody_else_answered(acme: Cast, now) -> None:
    one = started(acme, timezone.now(), G1=3, M2=2)
    boss, base = acme.client("executive"), base_of(one)
    assert f'href="{base}M2/"' in arrive(boss, f"{base}summary/")[1]
    assert send(boss, f"{base}M2/", answer="4").startswith(base)
    assert answers_of(one)["M2"] == 4
    answer(acme, one, timezone.now(), by="contributor", G1=0)
    contributor = acme.client("contributor")
    assert arrive(contributor, f"{base}M2/")
    assert 'value="0" checked' in arrive(contributor, f"{base}G1/")[1]
    send(boss, f"{base}G1/", answer="0")
    for part in ("executive", "lead", "contributor"):
        assert acme.client(part).get(f"{base}M2/").status_code == 404
    assert Answer.objects.filter(item="M2").count() == 2, "a closed question loses no answer"


def test_who_answered_nothing_may_settle_what_does_not_go_together(acme: Cast) -> None:
    one = started(acme, timezone.now(), G1=2, M1=2, M2=0, M3=3)
    boss, base = acme.client("executive"), base_of(one)
    assert send(boss, f"{base}summary/") == f"{base}check/"
    page = arrive(boss, f"{base}check/")[1]
    assert 'name="M2"' in page
    assert send(boss, f"{base}check/", M2="3", shown="X11") == f"{base}result/"
    assert answers_of(Assessment.objects.get())["M2"] == 3
    assert Answer.objects.get(item="M2", respondent__role="captain").value == 0
    for page in ("check/", "rest/", "summary/", ""):
        assert arrive(boss, f"{base}{page}")[0] == f"{base}result/"


def test_a_correction_that_others_outweigh_does_not_ask_for_ever(acme: Cast) -> None:
    one = started(acme, timezone.now(), G1=2, M1=2, M2=0, M3=3)
    client, base = acme.client("contributor"), base_of(one)
    assert send(client, f"{base}check/", M2="3", shown="X11") == f"{base}result/"
    done = Assessment.objects.get()
    assert answers_of(done)["M2"] == 0
    assert done.advice.contradictions.kept == ("X11",)


def test_an_expired_one_closes_for_everybody_and_a_new_plan_starts(acme: Cast, renewed) -> None:
    answer(acme, renewed, timezone.now(), by="lead", P1=4)
    Assessment.objects.filter(id=renewed.id).update(started_at=timezone.now() - timedelta(days=31))
    for part in (*LEADERS, "viewer"):
        assert acme.client(part).get(base_of(renewed)).status_code == 409
        assert acme.client(part).get(f"{base_of(renewed)}summary/").status_code == 409
    assert acme.client("lead").get(f"{base_of(renewed)}rest/").status_code == 409
    fresh = start_assessment(acting(**who(acme, "executive")))
    assert fresh.id != renewed.id
    assert fresh.plan.before == renewed.plan.before
    assert answers_of(fresh) == {}


def test_a_seat_is_read_in_one_query(acme: Cast, renewed, django_assert_num_queries) -> None:
    answer_first(acme, renewed, "lead")
    with django_assert_num_queries(1):
        seat = seat_of(renewed.id, member_id=acme.members["viewer"].id)
    assert seat.respondent is not None
    assert (seat.respondent.role, seat.answers) == ("manager", {})
    assert set(seat.firm) == set(renewed.plan.first)
    assert not seat_of(renewed.id, member_id=acme.members["contributor"].id).is_taken


def test_what_was_confirmed_with_one_tap_measures_no_duration(acme: Cast, renewed) -> None:
    at = timezone.now()
    for place, item in enumerate(renewed.plan.first):
        raw = STORED.get(item, 2)
        answer(acme, renewed, at + timedelta(seconds=30 * place), by="lead", **{item: raw})
    carry_answers(acting(**who(acme, "lead")), assessment_id=renewed.id)
    complete_assessment(acting(**who(acme, "lead")), assessment_id=renewed.id)
    assert company_duration() is None


def test_an_assessment_of_an_older_version_reads_and_compares_as_before(acme: Cast) -> None:
    old = finished(acme, days_ago=200, anchor=1)
    old.advice = replace(old.advice, observed=None, contradictions=None)
    old.voices = None
    old.save(update_fields=["advice", "voices"])
    client = acme.client("lead")
    pages = ("/diagnostic/", "/roadmap/", "/skills/", "/", f"{base_of(old)}result/")
    for page in pages:
        arrive(client, page)
    base = client.post("/diagnostic/start/")["Location"]
    url, _ = send_all(client, base)
    assert url == f"{base}rest/"
    assert send(client, url) == f"{base}summary/"
    assert send(client, f"{base}summary/") == f"{base}result/"
    for page in (*pages, f"{base}result/", f"{base}answers.csv", f"{base_of(old)}answers.csv"):
        assert client.get(page).status_code == 200, page
    new = Assessment.objects.exclude(id=old.id).get()
    key = caller(acme)
    whole = key.get(f"/api/v1/assessments/{old.id}/").json()
    assert (whole["observed"], whole["contradictions"], whole["voices"]) == (None, [], None)
    compared = key.get(f"/api/v1/assessments/{new.id}/comparison/")
    assert compared.status_code == 200


def test_an_adopted_draft_is_renewed_and_compared_like_any_other(acme: Cast) -> None:
    """It was answered at the open door: no voices, no facts, and its contradictions."""
    at = timezone.now() - timedelta(days=200)
    token = start_draft(item_id="G1", raw=1, language="en", today=at.date(), now=at)
    for item in ("P1", "P2", "C1", "C2", "C3", "R1", "R2", "K1", "K3", "K4", "N1", "M1", "T1"):
        raw = {"P1": 1, "P2": 3}.get(item, 1)
        save_draft_answer(token=token, item_id=item, raw=raw, now=at)
    complete_draft(token=token, now=at)
    kept = keepable_draft_of(token=token, now=at)
    old = adopt_draft(acting(acme.actor("executive"), now=at, today=at.date()), kept=kept)
    assert (old.voices, old.plan, old.advice.observed) == (None, None, None)
    assert old.advice.contradictions.kept == ("X01",)
    assert DueWork.objects.get(job=PROPOSE_JOB).due_at == at + AGAIN_AFTER
    assert not Contribution.objects.exists(), "a company that is just founded agreed to nothing"
    assert propose_assessment(now=timezone.now())
    client = acme.client("lead")
    base = client.post("/diagnostic/start/")["Location"]
    url, asked = send_all(client, base)
    assert url == f"{base}rest/"
    assert {"P1", "P2"} - set(asked), "what was answered then is confirmed and not asked"
    send(client, url)
    done = send(client, f"{base}summary/")
    if done.endswith("check/"):
        done = send(client, done, shown="X01")
    for page in (done, f"{base_of(old)}result/", "/diagnostic/"):
        arrive(client, page)
    new = Assessment.objects.exclude(id=old.id).get()
    assert new.plan.before == old.id
    assert answers_of(old)["P2"] == 3
    report = report_of(new, language="en")
    assert report.before == old
    assert report.comparison is not None
