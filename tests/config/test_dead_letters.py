"""What was given up anywhere waits on one page, unread, until an operator settles it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tenants.utils import schema_context, tenant_context

from config.dead_letters import all_letters, letter_counts, settle_all, settle_one
from config.doctor import CHECKS
from config.metrics import exposition
from governance.outbox.models import OutboxMessage
from governance.webhooks.models import Webhook, WebhookDelivery
from tenants.accounts.models import User
from tenants.backups.models import Backup
from tenants.due_work.models import DueWork
from tenants.ids import uuid7
from tenants.installation.selectors import installation_figures
from tenants.mail.models import PublicMail
from tenants.operators.models import OperatorAct
from tenants.operators.rules import LetterAct, LetterKind
from tests.config.operators import OPERATOR, entered, read
from tests.refusals import refused

pytestmark = pytest.mark.django_db
SECRET = "Offre Dupont 12 000 €"
DAY = timedelta(days=1)
NOBODY = "01a2188b-0b4f-7000-8000-000000000000"


@pytest.fixture
def operator() -> User:
    call_command("operator", "add", OPERATOR, stdout=StringIO())
    return User.objects.get(email=OPERATOR)


@pytest.fixture
def given_up(acme, globex) -> dict[str, object]:
    """One letter of every kind in the first company or beside it, and a mail in the other."""
    now = timezone.now()
    end = {"created_at": now - 4 * DAY, "not_before": now, "given_up_at": now, "attempts": 21}
    mails = {}
    for cast in (acme, globex):
        with tenant_context(cast.company):
            mails[cast.slug] = OutboxMessage.objects.create(
                dedup_key="x",
                recipient=cast.members["captain"],
                template="invitation",
                context={"note": SECRET},
                last_error=f"SMTPRecipientsRefused({SECRET!r})",
                **end,
            )
    with tenant_context(acme.company):
        hook = Webhook.objects.create(
            url=f"https://{'x' * 9}.example/", events=[], secret=b"s", created_at=now
        )
        delivery = WebhookDelivery.objects.create(
            webhook=hook, event_id=uuid7(), event="webhook.tested", body=SECRET, status=500, **end
        )
    with schema_context("public"):
        work = DueWork.objects.create(
            organization_id=acme.company.id,
            job="a.job",
            due_at=now - 3 * DAY,
            sent_at=now,
            attempts=12,
        )
        trial = Backup.objects.create(
            organization_id=acme.company.id,
            made_at=now - DAY,
            path="x",
            size=1,
            rows=1,
            rehearsed_at=now,
            fault=SECRET,
        )
        mail = PublicMail.objects.create(
            sealed=b"",
            created_at=now - 4 * DAY,
            not_before=now,
            expires_at=now + DAY,
            given_up_at=now,
            attempts=21,
            last_error="SMTPDataError",
        )
    return {"mails": mails, "delivery": delivery, "work": work, "trial": trial, "public": mail}


def test_every_kind_stands_there_once_and_says_nothing_of_what_it_said(given_up, operator) -> None:
    assert {one.kind for one in all_letters(now=timezone.now())} == {*LetterKind}
    assert letter_counts(now=timezone.now()) == {**dict.fromkeys(LetterKind, 1), LetterKind.MAIL: 2}
    text = read(entered(operator), "/letters/")
    assert text.count('name="pick"') == 6
    for shown in ("SMTPRecipientsRefused", "SMTPDataError", "500", "a.job", "acme.localhost"):
        assert shown in text
    for hidden in ("Dupont", "captain@acme.example", "xxxxxxxxx", "invitation"):
        assert hidden not in text


def test_doctor_and_metrics_tell_how_many_wait(given_up) -> None:
    now = timezone.now()
    told = exposition(installation_figures(now=now), letter_counts(now=now))
    assert 'capitaine_given_up{kind="mail"} 2' in told
    assert 'capitaine_given_up{kind="work"} 1' in told
    assert any("6 letters were given up" in fault for fault in CHECKS["schedule"]())


def test_one_is_tried_again_by_a_reason_and_recorded(given_up, operator, acme) -> None:
    console, mail = entered(operator), given_up["mails"]["acme"]
    key = f"mail:{acme.company.id}:{mail.id}"
    console.post("/letters/", {"pick": [key], "again": "1", "reason": " "})
    assert not OperatorAct.objects.exists()
    console.post("/letters/", {"pick": [key], "again": "1", "reason": "Relais réparé"})
    with tenant_context(acme.company):
        mail.refresh_from_db()
        assert (mail.given_up_at, mail.attempts, mail.last_error) == (None, 0, "")
    row = OperatorAct.objects.get()
    assert (row.act, row.kind, row.letter_id, row.count) == ("again", "mail", mail.id, 1)
    assert (row.operator_id, row.reason) == (operator.id, "Relais réparé")
    assert "Relais réparé" in read(console, "/letters/")


def test_a_whole_kind_is_let_go_in_every_company_and_the_other_kinds_stay(given_up) -> None:
    now = timezone.now()
    told = {"reason": "Ancien relais", "operator_id": uuid7(), "now": now}
    assert settle_all(LetterKind.MAIL, act=LetterAct.LET_GO, **told) == 2
    assert settle_all(LetterKind.WEBHOOK, act=LetterAct.AGAIN, **told) == 1
    assert settle_all(LetterKind.TRIAL, act=LetterAct.LET_GO, **told) == 1
    assert letter_counts(now=now) == {
        **dict.fromkeys(LetterKind, 0),
        LetterKind.WORK: 1,
        LetterKind.PUBLIC_MAIL: 1,
    }
    assert set(OperatorAct.objects.values_list("kind", "count")) == {
        ("mail", 2),
        ("webhook", 1),
        ("trial", 1),
    }


def test_a_job_is_never_let_go_and_a_mail_whose_text_is_gone_never_tried_again(given_up) -> None:
    now = timezone.now()
    told = {"reason": "x", "operator_id": uuid7(), "now": now}
    assert settle_all(LetterKind.WORK, act=LetterAct.LET_GO, **told) == 0
    assert settle_all(LetterKind.PUBLIC_MAIL, act=LetterAct.AGAIN, **told) == 0
    assert not OperatorAct.objects.exists()
    assert settle_all(LetterKind.WORK, act=LetterAct.AGAIN, **told) == 1
    assert settle_all(LetterKind.PUBLIC_MAIL, act=LetterAct.LET_GO, **told) == 1
    given_up["work"].refresh_from_db()
    assert (given_up["work"].sent_at, given_up["work"].attempts) == (None, 0)
    with refused("reason_missing"):
        settle_all(LetterKind.MAIL, act=LetterAct.AGAIN, **{**told, "reason": ""})


@pytest.mark.parametrize("key", ["", "mail", "mail::x", "x:y:z", f"mail:{NOBODY}:{NOBODY}"])
def test_what_names_nothing_settles_nothing(given_up, key: str) -> None:
    told = {"reason": "x", "operator_id": uuid7(), "now": timezone.now()}
    assert settle_one(key, act=LetterAct.AGAIN, **told) == 0


def test_what_is_listed_costs_one_statement_a_batch_of_companies(
    given_up, django_assert_num_queries
) -> None:
    with django_assert_num_queries(7):
        all_letters(now=timezone.now())
