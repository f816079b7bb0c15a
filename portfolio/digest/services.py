"""The week's mail: one a person and week, and what is entered by the link in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from governance.access.rules.actors import Act, Door, member_actor
from governance.duties.rules import WEEKLY_MAIL
from governance.members.models import Member
from governance.members.services import choose_weekly_mail
from governance.outbox.selectors import company_address, current_company
from governance.outbox.services import LetterContent, tell, withdraw
from portfolio.cap.selectors import company_calendar, company_zone, lock_portfolio
from portfolio.digest.models import WeeklyMail
from portfolio.digest.rules import WEEK, is_written, monday_of, written_next
from portfolio.digest.selectors import (
    SALT,
    figures_of,
    here,
    link_of,
    mail_behind,
    present,
    told_in,
)
from portfolio.measuring.services import New, enter_month
from portfolio.mine.selectors import Mine
from portfolio.mine.services import remember_asked
from portfolio.notes.services import finish_next_step
from portfolio.rhythm.rules import DAY, Calendar, next_working_day
from portfolio.rhythm.services import morning_of
from portfolio.trials.choices import Rating
from portfolio.trials.services import rate_trial
from tenants.addresses import public_url
from tenants.digests.rules import PersonWeek, leaves_by
from tenants.digests.selectors import off_token, sent_digests, zones_of
from tenants.digests.services import hand_part, send_digests
from tenants.due_work.services import set_due
from tenants.errors import DomainError, Refused
from tenants.ids import uuid7
from tenants.mail.services import post
from tenants.rows import locked
from tenants.tokens import token_digest, token_of
from tenants.transactions import use_case

TEMPLATE = "weekly_mail"
ACROSS = "person_week"
Owed = Callable[[Member], Mine]


@dataclass(frozen=True, slots=True)
class _Week:
    """A run of the job: whose mail goes by a part of one across companies, and for whom it left."""

    now: datetime
    today: date
    zones: Mapping[UUID, tuple[str, ...]]
    sent: Mapping[UUID, datetime]
    first: date

    @property
    def monday(self) -> date:
        return monday_of(self.today)


def write_weekly_mails(*, now: datetime, today: date, owed: Owed) -> int:
    """Whoever owes something has the mail of this week waiting; how many were written to.

    `owed` says what a person owes: no more than the month has time for, and what is asked now is
    remembered for the month, of whoever wants no mail as well. Once a person and week, however
    often it runs and however late; what still waited of a week before does not leave any more.
    Who belongs to several companies has one mail of all of them: this one hands over its part.
    """
    written = 0
    with use_case():
        calendar = company_calendar()
        if is_written(today, calendar):
            week, told = _week_of(now, today, calendar), told_in(monday_of(today))
            for member in present():
                asked = owed(member)
                remember_asked(member_id=member.id, owed=asked, today=today)
                if member.weekly_mail and member.id not in told:
                    written += _write(member, asked, week)
        set_due(job=WEEKLY_MAIL, due_at=morning_of(written_next(today, calendar)))
    return written


def _week_of(now: datetime, today: date, calendar: Calendar) -> _Week:
    monday = monday_of(today)
    zones = zones_of([one.user_id for one in present()])
    sent = sent_digests(zones.keys(), week=monday)
    return _Week(now, today, zones, sent, next_working_day(day=monday, calendar=calendar))


def _write(member: Member, owed: Mine, week: _Week) -> bool:
    if not owed.count:
        return False
    row = WeeklyMail(id=uuid7(), member=member, week=week.monday)
    row.valid_until = week.monday + WEEK - DAY
    row.token_hash = token_digest(token_of(row.id, salt=SALT))
    row.save(force_insert=True)
    withdraw(member_id=member.id, template=TEMPLATE)
    if not _goes_by_part(row, owed, week):
        tell(
            member=member,
            template=TEMPLATE,
            context={"mail_id": row.id},
            now=week.now,
            dedup_key=f"{TEMPLATE}:{week.monday}:{member.id}",
        )
    return True


def _goes_by_part(row: WeeklyMail, owed: Mine, week: _Week) -> bool:
    """Whether the mail of all companies stands for this one's; its part waits then.

    Where that has left, it said that this company was away; but not of one whose week begins later.
    """
    user_id = row.member.user_id
    if user_id not in week.zones:
        return False
    if user_id in week.sent:
        left_on = week.sent[user_id].astimezone(company_zone()).date()
        return week.first <= left_on
    path = reverse("weekly_link", args=[token_of(row.id, salt=SALT)])
    by = leaves_by(today=week.today, zones=week.zones[user_id], now=week.now)
    figures = figures_of(owed, path=path)
    hand_part(user_id=user_id, week=week.monday, figures=figures, leaves_by=by)
    return True


def send_weeks(*, now: datetime, today: date) -> int:
    """Who belongs to several companies is mailed the week of all of them, once; how many were."""
    return send_digests(
        job=WEEKLY_MAIL, now=now, today=today, post=lambda week: _post_week(week, now=now)
    )


def _post_week(week: PersonWeek, *, now: datetime) -> None:
    with translation.override(week.language):
        outside = settings.PUBLIC_SCHEMA_URLCONF
        off = public_url(reverse("digest_off", args=[off_token(week.user_id)], urlconf=outside))
        places = {"digest": week, "off": off}
        post(
            to=week.email,
            subject=render_to_string(f"emails/{ACROSS}.subject.txt", places),
            body=render_to_string(f"emails/{ACROSS}.txt", places).strip() + "\n",
            now=now,
            lasts=WEEK - DAY,
            headers=_one_click(off),
        )


def _one_click(address: str) -> dict[str, str]:
    """A program of the reader's may end these mails by that address (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def weekly_letter(row: WeeklyMail, owed: Mine) -> LetterContent | None:
    """What its reader owes as the mail leaves; None where it is all done meanwhile."""
    if not owed.count:
        return None
    token = token_of(row.id, salt=SALT)
    off = reverse("weekly_off", args=[token])
    address = company_address(current_company())
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
        headers=_one_click(f"{address}{off}"),
    )


