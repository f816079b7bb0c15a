import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.template import TemplateDoesNotExist, VariableDoesNotExist

from governance.members.models import Member
from governance.outbox import services as mail_service
from governance.outbox.models import OutboxMessage
from governance.outbox.services import JOB, note_bounce, send_waiting, tell
from tenants.companies.models import Domain
from tenants.due_work.models import DueWork
from tenants.mail.rules import MOST_ATTEMPTS
from tenants.mail.services import forget_silence


def tell_of_mandate(cast, now, *, part="lead", key="k", **more) -> None:
    context = {
        "mandate_id": cast.members["lead"].id,
        "kind": "initiative",
        "scope": "Chiffrer <vite>",
        "issuer": "Claire & Cie",
    }
    tell(
        member=cast.members[part],
        template="mandate_written",
        context={**context, **more.pop("context", {})},
        now=now,
        dedup_key=key,
        **more,
    )


@pytest.fixture
def post_office(monkeypatch) -> list[object]:
    """Mail that breaks as often as there are errors in the list."""
    errors: list[object] = []
    send = mail.EmailMessage.send

    def sending(self, fail_silently=False):
        if errors:
            raise errors.pop()
        return send(self, fail_silently)

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", sending)
    return errors


def test_what_is_told_twice_is_sent_once(acme, now) -> None:
    tell_of_mandate(acme, now)
    tell_of_mandate(acme, now)
    assert DueWork.objects.get(organization_id=acme.company.id, job=JOB).due_at == now
    assert send_waiting(now=now) == 1
    tell_of_mandate(acme, now)
    assert send_waiting(now=now) == 0
    assert [message.to for message in mail.outbox] == [["lead@acme.example"]]
    assert not DueWork.objects.filter(organization_id=acme.company.id, job=JOB).exists()


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("en", "A mandate waits for you", "Claire & Cie entrusts you with the initiative"),
        ("fr", "Un mandat vous attend", "Claire & Cie vous confie l’initiative"),
    ],
)
def test_a_mail_is_written_in_its_readers_language(acme, now, language, subject, words) -> None:
    Member.objects.filter(id=acme.members["lead"].id).update(language=language)
    tell_of_mandate(acme, now)
    send_waiting(now=now)
    message = mail.outbox[0]
    page = message.alternatives[0][0]
    assert message.subject == subject
    assert words in message.body
    assert "Chiffrer <vite>" in message.body
    assert f'<html lang="{language}">' in page
    assert "Chiffrer &lt;vite&gt;" in page


def test_links_lead_to_the_primary_domain(acme, now) -> None:
    Domain.objects.create(domain="aa.localhost", tenant_id=acme.company.id, is_primary=False)
    tell_of_mandate(acme, now)
    send_waiting(now=now)
    assert f"http://{acme.host}" in mail.outbox[0].body
    assert "aa.localhost" not in mail.outbox[0].body


def test_no_name_can_add_a_header(acme, now) -> None:
    tell(
        member=acme.members["lead"],
        template="invitation",
        context={"inviter": "Eve\r\nBcc: all@evil.example", "role": "viewer"},
        now=now,
        dedup_key="k",
    )
    send_waiting(now=now)
    assert "\n" not in mail.outbox[0].subject
    assert "Bcc" not in dict(mail.outbox[0].message().items())


def test_a_message_waits_for_its_hour(acme, now) -> None:
    later = now + timedelta(hours=2)
    tell_of_mandate(acme, now, not_before=later)
    assert send_waiting(now=now) == 0
    assert DueWork.objects.get(organization_id=acme.company.id, job=JOB).due_at == later
    assert send_waiting(now=later) == 1


def test_a_failed_attempt_waits_longer_each_time_and_holds_back_nobody(
    acme, now, post_office
) -> None:
    post_office.append(smtplib.SMTPDataError(451, b"later"))
    tell_of_mandate(acme, now, key="first")
    tell_of_mandate(acme, now, key="second", part="captain")
    assert send_waiting(now=now) == 1
    waiting = OutboxMessage.objects.get(sent_at__isnull=True)
    assert (waiting.attempts, waiting.not_before) == (1, now + timedelta(minutes=1))
    assert "451" in waiting.last_error
    assert send_waiting(now=now) == 0
    assert send_waiting(now=now + timedelta(minutes=1)) == 1


def test_a_silent_server_is_asked_once_and_every_mail_waits_for_it(acme, now, post_office) -> None:
    post_office.extend(ConnectionRefusedError("smtp") for _ in range(9))
    tell_of_mandate(acme, now, key="first")
    tell_of_mandate(acme, now, key="second", part="captain")
    assert send_waiting(now=now) == 0
    assert send_waiting(now=now) == 0
    assert len(post_office) == 8
    assert sorted(OutboxMessage.objects.values_list("attempts", flat=True)) == [0, 1]
    due_at = DueWork.objects.get(organization_id=acme.company.id, job=JOB).due_at
    assert now < due_at <= now + timedelta(seconds=30)
    post_office.clear()
    forget_silence()
    assert send_waiting(now=now + timedelta(minutes=1)) == 2


