"""Statements read, and the facts a new one would hold."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from governance.charter.selectors import charter_row, newest_version, signed_share
from governance.incidents.models import Incident
from governance.law.selectors import law
from governance.literacy.selectors import literacy_coverage, measures_of_the_year
from governance.members.models import Member
from governance.members.selectors import present_members
from governance.register.models import RegisterEntry
from governance.register.rules.entries import IN_PLACE
from governance.statement.models import Statement
from governance.statement.rules import (
    StatementFacts,
    StatementLine,
    StatementUse,
    is_of_others,
    statement_lines,
)
from tenants.errors import NotFound
from tenants.tokens import token_digest, token_of

SALT = "statement link"
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class StatementPage:
    """A statement with its sentences and the names of those who answer, as they are known today."""

    row: Statement
    facts: StatementFacts
    lines: tuple[StatementLine, ...]
    names: dict[UUID, str]


def statements() -> list[Statement]:
    """Every statement, the newest first."""
    return list(Statement.objects.select_related("made_by").order_by("-number"))


def get_statement(statement_id: UUID) -> Statement:
    """That statement; raises NotFound `statement_not_found`."""
    row = Statement.objects.select_related("made_by").filter(id=statement_id).first()
    if row is None:
        raise NotFound("statement_not_found", named=statement_id)
    return row


def statement_behind(token: str) -> Statement:
    """The statement of that open link; raises NotFound `statement_not_found`."""
    open_ones = Statement.objects.filter(link_opened_at__isnull=False, link_closed_at=None)
    row = open_ones.filter(token_hash=token_digest(token)).first()
    if row is None:
        raise NotFound("statement_not_found")
    return row


def link_token(statement_id: UUID) -> str:
    """The token of its link, made anew from the id and our key."""
    return token_of(statement_id, salt=SALT)


def statement_page(row: Statement) -> StatementPage:
    """What the statement says; one statement of the database besides."""
    facts: StatementFacts = row.facts
    wanted = {one.owner_id for one in facts.uses} | {one.checker_id for one in facts.uses}
    people = Member.objects.filter(id__in=[one for one in wanted if one is not None])
    return StatementPage(
        row=row,
        facts=facts,
        lines=statement_lines(facts),
        names={one.id: one.name.strip() for one in people},
    )


def statement_facts(*, company: str, today: date) -> StatementFacts:
    """The facts of that day; a known number of statements."""
    running = list(RegisterEntry.objects.filter(status__in=list(IN_PLACE)).order_by("folded", "id"))
    charter = newest_version()
    share = signed_share(charter, headcount=charter_row().headcount)
    lately = Incident.objects.filter(reported_at__date__gt=today - A_YEAR)
    days = sorted(lately.values_list("reported_at", flat=True))
    rows = measures_of_the_year(today=today)
    found = literacy_coverage(members=present_members(), measures=rows, today=today)
    return StatementFacts(
        as_of=today,
        company=company,
        law_version=law().version,
        in_place=len(running),
        uses=tuple(_use(one) for one in running if is_of_others(one.data)),
        charter_number=charter.number if charter else None,
        charter_from=charter.effective_from if charter else None,
        signed=share.count,
        signed_of=share.of,
        incidents_year=len(days),
        incidents_closed=lately.filter(closed_at__isnull=False).count(),
        last_incident_on=days[-1].date() if days else None,
        measures_year=len(rows),
        reached=len(found.reached),
        members=found.members,
        last_measure_on=rows[0].held_on if rows else None,
    )


def _use(row: RegisterEntry) -> StatementUse:
    return StatementUse(
        entry_id=row.id,
        tool=row.tool,
        purpose=row.purpose,
        condition=row.condition,
        data=tuple(row.data),
        owner_id=row.owner_id,
        checker_id=row.checker_id,
        oversight=row.oversight,
        law_class=row.law_class,
        classified_on=row.classified_on,
    )
