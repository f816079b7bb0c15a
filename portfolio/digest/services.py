"""The week's mail: one a person and week, and what is entered by the link in it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from governance.access.rules.actors import Act, Door, member_actor
from governance.duties.rules import WEEKLY_MAIL
from governance.members.models import Member
from governance.members.services import choose_weekly_mail
from governance.outbox.selectors import company_address, current_company
from governance.outbox.services import LetterContent, tell, withdraw
from portfolio.cap.selectors import company_calendar, lock_portfolio
from portfolio.digest.models import WeeklyMail
from portfolio.digest.rules import WEEK, is_written, monday_of, written_next
from portfolio.digest.selectors import SALT, link_of, mail_behind, present, told_in
from portfolio.measuring.services import New, enter_month
from portfolio.mine.selectors import Mine
from portfolio.mine.services import remember_asked
from portfolio.notes.services import finish_next_step
from portfolio.rhythm.rules import DAY
from portfolio.rhythm.services import morning_of
from tenants.due_work.services import set_due
from tenants.errors import DomainError, Refused
from tenants.ids import uuid7
from tenants.rows import locked
from tenants.tokens import token_digest, token_of
from tenants.transactions import use_case

TEMPLATE = "weekly_mail"
Owed = Callable[[Member], Mine]


def write_weekly_mails(*, now: datetime, today: date, owed: Owed) -> int:
    """Whoever owes something has the mail of this week waiting; how many were written to.

    `owed` says what a person owes: no more than the month has time for, and what is asked now is
    remembered for the month, of whoever wants no mail as well. Once a person and week, however
    often it runs and however late; what still waited of a week before does not leave any more.
    """
    written = 0
    with use_case():
        calendar = company_calendar()
        if is_written(today, calendar):
            told = told_in(monday_of(today))
            for member in present():
                asked = owed(member)
                remember_asked(member_id=member.id, owed=asked, today=today)
                if member.weekly_mail and member.id not in told:
                    written += _write(member, asked, now=now, today=today)
        set_due(job=WEEKLY_MAIL, due_at=morning_of(written_next(today, calendar)))
    return written


def _write(member: Member, owed: Mine, *, now: datetime, today: date) -> bool:
    if not owed.count:
        return False
    week = monday_of(today)
    row = WeeklyMail(id=uuid7(), member=member, week=week, valid_until=week + WEEK - DAY)
    row.token_hash = token_digest(token_of(row.id, salt=SALT))
    row.save(force_insert=True)
    withdraw(member_id=member.id, template=TEMPLATE)
    tell(
        member=member,
        template=TEMPLATE,
        context={"mail_id": row.id},
        now=now,
        dedup_key=f"{TEMPLATE}:{week}:{member.id}",
    )
    return True


def weekly_letter(row: WeeklyMail, owed: Mine) -> LetterContent | None:
    """What its reader owes as the mail leaves; None where it is all done meanwhile.

    A program of the reader's may end these mails by the address in its headers (RFC 8058).
    """
    if not owed.count:
        return None
    token = token_of(row.id, salt=SALT)
    off = reverse("weekly_off", args=[token])
    here = company_address(current_company())
    return LetterContent(
        {
            "mine": owed,
            "typed": [one for one in owed.duties if one.by_link],
            "others": [one for one in owed.duties if not one.by_link],
            "path": reverse("weekly_link", args=[token]),
            "off": off,
            "until": row.valid_until,
            "week": row.week,
        },
        headers={
            "List-Unsubscribe": f"<{here}{off}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def enter_by_link(
    *,
    token: str,
    entries: Mapping[str, New],
    steps: Mapping[UUID, int],
    now: datetime,
    today: date,
) -> int:
    """What was typed and ticked stands as told by link, and the link is spent; how many there were.

    `steps` are the initiatives whose next step is done, with the version that was read. Raises as
    `link_of` and `enter_month`; Refused `month_refused` also says by `s` and the id what is in the
    way of a step.
    """
    with use_case():
        lock_portfolio()
        row = locked(WeeklyMail, link_of(token, today=today).id)
        if row.used_at is not None:
            raise Refused("link_used", on=row.used_at)
        person = row.member
        act = Act(member_actor(person.id, person.role), now, today, Door.LINK)
        errors: dict[str, DomainError] = {}
        for initiative_id, version in steps.items():
            try:
                finish_next_step(act, initiative_id=initiative_id, expected_version=version)
            except DomainError as error:
                errors[f"s{initiative_id.hex}"] = error
        if errors:
            raise Refused("month_refused", errors=errors)
        count = enter_month(act, entries=entries)
        row.used_at = now
        row.save(update_fields=["used_at"])
    return count + len(steps)


def switch_by_link(*, token: str, wanted: bool, now: datetime, today: date) -> None:
    """The reader has no more of these mails, or has them again; raises NotFound."""
    person = mail_behind(token).member
    act = Act(member_actor(person.id, person.role), now, today, Door.LINK)
    choose_weekly_mail(act, wanted=wanted)
