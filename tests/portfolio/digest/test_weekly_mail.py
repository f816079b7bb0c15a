"""One mail a person and week, and what is entered by the link in it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from governance.duties.rules import WEEKLY_MAIL
from governance.members.models import Member
from governance.outbox.models import OutboxMessage
from governance.outbox.services import send_waiting
from portfolio.adoption.models import AdoptionReading
from portfolio.digest import tasks
from portfolio.digest.models import WeeklyMail
from portfolio.digest.rules import monday_of, written_next
from portfolio.digest.selectors import SALT, link_of, owed_by
from portfolio.digest.services import enter_by_link, write_weekly_mails
from portfolio.digest.tasks import write_weekly_mail
from portfolio.initiatives.models import Initiative
from portfolio.measuring.services import NewUse, NewValue
from portfolio.mine.selectors import mine
from portfolio.notes.models import Note
from portfolio.objectives.models import Measurement
from portfolio.rhythm.services import morning_of
from portfolio.standing.services import read_true
from portfolio.trials.services import ask_users, start_trial
from tenants.due_work.models import DueWork
from tenants.tokens import token_of
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.mine.test_duties import carried
from tests.portfolio.scene import TODAY, at
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# A Monday.
FIRST = TODAY + DAY


@pytest.fixture
def row(acme):
    one = carried(acme, day=FIRST - 60 * DAY)
    named = {"next_step": "Brancher", "next_step_by": acme.members["captain"]}
    Initiative.objects.filter(id=one.id).update(**named, next_step_on=FIRST)
    scene.follow_up("initiative", one.id)
    return Initiative.objects.get(id=one.id)


def owed(member, day=FIRST):
    return read_true(lambda: owed_by(member, today=day, now=at(day)), today=day)


def write(day=FIRST) -> int:
    return write_weekly_mails(now=at(day), today=day, owed=lambda one: owed(one, day))


def waiting(member):
    return OutboxMessage.objects.filter(recipient=member, template="weekly_mail", sent_at=None)


def weekly(member):
    """The weekly mails that reached that person."""
    return [one for one in mail.outbox if one.to == [member.email] if "semaine" in one.subject]


class TestWriting:
    def test_who_owes_something_is_written_to_once_a_week(self, acme, row) -> None:
        assert write() == 2
        assert (write(), write(FIRST + DAY)) == (0, 0)
        assert waiting(acme.members["captain"]).count() == 1
        assert write(FIRST + 7 * DAY) == 2

    def test_nothing_due_no_mail(self, acme) -> None:
        assert write() == 0
        assert not OutboxMessage.objects.filter(template="weekly_mail").exists()

    def test_on_a_day_off_nobody_is_written_to(self, acme, row) -> None:
        assert TODAY.weekday() == 6
        assert write(TODAY) == 0
        due = DueWork.objects.get(organization_id=acme.company.id, job=WEEKLY_MAIL).due_at
        assert due == morning_of(FIRST)

    @pytest.mark.parametrize("days", [1, 7, 40])
    def test_an_outage_is_caught_up_with_one_mail(self, acme, row, days) -> None:
        write()
        late = FIRST + days * DAY
        while late.weekday() > 4:
            late += DAY
        write(late)
        write(late)
        assert waiting(acme.members["captain"]).count() == 1
        weeks = WeeklyMail.objects.filter(member=acme.members["captain"])
        assert weeks.count() == (1 if monday_of(late) == FIRST else 2)

    def test_mails_that_wait_for_their_server_do_not_pile_up(self, acme, row) -> None:
        for week in range(6):
            write(FIRST + 7 * week * DAY)
        assert waiting(acme.members["captain"]).count() == 1

    def test_who_wants_none_gets_none(self, acme, row) -> None:
        Member.objects.filter(id=acme.members["captain"].id).update(weekly_mail=False)
        assert write() == 1

    def test_the_week_after_a_holiday_begins_on_tuesday(self) -> None:
        easter = FIRST.replace(year=2027, month=3, day=29)
        assert written_next(easter - 7 * DAY) == easter + DAY


class TestMail:
    @pytest.fixture
    def sent(self, acme, row, monkeypatch, committed):
        monkeypatch.setattr(tasks.timezone, "now", lambda: at(FIRST))
        write()
        send_waiting(now=at(FIRST))
        (one,) = weekly(acme.members["captain"])
        return one

    def test_it_counts_what_the_list_counts(self, acme, sent) -> None:
        actor = acme.actor("captain")
        found = read_true(lambda: mine(actor=actor, today=FIRST, now=at(FIRST)), today=FIRST)
        assert sent.subject == f"{found.count} choses à faire cette semaine"
        assert sent.body.count("\n–") == len(found.duties)

    def test_it_can_be_ended_by_a_program(self, acme, sent) -> None:
        assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = sent.extra_headers["List-Unsubscribe"].strip("<>")
        path = address[address.index("/week/") :]
        stranger = acme.client(None)
        assert stranger.get(path).status_code == 200
        me = Member.objects.filter(id=acme.members["captain"].id)
        assert me.get().weekly_mail
        assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert not me.get().weekly_mail
        stranger.post(path, {"again": "1"})
        assert me.get().weekly_mail

    def test_page_and_text_name_every_duty_and_no_token_stands_in_the_row(self, acme, sent) -> None:
        (page,) = [content for content, kind in sent.alternatives if kind == "text/html"]
        token = token_of(WeeklyMail.objects.get(member=acme.members["captain"]).id, salt=SALT)
        for text in (page, sent.body):
            assert "Brancher" in text
            assert token in text
        message = OutboxMessage.objects.get(
            recipient=acme.members["captain"], template="weekly_mail"
        )
        assert token not in str(message.context)

    def test_answers_go_where_the_installation_says(self, acme, row, monkeypatch, settings) -> None:
        settings.EMAIL_REPLY_TO = "hello@acme.example"
        monkeypatch.setattr(tasks.timezone, "now", lambda: at(FIRST))
        write()
        send_waiting(now=at(FIRST))
        assert {tuple(one.reply_to) for one in mail.outbox} == {("hello@acme.example",)}

    def test_what_is_done_before_it_leaves_keeps_it_from_leaving(
        self, acme, row, monkeypatch
    ) -> None:
        monkeypatch.setattr(tasks.timezone, "now", lambda: at(FIRST))
        write()
        Initiative.objects.update(captain=None, next_step="", next_step_by=None, next_step_on=None)
        scene.follow_up("initiative", row.id)
        me = acme.members["captain"]
        message = waiting(me).get()
        assert write_weekly_mail(message.context) is None
        send_waiting(now=at(FIRST))
        assert not OutboxMessage.objects.filter(recipient=me, template="weekly_mail").exists()
        assert weekly(me) == []


class TestLink:
    @pytest.fixture
    def token(self, acme, row) -> str:
        write()
        return token_of(WeeklyMail.objects.get(member=acme.members["captain"]).id, salt=SALT)

    def value(self, row, figure="7"):
        objective = scene.only_objective(row)
        return NewValue(objective_id=objective.id, value=Decimal(figure), on=FIRST)

    def enter(self, token, entries, steps=None, today=FIRST) -> int:
        return enter_by_link(
            token=token,
            entries=entries,
            steps=steps or {},
            ratings={},
            now=at(FIRST),
            today=today,
        )

    def test_what_is_typed_and_ticked_says_so_and_spends_the_link(self, acme, token, row) -> None:
        use = NewUse(initiative_id=row.id, using=12, concerned=45, on=FIRST)
        entries = {"v": self.value(row), "u": use}
        assert self.enter(token, entries, {row.id: row.version}) == 3
        told, note = Measurement.objects.get(), Note.objects.get()
        assert (told.by_link, told.recorded_by_id) == (True, acme.members["captain"].id)
        assert (note.by_link, note.text) == (True, "Brancher")
        assert AdoptionReading.objects.get().by_link
        with refused("link_used", on=at(FIRST)):
            self.enter(token, {"v": self.value(row)})

    def test_a_refused_sending_records_nothing_and_does_not_spend_it(self, token, row) -> None:
        with refused("month_refused"):
            self.enter(token, {"v": self.value(row, "900")}, {row.id: row.version})
        with refused("month_refused") as told:
            self.enter(token, {"v": self.value(row)}, {row.id: row.version + 7})
        assert told.facts["errors"][f"s{row.id.hex}"].code == "stale_version"
        assert not Measurement.objects.exists()
        assert self.enter(token, {"v": self.value(row)}) == 1

    def test_it_opens_until_its_week_ends_and_for_who_is_here(self, acme, token) -> None:
        with refused("link_expired"):
            link_of(token, today=FIRST + 7 * DAY)
        with refused("link_not_found"):
            link_of(f"{token}x", today=FIRST)
        Member.objects.filter(id=acme.members["captain"].id).update(left_at=at(FIRST))
        scene.follow_up("member", acme.members["captain"].id)
        with refused("link_not_found"):
            link_of(token, today=FIRST)

    def test_behind_it_one_types_sees_it_again_and_sends(self, acme, row, day) -> None:
        monday = monday_of(day)
        carrier = acme.members["captain"]
        Initiative.objects.filter(id=row.id).update(next_step_on=monday)
        write_weekly_mails(now=timezone.now(), today=monday, owed=lambda one: owed(one, monday))
        mails = WeeklyMail.objects.filter(member=carrier)
        mails.update(valid_until=day + 400 * DAY)
        address = reverse("weekly_link", args=[token_of(mails.get().id, salt=SALT)])
        visitor = acme.client(None)
        for _ in range(2):
            assert visitor.get(address).status_code == 200
        step = f"s{row.id.hex}"
        typed = {f"v{scene.only_objective(row).id.hex}-value": "7", f"{step}-done": "on"}
        shown = visitor.post(address, typed)
        assert (shown.status_code, Measurement.objects.count()) == (200, 0)
        assert visitor.post(address, {"x": "1"}).status_code == 422
        sent = visitor.post(address, {**typed, "sure": "1"})
        assert (sent.status_code, Measurement.objects.get().by_link) == (200, True)
        assert Note.objects.get().by_link
        assert visitor.get(address).status_code == 409

    def test_what_is_tried_is_rated_by_it(self, acme, day, row) -> None:
        executive, viewer = acme.members["executive"], acme.members["viewer"]
        act = acting(acme.actor("executive"), now=timezone.now(), today=day)
        idea = scene.checked(acme, "Relances")
        trial = start_trial(act, initiative_id=idea.id, question="Aide-t-il ?")
        ask_users(act, trial_id=trial.id, member_ids=[viewer.id])
        monday = monday_of(day)
        write_weekly_mails(now=timezone.now(), today=monday, owed=lambda one: owed(one, day))
        mails = WeeklyMail.objects.filter(member=viewer)
        mails.update(valid_until=day + 400 * DAY)
        address = reverse("weekly_link", args=[token_of(mails.get().id, salt=SALT)])
        visitor, typed = acme.client(None), {f"t{trial.id.hex}-rating": "useless"}
        assert "Inutile" in visitor.get(address).text
        assert "Inutile" in visitor.post(address, typed).text
        assert trial.ratings.get().rating == ""
        assert visitor.post(address, {**typed, "sure": "1"}).status_code == 200
        assert trial.ratings.get().rating == "useless"
        assert not WeeklyMail.objects.filter(member=executive, used_at__isnull=False).exists()

    def test_what_is_decided_is_listed_with_its_page(self, acme, row, day) -> None:
        monday, decider = monday_of(day), acme.members["executive"]
        write_weekly_mails(now=timezone.now(), today=monday, owed=lambda one: owed(one, monday))
        mails = WeeklyMail.objects.filter(member=decider)
        mails.update(valid_until=day + 400 * DAY)
        address = reverse("weekly_link", args=[token_of(mails.get().id, salt=SALT)])
        page = acme.client(None).get(address).content.decode()
        assert "Une fois votre session ouverte" in page
        assert f"{address}off/" in page
