"""Statements for customers: made, and read as they were made."""

from uuid import UUID

from governance.api.codec import Body
from governance.api.operations import operation
from governance.api.pagination import Page, whole
from governance.api.views import ApiView
from governance.outbox.selectors import current_company
from governance.statement import selectors
from governance.statement.rules import StatementFacts
from governance.statement.services import make_statement
from tenants.shapes import LocalTime, Shape, all_shaped, shaped


class StatementAnswer(Shape, frozen=True, kw_only=True):
    """A statement as it was made; `has_link` where whoever has its link may read it."""

    id: UUID
    number: int
    made_at: LocalTime
    made_by_id: UUID
    has_link: bool
    facts: StatementFacts


class StatementBody(Body, frozen=True, kw_only=True):
    """Nothing is said: the facts are those of today."""


class Statements(ApiView):
    @operation("Statements, newest first", Page[StatementAnswer], name="list_statements")
    def get(self) -> Page[StatementAnswer]:
        """Every statement with its facts."""
        return whole(tuple(all_shaped(StatementAnswer)(selectors.statements())))

    @operation(
        "Make a statement of today's facts",
        StatementAnswer,
        name="make_statement",
        body=StatementBody,
        status=201,
    )
    def post(self, body: StatementBody) -> StatementAnswer:
        """The facts of today stand under the next number, for ever."""
        row = self.perform(make_statement, company=current_company().name)
        return shaped(row, StatementAnswer)


class StatementDetail(ApiView):
    @operation("One statement", StatementAnswer, name="get_statement")
    def get(self, statement_id: UUID) -> StatementAnswer:
        """The statement as it was made."""
        return shaped(selectors.get_statement(statement_id), StatementAnswer)
