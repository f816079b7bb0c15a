"""What is asked of whoever has the authority: by whom, of whom, and how long an answer takes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from governance.access.rules.authority import SubjectFacts
from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power
from governance.duties.selectors import DutySource, Owed, Reader
from governance.mandates.selectors import NamedMember
from portfolio.cap.selectors import company_zone
from portfolio.decisions.selectors import Authority
from portfolio.life.choices import Verdict
from portfolio.requests.choices import RequestOutcome
from portfolio.requests.models import AuthorityRequest
from portfolio.requests.rules import (
    ANSWERED_WITHIN,
    COUNTED_DAYS,
    due_on,
    told_median,
)
from tenants.connections import connection
from tenants.errors import NotFound
from tenants.shapes import LocalTime, Shape, local_time

MOST_SHOWN = 50


class AuthorityRequestAnswer(Shape, frozen=True, kw_only=True):
    """A request: an answer is owed by `due_on`; `days` from asking to settling, null while open."""

    id: UUID
    initiative_id: UUID
    verdict: Verdict
    amount: Decimal
    reason: str
    asked_by: NamedMember
    asked_at: LocalTime
    due_on: date
    outcome: RequestOutcome | None
    answer: str
    settled_at: LocalTime | None
    days: int | None


class AnswerTimeAnswer(Shape, frozen=True, kw_only=True):
    """How long answers took in the last year, of the whole company.

    `median_days` is null below three answers, which would tell of a person.
    """

    median_days: Decimal | None
    target_days: int
    count: int


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as a page shows it."""

    row: AuthorityRequest
    asked_on: date
    settled_on: date | None

    @property
    def due_on(self) -> date:
        """By when an answer is owed."""
        return due_on(self.asked_on)

    @property
    def days(self) -> int | None:
        """From asking to settling."""
        return None if self.settled_on is None else (self.settled_on - self.asked_on).days


def get_request(request_id: UUID) -> RequestLine:
    """The request of that id with its people; raises NotFound `request_not_found`."""
    row = _rows().filter(id=request_id).first()
    if row is None:
        raise NotFound("request_not_found")
    return _line(row)


def open_request(*, initiative_id: UUID, verdict: str) -> RequestLine | None:
    """What is asked already of that verdict there; None where nothing is."""
    open_ones = _rows().filter(settled_at=None, initiative_id=initiative_id, verdict=verdict)
    return next((_line(row) for row in open_ones), None)


def requests_of(*, authority: Authority) -> list[RequestLine]:
    """What the reader asked, and what is open that the reader may answer; the newest first."""
    person = authority.actor.person_id
    rows = _rows().filter(Q(asked_by_id=person) | Q(settled_at=None))[: MOST_SHOWN * 4]
    mine = [one for one in rows if one.asked_by_id == person or may_answer(authority, one)]
    return [_line(one) for one in mine[:MOST_SHOWN]]


def may_answer(authority: Authority, row: AuthorityRequest) -> bool:
    """Whether that person may take the verdict that is asked, and did not ask for it."""
    denial = authority.denial(
        permission=f"initiative.{row.verdict}",
        subject=subject_of(row),
        amount=row.amount,
    )
    return denial is None and row.asked_by_id != authority.actor.member_id


def subject_of(row: AuthorityRequest) -> SubjectFacts:
    """What authority reads of it."""
    return SubjectFacts(initiative_id=row.initiative_id, captain_id=row.initiative.captain_id)


def answer_of(line: RequestLine) -> AuthorityRequestAnswer:
    """The request as a program reads it."""
    row = line.row
    return AuthorityRequestAnswer(
        id=row.id,
        initiative_id=row.initiative_id,
        verdict=Verdict(row.verdict),
        amount=row.amount,
        reason=row.reason,
        asked_by=NamedMember(id=row.asked_by_id, display_name=row.asked_by.display_name),
        asked_at=local_time(row.asked_at),
        due_on=line.due_on,
        outcome=RequestOutcome(row.outcome) if row.outcome else None,
        answer=row.answer,
        settled_at=None if row.settled_at is None else local_time(row.settled_at),
        days=line.days,
    )


ANSWER_TIME = """
SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY
 (settled_at AT TIME ZONE %(zone)s)::date - (asked_at AT TIME ZONE %(zone)s)::date)
FROM portfolio_authorityrequest WHERE outcome IN ('taken', 'refused')
 AND (settled_at AT TIME ZONE %(zone)s)::date > %(today)s::date - %(days)s::int
"""


def answer_time(*, today: date) -> AnswerTimeAnswer:
    """How long answers took in the last year, as one figure of the company; one query."""
    values = {"zone": str(company_zone()), "today": today, "days": COUNTED_DAYS}
    with connection.cursor() as cursor:
        cursor.execute(ANSWER_TIME, values)
        count, median = cursor.fetchone()
    known = None if median is None else Decimal(str(median))
    return AnswerTimeAnswer(
        median_days=told_median(median=known, count=count),
        target_days=ANSWERED_WITHIN.days,
        count=count,
    )


def _rows() -> QuerySet[AuthorityRequest]:
    return AuthorityRequest.objects.select_related("initiative", "asked_by", "settled_by").order_by(
        "-asked_at", "-id"
    )


def _line(row: AuthorityRequest) -> RequestLine:
    zone = company_zone()
    settled = row.settled_at
    return RequestLine(
        row=row,
        asked_on=row.asked_at.astimezone(zone).date(),
        settled_on=None if settled is None else settled.astimezone(zone).date(),
    )


class OwedRequest(Owed, kw_only=True):
    """As any duty, with what the verdict would engage, in euros."""

    amount: Decimal = Decimal(0)


def _read(row: OwedRequest, reader: Reader) -> Duty:
    return Duty(
        kind=DutyKind.ASKED,
        powers=(Power(permission=f"initiative.{row.code}", amount=row.amount),),
        door=Place(route="authority_request", parts=(row.id,)),
        **row.of(reader),
    )


# Whoever may take the verdict is asked; who asked is not.
REQUESTS_OWED = DutySource(
    sql=f"""
SELECT q.id, i.id AS initiative_id, i.captain_id, q.verdict AS code, i.title, q.amount,
 btrim(m.name) AS about,
 (q.asked_at AT TIME ZONE %(zone)s)::date AS since,
 (q.asked_at AT TIME ZONE %(zone)s)::date + {ANSWERED_WITHIN.days} AS due_on,
 %(today)s::date AS opens_on
FROM portfolio_authorityrequest q JOIN portfolio_initiative i ON i.id = q.initiative_id
JOIN governance_member m ON m.id = q.asked_by_id
WHERE q.settled_at IS NULL AND q.asked_by_id <> %(reader)s
""",
    row=OwedRequest,
    read=_read,
)
