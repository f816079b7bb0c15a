"""The days of a person and of a company, as they stand now; a known number of statements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max

from governance.access.choices import Role
from governance.changes.models import CompanyChange
from governance.duties.rules import Place
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.members.models import Member
from governance.register.selectors import coming
from portfolio.calendars.models import CompanyCalendar
from portfolio.calendars.rules import Dated, DayKind, dated
from portfolio.cap.models import Portfolio
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.mine.selectors import Mine
from portfolio.obligations.selectors import legal_page
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import Review
from portfolio.trials.models import Trial
from tenants.errors import NotFound
from tenants.tokens import token_digest

# Reviews stay in the company's calendar that long; what else is past is nobody's to see there.
KEPT = timedelta(days=365)
DECIDE = (Role.EXECUTIVE, Role.AI_LEAD)


@dataclass(frozen=True, kw_only=True)
class CompanyDays:
    """What stands in a calendar of one company, and when each thing changed, by its id."""

    days: tuple[Dated, ...]
    changed: Mapping[UUID, datetime]


def company_calendar() -> CompanyCalendar | None:
    """The company's calendar, where there is one."""
    return CompanyCalendar.objects.select_related("made_by").first()


def calendar_behind(token: str) -> CompanyCalendar:
    """The calendar of that address; raises NotFound `calendar_not_found` after the same query."""
    found = CompanyCalendar.objects.filter(token_hash=token_digest(token)).first()
    if found is None:
        raise NotFound("calendar_not_found")
    return found


def member_of(user_id: UUID) -> Member | None:
    """That person's present place in the company."""
    rows = Member.objects.filter(user_id=user_id, left_at=None, joined_at__isnull=False)
    return rows.first()


def person_days(member: Member, owed: Mine) -> CompanyDays:
    """What that person owes on a day, holds until a day, and attends; five statements at most."""
    found = [one for one in map(dated, owed.everything) if one is not None]
    letters = Mandate.objects.filter(
        holder=member, revoked_at=None, accepted_at__isnull=False, ends__gte=owed.today
    )
    found += [
        Dated(
            kind=DayKind.OWN_MANDATE,
            on=one.ends,
            door=Place(route="mandate", parts=(one.id,)),
            id=one.id,
            about=one.id,
        )
        for one in letters
    ]
    if _attends(member):
        found += _reviews(next_on=owed.next_review_on, state=ReviewState.OPEN)
    return _with_changes(found)


def company_days(*, today: date) -> CompanyDays:
    """Reviews, contract notices, ends of trials and mandates, days of the law; ten statements.

    Nothing that is past but reviews: whose day went by is nobody's to read there.
    """
    next_on = Portfolio.objects.values_list("next_review_on", flat=True).get()
    found = [
        *_reviews(next_on=next_on, since=today - KEPT),
        *_notices(today),
        *_trials(today),
        *_mandates(today),
        *_legal(today),
    ]
    return _with_changes(found)


def _attends(member: Member) -> bool:
    if member.role in DECIDE:
        return True
    return Initiative.objects.filter(captain=member, state=State.ACTIVE).exists()


def _reviews(
    *, next_on: date | None, since: date | None = None, state: str | None = None
) -> Iterable[Dated]:
    rows = Review.objects.filter(due_on__gte=since) if since else Review.objects.all()
    for row in rows.filter(state=state) if state else rows:
        door = Place(route="review_detail", parts=(row.id,))
        yield Dated(kind=DayKind.REVIEW, on=row.due_on, door=door, id=row.id)
    if next_on is not None:
        yield Dated(kind=DayKind.NEXT_REVIEW, on=next_on, door=Place(route="review"))


def _notices(today: date) -> Iterable[Dated]:
    for row in coming(today=today):
        if row.notice_on is not None:
            yield Dated(
                kind=DayKind.NOTICE,
                on=row.notice_on,
                door=Place(route="register_entry", parts=(row.id,)),
                title=row.tool,
                id=row.id,
                about=row.id,
            )


def _trials(today: date) -> Iterable[Dated]:
    rows = Trial.objects.filter(conclusive=None, ends__gte=today).select_related("initiative")
    for row in rows:
        yield Dated(
            kind=DayKind.TRIAL,
            on=row.ends,
            door=Place(route="initiative", parts=(row.initiative_id,)),
            title=row.initiative.title,
            id=row.id,
            about=row.initiative_id,
        )


def _mandates(today: date) -> Iterable[Dated]:
    rows = list(Mandate.objects.filter(revoked_at=None, accepted_at__isnull=False, ends__gte=today))
    about = [one.initiative_id for one in rows if one.initiative_id]
    titles = dict(Initiative.objects.filter(id__in=about).values_list("id", "title"))
    for row in rows:
        is_company = row.kind == MandateKind.COMPANY
        yield Dated(
            kind=DayKind.COMPANY_MANDATE if is_company else DayKind.MANDATE,
            on=row.ends,
            door=Place(route="mandate", parts=(row.id,)),
            title=titles.get(row.initiative_id, "") if row.initiative_id else "",
            id=row.id,
            about=row.id,
        )


def _legal(today: date) -> Iterable[Dated]:
    for line in legal_page(today=today).open:
        if not line.is_late:
            yield Dated(
                kind=DayKind.LAW,
                on=line.due_on,
                door=Place(route="legal_task", parts=(line.row.id,)),
                title=str(line.row.use),
                code=line.row.code,
                id=line.row.id,
                about=line.row.use_id,
            )


def _with_changes(found: Iterable[Dated]) -> CompanyDays:
    days = tuple(found)
    about = {one.about for one in days if one.about is not None}
    rows = CompanyChange.objects.filter(subject_id__in=about).order_by().values("subject_id")
    last = rows.annotate(last=Max("at")).values_list("subject_id", "last")
    return CompanyDays(days=days, changed={one: at for one, at in last if one is not None})
