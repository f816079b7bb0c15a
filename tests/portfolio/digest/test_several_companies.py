"""One mail a week for who belongs to several companies: counts, a day and a link of each."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django_tenants.utils import tenant_context

from governance.duties.rules import WEEKLY_MAIL
from governance.members.models import Member
from governance.outbox.models import OutboxMessage
from governance.outbox.services import send_waiting
from portfolio.digest import tasks
from portfolio.digest.models import WeeklyMail
from portfolio.digest.selectors import SALT
from portfolio.digest.services import send_weeks
from portfolio.initiatives.models import Initiative
from portfolio.rhythm.services import morning_of
from tenants.accounts.models import Membership, User
from tenants.companies.models import Organization
from tenants.digests.models import DigestPart, SentDigest
from tenants.digests.rules import CompanyPart, DigestFigures, PersonWeek, leaves_by
from tenants.digests.selectors import off_token, person_behind, waiting_digests
from tenants.due_work.models import DueWork
from tenants.due_work.services import set_due
from tenants.ids import uuid7
from tenants.mail.services import send_posted
from tenants.tokens import token_of
from tests.cast import PUBLIC
from tests.portfolio import scene
from tests.portfolio.digest.test_weekly_mail import FIRST, weekly, write
from tests.portfolio.mine.test_duties import carried
from tests.portfolio.scene import TITLE, TODAY, at
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OUTSIDE = settings.PUBLIC_SCHEMA_URLCONF
MORNING = at(FIRST)
STEP = "Appeler Dupont SA"


@contextmanager
def outside() -> Iterator[None]:
    """The public side, where no company is entered."""
    company = connection.tenant
    connection.set_schema_to_public()
    try:
        yield
    finally:
        connection.set_tenant(company)


def weeks(now: datetime = MORNING) -> int:
    """The job runs at that moment, and what it posted leaves."""
    with outside():
        count = send_weeks(now=now, today=now.astimezone(UTC).date())
        send_posted(now=now)
    return count


def expected(day=FIRST) -> None:
    """The company entered has its week to write that morning."""
    set_due(job=WEEKLY_MAIL, due_at=morning_of(day))


def owing(cast, *, day=FIRST):
    """Something that goes on, whose captain has a next step."""
    row = carried(cast, day=day - 60 * DAY)
    named = {"next_step": STEP, "next_step_by": cast.members["captain"], "next_step_on": day}
    Initiative.objects.filter(id=row.id).update(**named)
    scene.follow_up("initiative", row.id)


@pytest.fixture
def person(acme, globex) -> Member:
    """Who is captain in both companies and owes something in each."""
    one = acme.members["captain"]
    owing(acme)
    expected()
    with tenant_context(globex.company):
        Member.objects.filter(id=globex.members["captain"].id).update(
            user_id=one.user_id, email=one.email
        )
        owing(globex)
        expected()
    joins(one.user_id, globex)
    return one


def joins(user_id, cast) -> None:
    Membership.objects.create(
        user_id=user_id,
        organization_id=cast.company.id,
        created_at=at(TODAY),
        joined_at=at(TODAY),
    )


def write_in(cast, day=FIRST) -> int:
    with tenant_context(cast.company):
        return write(day)


def digests(member: Member) -> list:
    found = [one for one in mail.outbox if one.to == [member.email]]
    return [one for one in found if "vos entreprises" in one.subject]


class TestOneMail:
    def test_two_companies_are_two_parts_of_one_mail_without_a_title(
        self, acme, globex, person
    ) -> None:
        write()
        assert weeks() == 0, "the other company is still to be heard"
        write_in(globex)
        assert weeks() == 1
        (one,) = digests(person)
        (page,) = [content for content, kind in one.alternatives if kind == "text/html"]
        for text in (one.body, page):
            assert text.index("Ateliers Morel") < text.index("Globex SARL")
            assert text.count("/week/") >= 3
            for hidden in (TITLE, "Dupont", "€", "Karim"):
                assert hidden not in text
        assert one.body.count("2 choses à faire, la première était attendue le 24") == 2
        assert not OutboxMessage.objects.filter(recipient=person, template="weekly_mail").exists()
        assert not DigestPart.objects.filter(user_id=person.user_id).exists()

    def test_each_link_opens_that_companys_week(self, acme, globex, person, monkeypatch) -> None:
        write()
        write_in(globex)
        weeks()
        (one,) = digests(person)
        WeeklyMail.objects.update(valid_until=timezone.localdate() + 400 * DAY)
        with tenant_context(globex.company):
            WeeklyMail.objects.update(valid_until=timezone.localdate() + 400 * DAY)
        for cast in (acme, globex):
            with tenant_context(cast.company):
                row = WeeklyMail.objects.get(member__user_id=person.user_id)
            path = reverse("weekly_link", args=[token_of(row.id, salt=SALT)])
            assert f"{cast.host}" in one.body
            assert path in one.body
            answer = cast.client(None).get(path)
            assert answer.status_code == 200
            assert f"{path}off/" in answer.content.decode()

    def test_it_speaks_the_accounts_language(self, acme, globex, person) -> None:
        User.objects.filter(id=person.user_id).update(language="en")
        write()
        write_in(globex)
        weeks()
        (one,) = [one for one in mail.outbox if "across your companies" in one.subject]
        assert "2 things to do, the first was due on 24" in one.body
        assert "You receive this because you belong to several companies" in one.body

    def test_who_belongs_to_one_has_the_mail_as_before(self, acme, monkeypatch, committed) -> None:
        owing(acme)
        monkeypatch.setattr(tasks.timezone, "now", lambda: at(FIRST))
        write()
        send_waiting(now=at(FIRST))
        assert weeks() == 0
        (one,) = weekly(acme.members["captain"])
        assert "Dupont" in one.body
        assert not DigestPart.objects.exists()

    def test_an_invitation_that_waits_counts_as_no_company(self, acme, person) -> None:
        Membership.objects.filter(user_id=person.user_id).exclude(
            organization_id=acme.company.id
        ).update(joined_at=None)
        write()
        assert OutboxMessage.objects.filter(recipient=person, template="weekly_mail").exists()

    def test_a_company_with_nothing_due_is_not_named_and_not_waited_for(
        self, acme, globex, person
    ) -> None:
        with tenant_context(globex.company):
            Initiative.objects.update(
                captain=None, next_step="", next_step_by=None, next_step_on=None
            )
            scene.follow_up("initiative", *Initiative.objects.values_list("id", flat=True))
            write()
        write()
        assert weeks() == 1
        (one,) = digests(person)
        assert "Globex" not in one.body

    def test_nothing_due_anywhere_no_mail(self, acme, globex) -> None:
        joins(acme.members["captain"].user_id, globex)
        write()
        write_in(globex)
        assert (weeks(), mail.outbox) == (0, [])

    def test_run_twice_and_two_senders_are_one_mail(self, acme, globex, person) -> None:
        for _ in range(2):
            write()
            write_in(globex)
            weeks()
        assert len(digests(person)) == 1
        row = SentDigest.objects.get(user_id=person.user_id)
        with pytest.raises(IntegrityError, match="sent_digest_once_a_week"), transaction.atomic():
            SentDigest.objects.create(user_id=row.user_id, week=row.week, sent_at=at(FIRST))
        assert write(FIRST + 7 * DAY) > 0

    def test_a_part_is_handed_over_once(self, acme, globex, person) -> None:
        write()
        row = DigestPart.objects.get(user_id=person.user_id)
        with pytest.raises(IntegrityError, match="digest_part_once_a_week"), transaction.atomic():
            DigestPart.objects.create(
                user_id=row.user_id,
                organization_id=row.organization_id,
                week=row.week,
                sealed=b"",
                leaves_by=row.leaves_by,
            )

    def test_its_row_holds_no_link_and_no_figure_that_can_be_read(self, acme, person) -> None:
        write()
        sealed = bytes(DigestPart.objects.get(user_id=person.user_id).sealed)
        assert b"week" not in sealed
        assert b"count" not in sealed

    def test_the_company_left_meanwhile_is_left_out(self, acme, globex, person) -> None:
        write()
        write_in(globex)
        Membership.objects.filter(
            user_id=person.user_id, organization_id=globex.company.id
        ).delete()
        assert weeks() == 1
        (one,) = digests(person)
        assert "Globex" not in one.body

    def test_a_company_that_is_suspended_meanwhile_is_left_out(self, acme, globex, person) -> None:
        write()
        write_in(globex)
        with outside():
            connection.cursor().execute(
                "UPDATE tenants_organization SET state = 'suspended' WHERE id = %s",
                [globex.company.id],
            )
        assert weeks() == 1
        assert "Globex" not in digests(person)[0].body

    def test_an_account_that_is_gone_takes_its_parts_along(self, acme, globex, person) -> None:
        write()
        User.objects.filter(id=person.user_id).update(is_active=False)
        assert weeks(at(FIRST) + DAY) == 0
        assert not DigestPart.objects.exists()
        assert digests(person) == []

    def test_erasing_the_account_erases_them(self, acme, globex, person) -> None:
        write()
        write_in(globex)
        User.objects.get(id=person.user_id).delete()
        assert not DigestPart.objects.exists()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("count", "decisions", "late", "french", "english"),
    [
        (1, 1, None, "Une décision vous attend.", "One decision awaits you."),
        (3, 3, None, "3 décisions vous attendent.", "3 decisions await you."),
        (1, 0, None, "Une chose à faire.", "One thing to do."),
        (
            3,
            1,
            None,
            "3 choses à faire, dont une décision.",
            "3 things to do, one of them a decision.",
        ),
        (
            4,
            2,
            False,
            "4 choses à faire, dont 2 décisions, la première pour le 24",
            "4 things to do, 2 of them decisions, the first by 24",
        ),
        (
            2,
            2,
            True,
            "2 décisions vous attendent, la première était attendue le 24",
            "2 decisions await you, the first was due on 24",
        ),
    ],
)
def test_a_part_is_one_sentence(count, decisions, late, french, english, language) -> None:
    day = None if late is None else FIRST + DAY
    figures = DigestFigures(
        count=count, decisions=decisions, first_on=day, is_late=bool(late), path="/"
    )
    part = CompanyPart(company="Morel & fils", link="https://morel.example/", figures=figures)
    week = PersonWeek(
        user_id=uuid7(),
        email="a@b.example",
        language=language,
        week=FIRST,
        parts=(part,),
        away=("Globex",),
    )
    with translation.override(language):
        text = render_to_string(
            "emails/person_week.txt", {"digest": week, "off": "https://off.example/"}
        )
    blocks = text.strip().split("\n\n")
    name, sentence, link = blocks[0].splitlines()
    assert (name, link) == (part.company, part.link)
    assert sentence.startswith(french if language == "fr" else english)
    assert blocks[1].startswith("Globex ")


class TestWaiting:
    def test_a_company_that_is_away_is_named_at_noon_and_left_out(
        self, acme, globex, person
    ) -> None:
        write()
        by = DigestPart.objects.get(user_id=person.user_id).leaves_by
        assert weeks(by - timedelta(seconds=1)) == 0
        assert by >= datetime(2026, 11, 23, 11, tzinfo=UTC)
        assert weeks(by) == 1
        (one,) = digests(person)
        assert "Globex SARL n’est pas disponible pour le moment." in one.body
        write_in(globex)
        assert weeks(by + DAY) == 0
        assert len(digests(person)) == 1
        with tenant_context(globex.company):
            told = OutboxMessage.objects.filter(recipient__email=person.email)
            assert not told.filter(template="weekly_mail").exists()

    def test_a_company_whose_week_begins_later_keeps_its_own_mail(
        self, acme, globex, person
    ) -> None:
        with tenant_context(globex.company):
            expected(FIRST + DAY)
        write()
        assert weeks() == 1
        assert "Globex" not in digests(person)[0].body
        sent = SentDigest.objects.get()
        sent.delete()
        SentDigest.objects.create(user_id=sent.user_id, week=sent.week, sent_at=at(FIRST) - 3 * DAY)
        write_in(globex)
        with tenant_context(globex.company):
            told = OutboxMessage.objects.filter(recipient__email=person.email)
            assert told.filter(template="weekly_mail").count() == 1

    def test_the_last_noon_of_all_its_time_zones_ends_the_morning(self) -> None:
        morning = datetime(2026, 11, 23, 5, tzinfo=UTC)
        zones = ("Europe/Paris", "America/Montreal")
        assert leaves_by(today=FIRST, zones=zones, now=morning) == datetime(
            2026, 11, 23, 17, tzinfo=UTC
        )
        late = datetime(2026, 11, 23, 20, tzinfo=UTC)
        assert leaves_by(today=FIRST, zones=zones, now=late) == late + timedelta(hours=1)

    def test_a_company_in_another_time_zone_is_waited_for(self, acme, globex, person) -> None:
        with outside():
            Organization.objects.filter(id=globex.company.id).update(timezone="America/Montreal")
        DueWork.objects.filter(organization_id=globex.company.id, job=WEEKLY_MAIL).update(
            due_at=datetime(2026, 11, 23, 11, tzinfo=UTC)
        )
        write()
        with outside():
            (one,) = waiting_digests(job=WEEKLY_MAIL)
        assert one.awaited == ("Globex SARL",)
        assert one.leaves_by >= datetime(2026, 11, 23, 17, tzinfo=UTC)

    @pytest.mark.parametrize("days", [1, 7])
    def test_an_outage_ends_with_one_mail(self, acme, globex, person, days) -> None:
        """Parts of before it wait as well; the sender may be the first to come back."""
        write()
        late = at(FIRST + days * DAY)
        weeks(late)
        write(late.date())
        write_in(globex, late.date())
        weeks(late)
        weeks(late + DAY)
        assert len(digests(person)) == 1

    def test_a_sender_that_forgets_what_it_sent_would_be_seen(self, acme, globex, person) -> None:
        write()
        write_in(globex)
        weeks()
        SentDigest.objects.all().delete()
        WeeklyMail.objects.all().delete()
        write()
        weeks(at(FIRST) + DAY)
        assert len(digests(person)) == 2


class TestEndingIt:
    def address(self, person) -> str:
        return reverse("digest_off", args=[off_token(person.user_id)], urlconf=OUTSIDE)

    def test_a_scanner_changes_nothing_and_one_click_ends_it_everywhere(
        self, acme, globex, person
    ) -> None:
        write()
        write_in(globex)
        weeks()
        (one,) = digests(person)
        assert one.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert one.extra_headers["List-Unsubscribe"].endswith(f"{self.address(person)}>")
        assert self.address(person) in one.body
        stranger = Client(headers={"host": PUBLIC})
        assert stranger.get(self.address(person)).status_code == 200
        assert self.wanted(acme, globex, person) == [True, True]
        answer = stranger.post(self.address(person), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert self.wanted(acme, globex, person) == [False, False]
        assert stranger.post(self.address(person)).status_code == 200

    def wanted(self, acme, globex, person) -> list[bool]:
        found = []
        for cast in (acme, globex):
            with tenant_context(cast.company):
                found.append(Member.objects.get(user_id=person.user_id).weekly_mail)
        return found

    def test_what_waits_does_not_leave(self, acme, globex, person) -> None:
        write()
        Client(headers={"host": PUBLIC}).post(self.address(person))
        write_in(globex)
        assert weeks(at(FIRST) + DAY) == 0

    def test_a_company_that_is_away_is_named(self, acme, globex, person, monkeypatch) -> None:
        others = [acme.company, replace(globex.company, is_current=False)]
        monkeypatch.setattr("config.views.digest.companies_now", lambda user_id: others)
        page = Client(headers={"host": PUBLIC}).post(self.address(person)).content.decode()
        assert "Globex SARL n’est pas disponible pour le moment." in page
        assert "Réessayer" in page or "Essayer" in page
        assert self.wanted(acme, globex, person) == [False, True]

    def test_an_address_that_was_not_signed_opens_nothing(self, acme, person) -> None:
        for token in ("x", f"{person.user_id.hex}:x", off_token(person.id)):
            with refused("link_not_found"):
                person_behind(token)
        stranger = Client(headers={"host": PUBLIC})
        assert stranger.get("/week/nothing/off/").status_code == 404