def test_an_address_that_is_refused_for_good_is_given_up_at_once(acme, now, post_office) -> None:
    post_office.append(smtplib.SMTPRecipientsRefused({"lead@acme.example": (550, b"nobody")}))
    tell_of_mandate(acme, now)
    assert send_waiting(now=now) == 0
    message = OutboxMessage.objects.get()
    assert (message.sent_at, message.given_up_at) == (None, now)


def test_a_mail_has_the_same_message_id_however_often_it_is_tried(acme, now, monkeypatch) -> None:
    seen: list[str] = []
    send = mail.EmailMultiAlternatives.send

    def taken_but_not_answered(self, fail_silently=False):
        seen.append(self.message()["Message-ID"])
        send(self, fail_silently)
        if len(seen) == 1:
            raise smtplib.SMTPServerDisconnected("after DATA")

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", taken_but_not_answered)
    tell_of_mandate(acme, now)
    send_waiting(now=now)
    forget_silence()
    assert send_waiting(now=now + timedelta(minutes=1)) == 1
    message = OutboxMessage.objects.get()
    assert seen == [f"<{message.id}.{acme.company.id}@localhost>"] * 2


def test_a_mail_that_came_back_counts_as_given_up(acme, now) -> None:
    tell_of_mandate(acme, now)
    send_waiting(now=now)
    message = OutboxMessage.objects.get()
    assert note_bounce(message_id=message.id, now=now)
    assert not note_bounce(message_id=message.id, now=now)
    message.refresh_from_db()
    assert (message.sent_at, message.given_up_at, message.last_error) == (None, now, "bounced")


def test_a_message_that_always_fails_is_given_up(acme, now, post_office) -> None:
    post_office.extend(OSError("no") for _ in range(99))
    tell_of_mandate(acme, now)
    for day in range(MOST_ATTEMPTS + 1):
        forget_silence()
        send_waiting(now=now + timedelta(days=day))
    message = OutboxMessage.objects.get()
    assert (message.attempts, message.sent_at) == (MOST_ATTEMPTS, None)
    assert message.given_up_at is not None
    assert not DueWork.objects.filter(organization_id=acme.company.id, job=JOB).exists()


def test_a_message_claimed_by_a_dead_worker_is_sent_after_its_lease(acme, now, post_office) -> None:
    post_office.append(RuntimeError("killed"))
    tell_of_mandate(acme, now)
    with pytest.raises(RuntimeError):
        send_waiting(now=now)
    assert send_waiting(now=now + timedelta(minutes=9)) == 0
    assert send_waiting(now=now + timedelta(minutes=10)) == 1


def test_nothing_goes_to_somebody_who_left(acme, now) -> None:
    tell_of_mandate(acme, now)
    Member.objects.filter(id=acme.members["lead"].id).update(left_at=now)
    assert send_waiting(now=now) == 0
    assert mail.outbox == []
    assert OutboxMessage.objects.get().given_up_at == now


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "template",
    [
        "invitation",
        "mandate_written",
        "mandate_accepted",
        "mandate_declined",
        "mandate_discussed",
        "mandate_revoked",
    ],
)
@pytest.mark.parametrize("kind", ["company", "initiative"])
def test_every_mail_reads_whole(acme, now, language, template, kind) -> None:
    Member.objects.filter(id=acme.members["lead"].id).update(language=language)
    tell(
        member=acme.members["lead"],
        template=template,
        context={
            "mandate_id": acme.members["lead"].id,
            "kind": kind,
            "scope": "Devis",
            "issuer": "Claire",
            "holder": "Karim",
            "reason": "Trop de jours",
            "remark": "Moins de jours",
            "inviter": "Claire",
            "role": "ai_lead",
        },
        now=now,
        dedup_key="k",
    )
    assert send_waiting(now=now) == 1
    message = mail.outbox[0]
    assert message.subject
    assert "Ateliers Morel" in message.body
    assert "{{" not in message.body + message.subject


@pytest.mark.parametrize(
    "error",
    [
        KeyError("no such code"),
        TypeError("not a number"),
        ValueError("not a date"),
        VariableDoesNotExist("no such word"),
        TemplateDoesNotExist("emails/mandate_written.txt"),
    ],
)
def test_a_mail_that_cannot_be_written_blocks_nobody_behind_it(
    acme, now, monkeypatch, error
) -> None:
    written = mail_service.render_to_string

    def broken(template, places):
        if places["recipient"].id == acme.members["lead"].id:
            raise error
        return written(template, places)

    monkeypatch.setattr(mail_service, "render_to_string", broken)
    tell_of_mandate(acme, now, key="broken")
    tell_of_mandate(acme, now, key="behind", part="captain")
    assert send_waiting(now=now) == 1
    assert [message.to for message in mail.outbox] == [["captain@acme.example"]]
    waiting = OutboxMessage.objects.get(sent_at__isnull=True)
    assert (waiting.dedup_key, waiting.not_before) == ("broken", now + timedelta(minutes=1))
    assert type(error).__name__ in waiting.last_error
