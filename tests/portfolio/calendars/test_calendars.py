"""Calendars by a secret address: a person's in all her companies, and a company's for its team."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from config.views.calendar import days_of_person
from governance.duties.choices import DutyKind
from governance.members.models import Member
from governance.register.models import RegisterEntry
from portfolio.calendars import rules
from portfolio.calendars.models import CompanyCalendar
from portfolio.calendars.selectors import calendar_behind, company_days
from portfolio.calendars.services import close_company_calendar, make_company_calendar
from portfolio.calendars.words import TITLES, calendar_days
from portfolio.cap.models import Portfolio
from portfolio.initiatives.models import Initiative
from portfolio.trials.services import start_trial
from tenants.accounts.models import Membership, User
from tenants.calendars.models import PersonCalendar
from tenants.calendars.selectors import person_behind
from tenants.calendars.services import close_person_calendar, make_person_calendar
from tenants.companies.models import Domain, Organization
from tenants.hosts import forget_hosts
from tests.cast import PUBLIC
from tests.conftest import acting
from tests.counting import statements
from tests.governance.register.scene import entry as entry_of
from tests.portfolio import scene
from tests.portfolio.scene import TITLE, TODAY, at
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LINK = re.compile(r"/calendar/([\w-]{43})\.ics")
OUTSIDE = settings.PUBLIC_SCHEMA_URLCONF


def acts(cast, part):
    return acting(cast.actor(part), now=at(TODAY), today=TODAY)


def carried(cast, **more):
    """An initiative that goes on since two months, and that the captain carries."""
    row = scene.started(cast, day=TODAY - 60 * DAY)
    Initiative.objects.filter(id=row.id).update(captain=cast.members["captain"], **more)
    scene.follow_up("initiative", row.id)
    return row


def days_of(cast, part, day=TODAY):
    found = days_of_person(cast.members[part].user_id, now=at(day), today=day)
    return found.days if found else None


def kinds_of(cast, part, day=TODAY):
    return {one.kind.value for one in days_of(cast, part, day)}


def feed(token, host=PUBLIC, **headers):
    return Client(headers={"host": host, **headers}).get(f"/calendar/{token}.ics")


def events(answer):
    assert answer.status_code == 200, answer.status_code
    return Calendar.from_ical(answer.content).walk("vevent")


def person_token(cast, part="captain"):
    return make_person_calendar(user_id=cast.members[part].user_id, now=timezone.now())


class TestWhatAPersonSees:
    def test_every_kind_of_duty_is_said_by_title_alone_or_left_out(self) -> None:
        groups = (rules.BY_TITLE, rules.BY_ABOUT, rules.UNNAMED, rules.LEFT_OUT)
        assert sorted(kind for group in groups for kind in group) == sorted(DutyKind)
        assert {*TITLES} == {*rules.DayKind, *DutyKind} - rules.LEFT_OUT
        for kind in (*rules.UNNAMED,):
            assert "%(" not in str(TITLES[kind])

    def test_measures_steps_and_the_review_stand_on_their_days(self, acme) -> None:
        named = {"next_step": "Appeler Dupont SA", "next_step_by": acme.members["captain"]}
        row = carried(acme, **named, next_step_on=TODAY + 3 * DAY)
        Portfolio.objects.update(next_review_on=TODAY + 9 * DAY)
        scene.follow_up("portfolio")
        days = {one.kind.value: one for one in days_of(acme, "captain")}
        assert {"measure", "use", "step", "next-review"} <= {*days}
        assert (days["step"].on, days["step"].title) == (TODAY + 3 * DAY, row.title)
        assert days["next-review"].on == TODAY + 9 * DAY

    def test_what_is_typed_never_leaves(self, acme) -> None:
        named = {"next_step": "Appeler Dupont SA", "next_step_by": acme.members["captain"]}
        carried(acme, **named, next_step_on=TODAY + 3 * DAY)
        written = feed(person_token(acme)).content.decode().replace("\r\n ", "")
        assert TITLE in written
        for hidden in ("Dupont", "Délai", "Karim", "Sophie", "€"):
            assert hidden not in written

    def test_a_mandate_stands_on_its_last_day_for_its_holder_and_for_who_renews_it(
        self, acme
    ) -> None:
        letter = scene.mandate(acme, "captain", scene.ready(acme))
        (own,) = [one for one in days_of(acme, "captain") if one.kind == "own-mandate"]
        assert own.on == letter.ends
        late = letter.ends - 20 * DAY
        assert "renew" in kinds_of(acme, "executive", late)
        assert "own-mandate" not in kinds_of(acme, "executive", late)

    def test_who_attends_no_review_has_none(self, acme) -> None:
        assert days_of(acme, "viewer") == ()
        assert days_of(acme, "contributor") == ()

    def test_who_left_sees_nothing_and_who_never_joined_neither(self, acme) -> None:
        carried(acme)
        Member.objects.filter(id=acme.members["captain"].id).update(left_at=at(TODAY))
        scene.follow_up("member", acme.members["captain"].id)
        assert days_of(acme, "captain") is None
        Member.objects.filter(id=acme.members["lead"].id).update(joined_at=None)
        assert days_of(acme, "lead") is None


class TestThePersonsFeed:
    def test_it_is_told_once_renewed_and_taken_back(self, acme) -> None:
        user_id = acme.members["captain"].user_id
        first = person_token(acme)
        assert feed(first).status_code == 200
        second = person_token(acme)
        assert [feed(one).status_code for one in (first, second)] == [404, 200]
        assert PersonCalendar.objects.filter(user_id=user_id).count() == 1
        assert bytes(PersonCalendar.objects.get().token_hash) != second.encode()
        assert close_person_calendar(user_id=user_id)
        assert not close_person_calendar(user_id=user_id)
        assert feed(second).status_code == 404

    def test_wrong_closed_and_foreign_addresses_answer_alike(self, acme) -> None:
        token = person_token(acme)
        company = make_company_calendar(acts(acme, "executive"))
        User.objects.filter(id=acme.members["captain"].user_id).update(is_active=False)
        bodies = []
        for one in (token, company, "x" * 43, "short"):
            with statements() as sent:
                answer = feed(one)
            assert answer.status_code == 404
            bodies.append((answer.content.replace(one.encode(), b""), len(sent)))
        assert len({body for body, _ in bodies}) == 1
        assert len({count for _, count in bodies}) == 1
        with refused("calendar_not_found"):
            person_behind(token)
        with refused("calendar_not_found"):
            calendar_behind("x")

    def test_guesses_are_counted_and_shut_out_no_good_address(self, acme, settings) -> None:
        settings.ACCOUNT_RATE_LIMITS = {
            **settings.ACCOUNT_RATE_LIMITS,
            "calendar_missed": "2/5m/key",
            "calendar_read": "3/h/key",
        }
        token, client = person_token(acme), {"x-forwarded-for": "203.0.113.77"}
        assert [feed(f"nothing{n}", **client).status_code for n in range(4)] == [404, 404, 429, 429]
        answers = [feed(token, **client) for _ in range(4)]
        assert [one.status_code for one in answers] == [200, 200, 200, 429]
        assert answers[-1].headers["Retry-After"]

    def test_what_has_not_changed_is_not_sent_again_and_nobody_else_keeps_it(self, acme) -> None:
        row = carried(acme)
        token = person_token(acme)
        answer = feed(token)
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        same = feed(token, **{"if-none-match": answer.headers["ETag"]})
        assert (same.status_code, same.content) == (304, b"")
        Initiative.objects.filter(id=row.id).update(title="Devis en deux jours")
        scene.follow_up("initiative", row.id, day=timezone.localdate())
        later = feed(token, **{"if-none-match": answer.headers["ETag"]})
        assert later.status_code == 200
        assert {str(one["uid"]) for one in events(later)} == {
            str(one["uid"]) for one in events(answer)
        }

    def test_several_companies_stand_in_one_each_by_its_name(self, acme, globex) -> None:
        carried(acme)
        user_id = acme.members["captain"].user_id
        Membership.objects.create(
            user_id=user_id, organization_id=globex.company.id, created_at=at(TODAY)
        )
        token = person_token(acme)
        assert not any("(" in str(one["summary"]) for one in events(feed(token)))
        Membership.objects.filter(user_id=user_id).update(joined_at=at(TODAY))
        found = events(feed(token))
        assert {str(one["summary"]).rpartition(" (")[2] for one in found} == {"Ateliers Morel)"}
        assert {str(one["url"]).split("/")[2] for one in found} == {acme.host}

    def test_a_company_that_is_away_says_so_and_the_others_are_shown(
        self, acme, globex, monkeypatch
    ) -> None:
        carried(acme)
        user_id = acme.members["captain"].user_id
        Membership.objects.create(
            user_id=user_id,
            organization_id=globex.company.id,
            created_at=at(TODAY),
            joined_at=at(TODAY),
        )
        token = person_token(acme)
        mine = [acme.company, replace(globex.company, is_current=False)]
        monkeypatch.setattr("config.views.calendar.companies_now", lambda user_id: mine)
        names = [str(one["summary"]) for one in events(feed(token))]
        assert any(one.startswith("Globex SARL") for one in names)
        assert any(TITLE in one for one in names)

    def test_renaming_and_another_time_zone_keep_the_names_of_things(self, acme) -> None:
        carried(acme)
        token = person_token(acme)
        before = {str(one["uid"]) for one in events(feed(token))}
        Organization.objects.filter(id=acme.company.id).update(
            name="Morel & fils", timezone="Pacific/Auckland"
        )
        Domain.objects.filter(tenant_id=acme.company.id).update(domain="morel.localhost")
        forget_hosts()
        found = events(feed(token))
        assert {str(one["uid"]) for one in found} == before
        assert {str(one["url"]).split("/")[2] for one in found} == {"morel.localhost"}

    @pytest.mark.parametrize("now", ["2026-03-29T00:30", "2026-10-25T01:30", "2026-10-24T23:30"])
    def test_a_day_is_the_companys_day_when_clocks_change(self, acme, now) -> None:
        """All days are dates: no clock is told, so none can be told wrongly."""
        carried(acme)
        text = feed(person_token(acme)).content.decode()
        assert "VTIMEZONE" not in text
        for line in text.splitlines():
            if line.startswith(("DTSTART", "DTEND")):
                assert ";VALUE=DATE:" in line, now


class TestTheCompanysFeed:
    def test_it_has_reviews_notices_trials_and_mandates_by_function(self, acme) -> None:
        row = scene.ready(acme)
        scene.mandate(acme, "captain", row)
        scene.mandate(acme, "lead")
        idea = scene.checked(acme, "Tri des factures")
        Portfolio.objects.update(next_review_on=TODAY + 9 * DAY)
        start_trial(acts(acme, "lead"), initiative_id=idea.id, question="Chez Dupont ?")
        found = company_days(today=TODAY)
        days = calendar_days(found, company=acme.company, made_at=at(TODAY), named=False)
        said = " ".join(one.title for one in days)
        assert {one.kind.value for one in found.days} >= {
            "next-review",
            "trial",
            "mandate",
            "company-mandate",
        }
        for hidden in ("Karim", "Sophie", "Claire", "Dupont"):
            assert hidden not in said

    def test_a_notice_stands_on_its_last_day_and_is_gone_after_it(self, acme) -> None:
        entry = entry_of(acme)
        RegisterEntry.objects.filter(id=entry.id).update(
            notice_on=TODAY + 5 * DAY, contract_ends=TODAY + 95 * DAY, status="live"
        )
        kinds = [one.kind.value for one in company_days(today=TODAY).days]
        assert "notice" in kinds
        late = company_days(today=TODAY + 6 * DAY)
        assert "notice" not in [one.kind.value for one in late.days]

    def test_it_is_made_renewed_and_taken_back_by_who_may(self, acme) -> None:
        with refused("not_in_role"):
            make_company_calendar(acts(acme, "captain"))
        first = make_company_calendar(acts(acme, "lead"))
        second = make_company_calendar(acts(acme, "executive"))
        assert [feed(one, acme.host).status_code for one in (first, second)] == [404, 200]
        assert CompanyCalendar.objects.count() == 1
        close_company_calendar(acts(acme, "executive"))
        assert feed(second, acme.host).status_code == 404

    def test_another_companys_address_opens_nothing_here(self, acme, globex) -> None:
        token = make_company_calendar(acts(acme, "executive"))
        assert feed(token, globex.host).status_code == 404
        assert feed(token, PUBLIC).status_code == 404

    def test_it_waits_while_the_company_is_upgraded(self, acme, monkeypatch) -> None:
        token = make_company_calendar(acts(acme, "executive"))
        monkeypatch.setattr("tenants.hosts.own_build", lambda: "another")
        forget_hosts()
        assert feed(token, acme.host).status_code == 503
        forget_hosts()


class TestPages:
    def test_the_companys_address_is_shown_once_where_it_is_made(self, acme) -> None:
        client, page = acme.client("executive"), reverse("settings_calendar")
        assert "Rien n’est encore partagé" in client.get(page).content.decode()
        made = client.post(page, {"make": "1"}).content.decode()
        link = LINK.findall(made)[0]
        assert feed(link, acme.host).status_code == 200
        assert ".ics" not in client.get(page).content.decode()
        assert client.post(page, {"close": "1"}).status_code == 302
        assert feed(link, acme.host).status_code == 404
        assert acme.client("captain").get(page).status_code == 403

    def test_a_person_finds_her_own_in_the_account_after_a_fresh_sign_in(self, acme) -> None:
        address = reverse("account_calendar", urlconf=OUTSIDE)
        assert address in acme.client("viewer").get(reverse("profile")).content.decode()
        client = Client(headers={"host": PUBLIC})
        assert client.get(address).status_code == 302
        client.force_login(User.objects.get(id=acme.members["viewer"].user_id))
        assert client.get(address).status_code == 200
        assert client.post(address, {"make": "1"}).status_code == 403
        assert not PersonCalendar.objects.exists()
        session = client.session
        session["account_authentication_methods_user"] = str(acme.members["viewer"].user_id)
        session["account_authentication_methods"] = [
            {"method": "code", "at": timezone.now().timestamp()}
        ]
        session.save()
        made = client.post(address, {"make": "1"}).content.decode()
        token = LINK.findall(made)[0]
        assert feed(token).status_code == 200
        assert client.post(address, {"close": "1"}).status_code == 302
        assert feed(token).status_code == 404

    def test_a_program_reads_whether_it_is_shared(self, acme, api) -> None:
        answer = api("get", "calendar/")
        assert answer.json() == {"is_shared": False, "made_at": None}
