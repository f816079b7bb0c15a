"""The two pages through each door: the site, the private link, the interface, the mail."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.open_door.services import complete_draft, save_draft_answer, start_draft
from assessments.papers.services import send_result
from governance.members.models import Member
from governance.outbox.models import OutboxMessage
from governance.outbox.services import send_waiting
from governance.papers import services as papers
from tenants.companies.models import Organization
from tenants.ids import uuid7
from tests.assessments.finished import caller, finished
from tests.assessments.papers.paper_pages import pages
from tests.conftest import Cast, acting
from tests.refusals import refused, shown_code

pytestmark = pytest.mark.django_db

PARTS = ("executive", "lead", "contributor", "viewer")


def address(one: Any, file: str = "result.pdf") -> str:
    return f"/diagnostic/{one.id}/{file}"


@pytest.mark.parametrize("part", PARTS)
def test_every_member_takes_the_result_home(acme: Cast, part: str) -> None:
    got = acme.client(part).get(address(finished(acme)))
    assert (got.status_code, got["Content-Type"]) == (200, "application/pdf")
    assert len(pages(got.content)) == 2


@pytest.mark.parametrize(("language", "words"), [("fr", "Feuille de route"), ("en", "Roadmap")])
def test_the_paper_speaks_the_readers_language(acme: Cast, language: str, words: str) -> None:
    browser = acme.client("viewer")
    got = browser.get(address(finished(acme)), headers={"accept-language": language})
    first, second = pages(got.content)
    assert "Ateliers Morel" in first
    assert words in second


def test_the_file_has_a_name_a_person_understands(acme: Cast) -> None:
    Organization.objects.filter(id=acme.company.id).update(name="Éts Œuvre & Cie")
    got = acme.client("viewer").get(address(finished(acme)), headers={"accept-language": "fr"})
    assert got["Content-Disposition"].startswith(
        "attachment; filename*=utf-8''Diagnostic%20IA%20-%20"
    )
    assert "%C3%89ts%20%C5%92uvre" in got["Content-Disposition"]


def test_who_has_the_paper_is_not_sent_it_again(acme: Cast) -> None:
    one, browser = finished(acme), acme.client("viewer")
    first = browser.get(address(one), headers={"accept-language": "fr"})
    known = {"accept-language": "fr", "if-none-match": first["ETag"]}
    assert browser.get(address(one), headers=known).status_code == 304
    other = {"accept-language": "en", "if-none-match": first["ETag"]}
    assert browser.get(address(one), headers=other).status_code == 200


@pytest.mark.parametrize("file", ["result.pdf", "answers.csv", "send/"])
def test_a_neighbours_result_is_not_found(acme: Cast, globex: Cast, file: str) -> None:
    one = finished(acme)
    assert globex.client("executive").get(address(one, file)).status_code == 404
    assert acme.client("lead").get(f"/diagnostic/{uuid7()}/{file}").status_code == 404
    assert acme.client().get(address(one, file)).status_code in (302, 403)


def test_an_unfinished_assessment_has_no_paper(acme: Cast) -> None:
    browser = acme.client("lead")
    browser.post("/diagnostic/start/")
    one = caller(acme).get("/api/v1/assessments/").json()["results"][0]["id"]
    assert browser.get(f"/diagnostic/{one}/result.pdf").status_code == 409
    assert caller(acme).get(f"/api/v1/assessments/{one}/result.pdf").status_code == 409


def test_the_result_page_leads_to_paper_mail_and_table(acme: Cast) -> None:
    one = finished(acme)
    files = ("result.pdf", "send/", "answers.csv")
    offered = {
        part: [
            file
            for file in files
            if f'href="{address(one, file)}"'
            in acme.client(part).get(address(one, "result/")).content.decode()
        ]
        for part in ("lead", "viewer")
    }
    assert offered == {"lead": list(files), "viewer": ["result.pdf", "answers.csv"]}


def test_a_viewer_sends_nothing(acme: Cast) -> None:
    one, browser = finished(acme), acme.client("viewer")
    assert browser.get(address(one, "send/")).status_code == 403
    body = {"members": [str(acme.members["viewer"].id)]}
    assert browser.post(address(one, "send/"), body).status_code == 403
    with refused("not_in_role"):
        send(acme, one, "viewer", sender="viewer")
    assert not OutboxMessage.objects.exists()


def test_the_paper_costs_as_many_queries_as_its_page(acme: Cast) -> None:
    finished(acme, anchor=1, days_ago=200)
    one, browser = finished(acme), acme.client("viewer")
    for known in ("result.pdf", "result/"):
        browser.get(address(one, known))
    with CaptureQueriesContext(connection) as paper:
        browser.get(address(one))
    with CaptureQueriesContext(connection) as page:
        browser.get(address(one, "result/"))
    assert len(paper) <= len(page) <= 12


def test_a_company_named_like_code_is_a_name(acme: Cast) -> None:
    name = '#eval("1") *bold* =cmd() <b>'
    Organization.objects.filter(id=acme.company.id).update(name=name)
    first, _ = pages(acme.client("viewer").get(address(finished(acme))).content)
    assert name in first


def test_a_private_link_gives_the_same_two_pages(client: Client) -> None:
    now = timezone.now()
    token = start_draft(item_id="G1", raw=2, language="fr", today=now.date(), now=now)
    url = f"/diagnostic/{token}/"
    assert client.get(f"{url}result.pdf", headers={"host": "localhost"}).status_code == 409
    save_draft_answer(token=token, item_id="P1", raw=1, now=now)
    complete_draft(token=token, now=now)
    page = client.get(f"{url}result/", headers={"host": "localhost"}).content.decode()
    assert f'href="{url}result.pdf"' in page
    got = client.get(f"{url}result.pdf", headers={"host": "localhost"})
    assert len(pages(got.content)) == 2
    assert got["X-Robots-Tag"] == "noindex, nofollow"
    assert (
        client.get("/diagnostic/nonsense/result.pdf", headers={"host": "localhost"}).status_code
        == 404
    )


def finished_draft() -> str:
    """The private address of a finished diagnostic without an account."""
    now = timezone.now()
    token = start_draft(item_id="G1", raw=2, language="fr", today=now.date(), now=now)
    save_draft_answer(token=token, item_id="P1", raw=1, now=now)
    complete_draft(token=token, now=now)
    return f"/diagnostic/{token}/result.pdf"


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Every sheet that is printed meanwhile."""
    cache.clear()
    sheets: list[Any] = []

    def note(sheet: Any) -> bytes:
        sheets.append(sheet)
        return b"%PDF of " + sheet.etag.encode()

    monkeypatch.setattr(papers, "print_sheet", note)
    yield sheets
    cache.clear()


