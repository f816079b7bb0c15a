"""The operator's console: who enters, what it shows, and that it shows nothing of any company."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_tenants.utils import schema_context, tenant_context

from config.views import operator as console
from governance.members.models import Member
from governance.outbox.models import OutboxMessage
from tenants.accounts.models import User
from tenants.backups.models import Backup
from tenants.companies.models import Domain, Organization
from tenants.companies.services import claim_company, move_company
from tenants.contributions.rules import label_candidates, label_fault
from tenants.due_work.models import DueWork
from tenants.due_work.services import poke_due_work
from tenants.due_work.tasks import poke
from tenants.ids import uuid7
from tenants.installation.models import Pulse
from tenants.mail.models import PublicMail
from tenants.operators.services import issue_operator_code, redeem_operator_code
from tests.architecture.furniture import furnish
from tests.cast import PUBLIC, ROLES, email_of
from tests.config.operators import (
    HOST,
    OPERATOR,
    carried,
    entered,
    local,
    on_console,
    on_public,
    read,
    row_of,
)
from tests.conftest import sign_in
from tests.refusals import refused, shown_code

pytestmark = pytest.mark.django_db
PAGES = ("/", "/companies/", "/jobs/")


@pytest.fixture
def operator() -> User:
    call_command("operator", "add", OPERATOR, stdout=StringIO())
    return User.objects.get(email=OPERATOR)


def test_an_operator_is_carried_from_the_public_host_to_the_page_asked_for(operator) -> None:
    inside = entered(operator, path="/companies/")
    for page in PAGES:
        assert inside.get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_led_to_sign_in(page: str) -> None:
    asked = on_console().get(page)
    answer = Client(headers={"host": PUBLIC}).get(local(asked["Location"]))
    assert answer["Location"].startswith("/accounts/login/?next=/operator/enter/")


@pytest.mark.parametrize("part", [*ROLES, "outsider"])
def test_everybody_else_finds_nothing_there(acme, part: str) -> None:
    email = email_of("acme", part) if part in ROLES else "outsider@nowhere.example"
    user = User.objects.get(email=email)
    asked = on_console().get("/")
    assert on_public(user).get(local(asked["Location"])).status_code == 404
    # A session that was somehow made for the console still opens nothing.
    inside = on_console()
    inside.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session, behind = inside.session, SessionStore()
    behind.create()
    session["company"], session["public_session"] = "operator", behind.session_key
    session.save()
    for page in PAGES:
        assert inside.get(page).status_code == 404
    assert inside.post(f"/jobs/{uuid7()}/again/").status_code == 404


def test_a_session_of_another_host_is_worth_nothing_on_the_console(acme, operator) -> None:
    for cookies in (on_public(operator).cookies, signed_in(acme, operator).cookies):
        inside = on_console()
        inside.cookies = cookies
        assert inside.get("/").status_code == 302


def test_a_session_of_the_console_is_worth_nothing_elsewhere(acme, operator) -> None:
    inside = entered(operator)
    for host in (acme.host, PUBLIC):
        other = Client(headers={"host": host})
        other.cookies = inside.cookies
        assert other.get("/companies/" if host == PUBLIC else "/").status_code == 302


def signed_in(acme, user: User) -> Client:
    client = Client(headers={"host": acme.host})
    sign_in(client, user=user, cast=acme)
    return client


@pytest.mark.parametrize("page", ["/companies/", "/jobs/", "/operator/enter/"])
def test_the_console_is_on_no_other_host(acme, operator, page: str) -> None:
    text = signed_in(acme, operator).get(page).content.decode()
    assert "Console" not in text
    if page == "/jobs/":
        assert on_public(operator).get(page).status_code == 404


def test_a_ticket_is_spent_by_its_first_use_and_of_no_use_in_another_browser(operator) -> None:
    inside, ticket = carried(operator)
    thief = on_console()
    thief.get("/")
    assert shown_code(thief.get(ticket)) == "handover_refused"
    assert inside.get(ticket).status_code == 302
    again = on_console()
    again.cookies["handover"] = "x"
    assert again.get(ticket).status_code == 403


def test_a_code_lets_in_once_and_only_an_operator(operator) -> None:
    code = issue_operator_code(user_id=operator.id, next_path="/jobs/")
    assert redeem_operator_code(code=code) == (operator, "/jobs/")
    with refused("handover_refused"):
        redeem_operator_code(code=code)
    code = issue_operator_code(user_id=operator.id)
    User.objects.filter(id=operator.id).update(is_staff=False)
    with refused("handover_refused"):
        redeem_operator_code(code=code)


def test_a_ticket_for_a_company_opens_no_console(acme, operator) -> None:
    company = acme.client()
    asked = company.get("/")
    public = on_public(User.objects.get(email=email_of("acme", "executive")))
    ticket = local(public.get(local(asked["Location"]))["Location"])
    inside = on_console()
    inside.cookies["handover"] = company.cookies["handover"].value
    assert shown_code(inside.get(ticket)) == "handover_refused"


def test_who_is_dismissed_or_locked_is_out_at_once(operator) -> None:
    inside = entered(operator)
    call_command("operator", "remove", OPERATOR.upper(), stdout=StringIO())
    assert inside.get("/").status_code == 404
    call_command("operator", "add", OPERATOR, stdout=StringIO())
    assert inside.get("/").status_code == 200
    User.objects.filter(id=operator.id).update(is_active=False)
    assert inside.get("/").status_code == 302


def test_signing_out_ends_both_sessions(operator) -> None:
    inside, public = on_console(), on_public(operator)
    given = public.get(local(inside.get("/")["Location"]))
    inside.get(local(given["Location"]))
    assert inside.post("/session/end/")["Location"] == f"http://{PUBLIC}/"
    assert inside.get("/").status_code == 302
    assert public.get("/companies/")["Location"].startswith("/accounts/login/")


def test_the_console_is_shut_when_the_session_on_the_public_host_ends(operator) -> None:
    inside, public = on_console(), on_public(operator)
    inside.get(local(public.get(local(inside.get("/")["Location"]))["Location"]))
    assert inside.get("/").status_code == 200
    public.post("/accounts/logout/")
    assert inside.get("/").status_code == 302


def test_the_command_says_what_it_did(operator) -> None:
    said = StringIO()
    call_command("operator", "add", OPERATOR, stdout=said)
    assert f"enters already http://{HOST}" in said.getvalue()
    assert User.objects.filter(email=OPERATOR).count() == 1
    for wrong in ("nobody@house.example", "no address"):
        with pytest.raises(CommandError):
            call_command("operator", "remove", wrong)


def test_no_company_takes_the_host(acme, settings) -> None:
    assert label_fault("operator") == "host_label_reserved"
    assert "operator" not in label_candidates("Operator", spare="x")
    founder = User.objects.get(email="outsider@nowhere.example").id
    settings.OPERATOR_HOST = f"ops.{PUBLIC}"
    for host in (f"ops.{PUBLIC}", PUBLIC):
        with refused("host_taken"), schema_context("public"):
            claim_company(name="Ops", host=host, founder_id=founder, now=timezone.now())
        with refused("host_taken"):
            move_company(company_id=acme.company.id, host=host)
    assert not Domain.objects.filter(domain__in=[f"ops.{PUBLIC}", PUBLIC]).exists()


def test_nothing_that_a_company_wrote_is_shown(acme, globex, operator, now) -> None:
    canary = "CANARYTEXT"
    furnish(acme, canary, now)
    OutboxMessage.objects.create(
        dedup_key=canary,
        address="canarytext@acme.example",
        template=canary,
        context={"title": canary},
        created_at=now,
        not_before=now,
        given_up_at=now,
        last_error=f"550 {canary} <canarytext@acme.example> unknown",
    )
    people = [name for one in (acme, globex) for name in names_of(one)]
    PublicMail.objects.create(
        sealed=canary.encode(),
        created_at=now,
        not_before=now,
        expires_at=now,
        last_error=f"{canary} <canarytext@acme.example>",
    )
    late(acme, now)
    for language in ("fr", "en"):
        inside = entered(operator, language=language)
        for page in PAGES:
            text = read(inside, page)
            assert canary.casefold() not in text.casefold()
            assert [one for one in people if one in text] == []
            assert not re.search(r"[\w.]+@[\w.]+\.\w+", text)
        assert acme.company.name in read(inside, "/companies/")


def names_of(cast) -> list[str]:
    with tenant_context(cast.company):
        return [text for one in Member.objects.all() for text in (one.name, one.email)]


def late(cast, now) -> DueWork:
    return DueWork.objects.create(
        organization_id=cast.company.id,
        job="portfolio.some_job",
        due_at=timezone.now() - timedelta(hours=2),
        sent_at=timezone.now(),
        attempts=7,
    )


def test_a_well_installation_says_so(operator) -> None:
    now = timezone.now()
    poke()
    Organization.objects.update(opened_at=now)
    DueWork.objects.all().delete()
    for one in Organization.objects.filter(state="active"):
        Backup.objects.create(
            organization=one, made_at=now, path="x", size=1, rows=1, rehearsed_at=now
        )
    text = read(entered(operator), "/")
    assert "Nothing is seen to be wrong" in text
    assert 'class="signals"' not in text


def test_what_is_wrong_comes_first_with_its_reason(acme, operator, monkeypatch) -> None:
    now = timezone.now()
    Pulse.objects.all().delete()
    late(acme, now)
    Organization.objects.filter(id=acme.company.id).update(opened_at=now - timedelta(days=9))
    Backup.objects.create(
        organization_id=acme.company.id,
        made_at=now - timedelta(days=3),
        path="x",
        size=1,
        rows=1,
        rehearsed_at=now - timedelta(days=2),
        fault="one row is torn <here>",
    )
    sent = PublicMail(sealed=b"x", created_at=now, not_before=now, expires_at=now)
    sent.given_up_at = now
    sent.save()
    monkeypatch.setattr(console, "queued_jobs", lambda: None)
    text = read(entered(operator), "/")
    said = (
        "The queue does not answer.",
        "Nothing that runs by itself is seen to run.",
        "1 backup could not be restored",
        "no backup of today",
        "1 job is late.",
        "1 mail of the public host was given up.",
    )
    places = [text.find(one) for one in said]
    assert -1 not in places, dict(zip(said, places, strict=True))
    assert places == sorted(places)
    assert text.find("Figures") > places[-1]
    for told in ("one row is torn &lt;here&gt;", acme.host):
        assert told in text


def test_companies_are_told_with_members_and_dates(acme, globex, operator) -> None:
    now = timezone.now()
    Organization.objects.filter(id=globex.company.id).update(state="suspended")
    inside = entered(operator)
    row = row_of(read(inside, "/companies/"), acme.host)
    assert f'data-l="Members">{len(ROLES)}<' in row
    assert "never" in row
    assert "up to date" in row
    Backup.objects.create(organization_id=acme.company.id, made_at=now, path="x", size=1, rows=1)
    row = row_of(read(inside, "/companies/"), acme.host)
    assert row.count("never") == 1
    suspended = read(inside, "/companies/?state=suspended")
    assert globex.host in suspended
    assert acme.host not in suspended
    assert acme.host in read(inside, "/companies/?state=nonsense")


def test_companies_are_paged_and_read_in_a_fixed_number_of_statements(
    operator, monkeypatch, django_assert_max_num_queries
) -> None:
    inside = entered(operator)
    monkeypatch.setattr(console, "A_PAGE", 1)
    assert 'rel="next"' in read(inside, "/companies/")
    assert 'rel="prev"' in read(inside, "/companies/?page=2")
    with django_assert_max_num_queries(6):
        inside.get("/companies/")


def test_mails_of_companies_are_counted_each_for_its_own(acme, globex, operator) -> None:
    now = timezone.now()
    inside = entered(operator)
    with tenant_context(acme.company):
        plant(now, waiting=3, given_up=0)
    with tenant_context(globex.company):
        plant(now, waiting=1, given_up=2)
    text = read(inside, "/jobs/")
    assert text.find(f">{globex.host}<") < text.find(f">{acme.host}<")
    assert 'data-l="Waiting">3<' in row_of(text, acme.host)
    assert 'data-l="Given up">0<' in row_of(text, acme.host)
    assert 'data-l="Waiting">1<' in row_of(text, globex.host)
    assert 'data-l="Given up">2<' in row_of(text, globex.host)


def plant(now, *, waiting: int, given_up: int) -> None:
    OutboxMessage.objects.all().delete()
    for number in range(waiting + given_up):
        OutboxMessage.objects.create(
            dedup_key=str(number),
            address="a@b.example",
            template="x",
            created_at=now,
            not_before=now,
            given_up_at=now if number >= waiting else None,
        )


def test_a_late_job_is_sent_again(acme, operator, caplog, monkeypatch) -> None:
    handed: list[str] = []
    monkeypatch.setattr("tenants.due_work.services.send", lambda job, _: handed.append(job))
    DueWork.objects.all().delete()
    job = late(acme, timezone.now())
    poke_due_work(now=timezone.now())
    assert handed == []
    inside = entered(operator)
    assert f"/jobs/{job.id}/again/" in read(inside, "/jobs/")
    caplog.set_level("INFO")
    assert inside.get(f"/jobs/{job.id}/again/").status_code == 405
    assert inside.post(f"/jobs/{job.id}/again/")["Location"] == "/jobs/"
    assert str(operator.id) in caplog.text
    assert OPERATOR not in caplog.text
    job.refresh_from_db()
    assert (job.sent_at, job.attempts) == (None, 0)
    DueWork.objects.all().delete()
    gone = inside.post(f"/jobs/{job.id}/again/")
    assert (gone.status_code, shown_code(gone)) == (404, "job_not_found")


def test_a_form_sent_after_the_session_ended_is_kept_until_the_sign_in(acme, operator) -> None:
    job = late(acme, timezone.now())
    inside, public = on_console(), on_public(operator)
    inside.get(local(public.get(local(inside.get("/")["Location"]))["Location"]))
    key = re.search(r'name="form_key" value="([^"]+)"', read(inside, "/jobs/"))
    inside.session.flush()
    origin = {"origin": f"http://{HOST}"}
    asked = inside.post(f"/jobs/{job.id}/again/", {"form_key": key[1]}, headers=origin)
    given = public.get(local(asked["Location"]))
    assert inside.get(local(given["Location"]))["Location"] == "/kept/"
    assert f"/jobs/{job.id}" not in asked["Location"]
    shown = read(inside, "/kept/")
    again = re.search(r'name="form_key" value="([^"]+)"', shown)
    sent = inside.post("/kept/", {"form_key": again[1]})
    assert (sent.status_code, sent["Location"]) == (307, f"/jobs/{job.id}/again/")


def test_a_form_of_nobody_sends_nothing(acme, operator) -> None:
    job = late(acme, timezone.now())
    inside = entered(operator)
    strict = Client(enforce_csrf_checks=True, headers={"host": HOST})
    strict.cookies = inside.cookies
    assert strict.post(f"/jobs/{job.id}/again/").status_code == 403
    job.refresh_from_db()
    assert job.attempts == 7
