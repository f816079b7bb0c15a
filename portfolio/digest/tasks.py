from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from celery import shared_task
from django.utils import timezone

from governance.duties.rules import WEEKLY_MAIL
from governance.members.models import Member
from governance.outbox.services import LetterContent
from portfolio.cap.selectors import company_zone
from portfolio.digest.selectors import mail_of, owed_by
from portfolio.digest.services import send_weeks, weekly_letter, write_weekly_mails
from portfolio.mine.selectors import Mine
from portfolio.standing.services import read_true
from tenants.jobs import tenant_task


@tenant_task(WEEKLY_MAIL)
def write_mails_of_the_week() -> None:
    """Whoever owes something has the week's mail waiting."""
    now = timezone.now()
    today = timezone.localdate(now, company_zone())
    write_weekly_mails(now=now, today=today, owed=partial(truly_owed, now=now, today=today))


@shared_task(name="portfolio.send_weeks")
def send_weeks_across() -> None:
    """Who belongs to several companies has one mail of the week of all of them."""
    now = timezone.now()
    send_weeks(now=now, today=timezone.localdate(now, UTC))


def write_weekly_mail(ids: Mapping[str, Any]) -> LetterContent | None:
    """What the mail says when it leaves."""
    row, now = mail_of(ids["mail_id"]), timezone.now()
    today = timezone.localdate(now, company_zone())
    return weekly_letter(row, truly_owed(row.member, now=now, today=today))


def truly_owed(member: Member, *, now: datetime, today: date) -> Mine:
    """What that person owes, from standings that hold that day."""
    return read_true(lambda: owed_by(member, today=today, now=now), today=today)