def test_a_paper_without_an_account_is_printed_once_a_version(client, printed) -> None:
    url, public = finished_draft(), {"host": "localhost"}
    french, english = ({**public, "accept-language": one} for one in ("fr", "en"))
    got = {client.get(url, headers=one).content for one in [french, french, english, english] * 3}
    assert (len(got), len(printed)) == (2, 2)
    other = finished_draft()
    assert client.get(other, headers=french).status_code == 200


def test_papers_without_an_account_are_printed_one_at_a_time(client, printed) -> None:
    url, seen = finished_draft(), []

    def meanwhile(sheet: Any) -> bytes:
        seen.append(Client(headers={"host": "localhost", "accept-language": "en"}).get(url))
        return b"%PDF"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(papers, "print_sheet", meanwhile)
        answer = client.get(url, headers={"host": "localhost", "accept-language": "fr"})
    assert answer.status_code == 200
    assert [(one.status_code, shown_code(one)) for one in seen] == [(503, "papers_busy")]
    later = client.get(url, headers={"host": "localhost", "accept-language": "en"})
    assert (later.status_code, len(printed)) == (200, 1)


def test_a_paper_that_fails_holds_up_no_other(client, printed, monkeypatch) -> None:
    url, public = finished_draft(), {"host": "localhost"}
    client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(papers, "print_sheet", lambda _: 1 / 0)
        assert client.get(url, headers=public).status_code == 500
    assert client.get(url, headers=public).status_code == 200


def test_an_address_without_an_account_prints_so_many_papers_an_hour(
    client, printed, settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "draft_paper": "1/h/ip"}
    first, second, public = finished_draft(), finished_draft(), {"host": "localhost"}
    statuses = [client.get(url, headers=public).status_code for url in [first, first]]
    english = {**public, "accept-language": "en"}
    assert [*statuses, client.get(first, headers=english).status_code] == [200, 200, 429]
    elsewhere = client.get(second, headers=english, REMOTE_ADDR="192.0.2.9")
    assert elsewhere.status_code == 200


def test_the_interface_gives_the_paper_and_its_errors_as_problems(acme: Cast) -> None:
    one, client = finished(acme), caller(acme)
    url = f"/api/v1/assessments/{one.id}/result.pdf"
    for wanted in ("application/pdf", "*/*", "application/json"):
        got = client.get(url, headers={"accept": wanted})
        assert (got.status_code, got["Content-Type"]) == (200, "application/pdf")
    assert client.get(url, headers={"if-none-match": got["ETag"]}).status_code == 304
    lost = client.get(
        f"/api/v1/assessments/{uuid7()}/result.pdf", headers={"accept": "application/pdf"}
    )
    assert (lost.status_code, lost["Content-Type"]) == (404, "application/problem+json")
    assert lost.json()["code"] == "assessment_not_found"


# --- by mail -------------------------------------------------------------------------------------
def send(cast: Cast, one: Any, *parts: str, sender: str = "lead", days: int = 0) -> int:
    now = timezone.now() + timedelta(days=days)
    return send_result(
        acting(cast.actor(sender), now=now, today=now.date()),
        assessment_id=one.id,
        member_ids=[cast.members[part].id for part in parts],
    )