def enter_by_link(
    *,
    token: str,
    entries: Mapping[str, New],
    steps: Mapping[UUID, int],
    ratings: Mapping[UUID, Rating],
    now: datetime,
    today: date,
) -> int:
    """What was typed and ticked stands as told by link, and the link is spent; how many there were.

    `steps` are the initiatives whose next step is done, with the version that was read, `ratings`
    what is thought of the trials. Raises as `link_of` and `enter_month`; Refused `month_refused`
    also says by `s` and the id what is in the way of a step, by `t` and the id that of a rating.
    """
    with use_case():
        lock_portfolio()
        row = locked(WeeklyMail, link_of(token, today=today).id)
        if row.used_at is not None:
            raise Refused("link_used", on=row.used_at)
        person = row.member
        act = Act(member_actor(person.id, person.role), now, today, Door.LINK)
        errors = _told(act, steps=steps, ratings=ratings)
        if errors:
            raise Refused("month_refused", errors=errors)
        count = enter_month(act, entries=entries)
        row.used_at = now
        row.save(update_fields=["used_at"])
    return count + len(steps) + len(ratings)


def _told(
    act: Act, *, steps: Mapping[UUID, int], ratings: Mapping[UUID, Rating]
) -> dict[str, DomainError]:
    """Steps are ticked, trials rated; what is in the way of any, by its place in the form."""
    uses: dict[str, Callable[[], object]] = {
        f"s{one.hex}": partial(finish_next_step, act, initiative_id=one, expected_version=version)
        for one, version in steps.items()
    }
    uses |= {
        f"t{one.hex}": partial(rate_trial, act, trial_id=one, rating=rating)
        for one, rating in ratings.items()
    }
    errors: dict[str, DomainError] = {}
    for place, use in uses.items():
        try:
            use()
        except DomainError as error:
            errors[place] = error
    return errors


def switch_by_link(*, token: str, wanted: bool, now: datetime, today: date) -> None:
    """The reader has no more of these mails, or has them again; raises NotFound."""
    person = mail_behind(token).member
    act = Act(member_actor(person.id, person.role), now, today, Door.LINK)
    choose_weekly_mail(act, wanted=wanted)


def end_here(*, user_id: UUID, now: datetime, today: date) -> None:
    """That person, if present in this company, has no more of these mails from it."""
    person = here(user_id)
    if person is not None:
        act = Act(member_actor(person.id, person.role), now, today, Door.LINK)
        choose_weekly_mail(act, wanted=False)
