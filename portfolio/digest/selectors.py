"""What stands behind the link of a week's mail."""

from datetime import date, datetime
from uuid import UUID

from governance.access.rules.actors import member_actor
from governance.members.models import Member
from portfolio.digest.models import WeeklyMail
from portfolio.mine.selectors import Mine, mine
from tenants.digests.rules import DigestFigures
from tenants.errors import NotFound, Refused
from tenants.tokens import token_digest

SALT = "portfolio.weekly_mail"


def mail_of(mail_id: str) -> WeeklyMail:
    """That mail with who has it; raises NotFound `link_not_found`."""
    found = WeeklyMail.objects.select_related("member").filter(id=mail_id).first()
    if found is None:
        raise NotFound("link_not_found", named=mail_id)
    return found


def mail_behind(token: str) -> WeeklyMail:
    """The mail of that link, to somebody who is still here; raises NotFound `link_not_found`."""
    found = (
        WeeklyMail.objects.select_related("member")
        .filter(token_hash=token_digest(token), member__left_at=None)
        .first()
    )
    if found is None:
        raise NotFound("link_not_found")
    return found


def link_of(token: str, *, today: date) -> WeeklyMail:
    """The mail, whose link still opens.

    Raises NotFound `link_not_found`, Refused `link_used`, `link_expired`.
    """
    found = mail_behind(token)
    if found.used_at is not None:
        raise Refused("link_used", on=found.used_at)
    if found.valid_until < today:
        raise Refused("link_expired", on=found.valid_until)
    return found


def present() -> list[Member]:
    """Who is here, in the order of ids."""
    return list(Member.objects.filter(left_at=None, joined_at__isnull=False).order_by("id"))


def here(user_id: UUID) -> Member | None:
    """That person's present place in the company."""
    rows = Member.objects.filter(user_id=user_id, left_at=None, joined_at__isnull=False)
    return rows.first()


def told_in(week: date) -> set[UUID]:
    """Who has the mail of that week already."""
    return set(WeeklyMail.objects.filter(week=week).values_list("member_id", flat=True))


def owed_by(member: Member, *, today: date, now: datetime) -> Mine:
    """What that person owes, as the list says it; raises NotTrue."""
    return mine(actor=member_actor(member.id, member.role), today=today, now=now)


def figures_of(owed: Mine, *, path: str) -> DigestFigures:
    """What of it is told outside the company: counts and a day, and where the rest is read."""
    first = min((one.due_on for one in owed.duties if one.due_on), default=None)
    return DigestFigures(
        count=owed.count,
        decisions=owed.decisions,
        first_on=first,
        is_late=first is not None and first < owed.today,
        path=path,
    )