def test_each_is_sent_the_result_in_his_or_her_language(acme: Cast) -> None:
    one = finished(acme)
    Member.objects.filter(id=acme.members["viewer"].id).update(language="en")
    Member.objects.filter(id=acme.members["lead"].id).update(language="fr")
    assert send(acme, one, "lead", "viewer") == 2
    assert send_waiting(now=timezone.now()) == 2
    sent: dict[str, Any] = {letter.to[0].split("@")[0]: letter for letter in mail.outbox}
    for part, words in (("lead", "Ce qu’il faut faire d’abord"), ("viewer", "What to do first")):
        letter = sent[part]
        assert words in letter.body
        assert f"/diagnostic/{one.id}/result/" in letter.body
        name, content, kind = letter.attachments[0]
        assert kind == "application/pdf"
        assert name.endswith(".pdf")
        assert len(pages(content)) == 2
    assert "Karim Haddad sends you this result." in sent["viewer"].body
    assert "Karim Haddad" not in sent["lead"].body
    whole: EmailMessage = sent["lead"].message()
    assert "Diagnostic IA" in str(sent["lead"].attachments[0][0])
    assert whole.is_multipart()


def test_a_mail_waits_with_ids_only(acme: Cast) -> None:
    one = finished(acme)
    send(acme, one, "viewer")
    kept = OutboxMessage.objects.get(template="assessment_result").context
    assert kept == {"assessment_id": str(one.id), "sender_id": str(acme.members["lead"].id)}


def test_who_asks_twice_a_day_is_told_once(acme: Cast) -> None:
    one = finished(acme)
    for _ in range(2):
        send(acme, one, "viewer")
    assert OutboxMessage.objects.filter(template="assessment_result").count() == 1
    send(acme, one, "viewer", days=1)
    assert OutboxMessage.objects.filter(template="assessment_result").count() == 2


def test_nobody_is_told_where_one_is_unknown(acme: Cast, globex: Cast) -> None:
    one, now = finished(acme), timezone.now()
    who: dict[str, Any] = {"actor": acme.actor("lead"), "today": now.date(), "now": now}
    known = acme.members["viewer"].id
    with refused("member_not_found"):
        send_result(
            acting(**who), assessment_id=one.id, member_ids=[known, globex.members["lead"].id]
        )
    Member.objects.filter(id=known).update(left_at=now)
    with refused("member_not_found"):
        send_result(acting(**who), assessment_id=one.id, member_ids=[known])
    with refused("assessment_not_found"):
        send_result(acting(**who), assessment_id=uuid7(), member_ids=[acme.members["lead"].id])
    with refused("nobody_chosen"):
        send_result(acting(**who), assessment_id=one.id, member_ids=[])
    assert not OutboxMessage.objects.exists()


def test_the_form_offers_oneself_and_sends(acme: Cast) -> None:
    one, browser = finished(acme), acme.client("lead")
    page = browser.get(address(one, "send/"), headers={"accept-language": "en"}).content.decode()
    assert "Claire Morel" in page
    assert page.count(" checked") == 1
    nobody = browser.post(address(one, "send/"), {}, headers={"accept-language": "en"})
    assert nobody.status_code == 422
    assert "Choose at least one person" in nobody.content.decode()
    sent = browser.post(address(one, "send/"), {"members": [str(acme.members["lead"].id)]})
    assert (sent.status_code, sent["Location"]) == (302, address(one, "result/"))
    assert OutboxMessage.objects.get().recipient_id == acme.members["lead"].id
    stranger = browser.post(address(one, "send/"), {"members": [str(uuid7())]})
    assert stranger.status_code == 422


def test_the_interface_sends_with_the_scope_to_write(acme: Cast) -> None:
    one = finished(acme)
    url, body = f"/api/v1/assessments/{one.id}/mails/", {"members": [str(acme.members["lead"].id)]}
    refused = caller(acme, scopes=("read",)).post(url, body, content_type="application/json")
    assert refused.status_code == 403
    assert not OutboxMessage.objects.exists()
    told = caller(acme).post(url, body, content_type="application/json")
    assert (told.status_code, told.json()) == (202, {"members": 1})
    assert OutboxMessage.objects.count() == 1


def test_a_mail_whose_assessment_is_gone_holds_back_nothing_else(acme: Cast) -> None:
    one = finished(acme)
    send(acme, one, "viewer", "lead")
    doomed = OutboxMessage.objects.get(recipient=acme.members["viewer"])
    doomed.context = {**doomed.context, "assessment_id": str(uuid7())}
    doomed.save(update_fields=["context"])
    assert send_waiting(now=timezone.now()) == 1
    doomed.refresh_from_db()
    assert "assessment_not_found" in doomed.last_error
    assert doomed.sent_at is None


def test_an_open_assessment_is_sent_to_nobody(acme: Cast) -> None:
    acme.client("lead").post("/diagnostic/start/")
    one = caller(acme).get("/api/v1/assessments/").json()["results"][0]["id"]
    now = timezone.now()
    with refused("no_result"):
        send_result(
            acting(acme.actor("lead"), now=now, today=now.date()),
            assessment_id=one,
            member_ids=[acme.members["lead"].id],
        )
