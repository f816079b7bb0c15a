"""A statement is made, kept as it was, offered by a private link and taken back."""

from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext

from governance.access.rules.actors import Act
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.decisions.services import record_decision
from governance.papers.services import Sheet, set_sheet
from governance.register.models import RegisterEntry
from governance.statement.models import Statement
from governance.statement.selectors import StatementPage, link_token, statement_facts
from tenants.connections import connection
from tenants.errors import Refused
from tenants.ids import uuid7
from tenants.rows import locked
from tenants.tokens import token_digest
from tenants.transactions import use_case

TEMPLATE = "governance/papers/statement"


def make_statement(act: Act, *, company: str) -> Statement:
    """The facts of today stand under the next number, for ever; the log holds it.

    Raises NotAllowed, Refused `register_empty`: nothing is stated that no row proves.
    """
    grant = require(act, permission="statement.issue")
    with use_case():
        if not RegisterEntry.objects.exists():
            raise Refused("register_empty")
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE governance_statement IN SHARE ROW EXCLUSIVE MODE")
        last = Statement.objects.aggregate(last=Max("number"))["last"] or 0
        statement_id = uuid7()
        row = Statement.objects.create(
            id=statement_id,
            number=last + 1,
            facts=statement_facts(company=company, today=act.today),
            made_at=act.now,
            made_by_id=act.actor.person_id,
            token_hash=token_digest(link_token(statement_id)),
        )
        record_decision(
            act,
            grant=grant,
            verdict="make_statement",
            subject_kind=SubjectKind.STATEMENT,
            subject_id=row.id,
            facts={"number": row.number},
        )
    return row


def open_link(act: Act, *, statement_id: UUID) -> Statement:
    """Whoever has the private link reads it. A link that was taken back opens no more.

    Raises NotAllowed, NotFound `statement_not_found`, Refused `link_taken_back`.
    """
    require(act, permission="statement.issue")
    with use_case():
        row = locked(Statement, statement_id, code="statement_not_found")
        if row.link_closed_at is not None:
            raise Refused("link_taken_back")
        if row.link_opened_at is None:
            row.link_opened_at = act.now
            row.save(update_fields=["link_opened_at"])
    return row


def close_link(act: Act, *, statement_id: UUID) -> Statement:
    """Nobody reads it by its link any more. Raises NotAllowed, NotFound `statement_not_found`."""
    require(act, permission="statement.issue")
    with use_case():
        row = locked(Statement, statement_id, code="statement_not_found")
        if row.has_link:
            row.link_closed_at = act.now
            row.save(update_fields=["link_closed_at"])
    return row


def statement_sheet(page: StatementPage) -> Sheet:
    """The statement on one page, in the active language."""
    return set_sheet(template=TEMPLATE, context={"page": page}, at=page.row.made_at)


def statement_file(page: StatementPage) -> str:
    """What the file is called on the reader's disk."""
    return f"{gettext('AI statement')} - {page.row.number}.pdf"
