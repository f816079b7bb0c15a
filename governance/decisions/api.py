from typing import Annotated
from uuid import UUID

from msgspec import UNSET, UnsetType

from governance.api.codec import PageQuery
from governance.api.operations import operation
from governance.api.pagination import Page
from governance.api.views import ApiView
from governance.decisions.models import Decision
from governance.decisions.selectors import (
    DecisionAnswer,
    LogFilter,
    get_decision,
    matching_decisions,
)
from governance.decisions.words import VERDICTS
from tenants.bounds import one_of
from tenants.shapes import all_shaped


class DecisionQuery(PageQuery, frozen=True, kw_only=True):
    """Decisions of one subject, of one verdict, or of one person, by keys of his or hers too."""

    subject: UUID | UnsetType = UNSET
    verdict: Annotated[str, one_of(VERDICTS)] | UnsetType = UNSET
    member: UUID | UnsetType = UNSET


class DecisionList(ApiView):
    @operation(
        "The decision log, newest first",
        Page[DecisionAnswer],
        name="list_decisions",
        query=DecisionQuery,
    )
    def get(self, query: DecisionQuery) -> Page[DecisionAnswer]:
        """Decisions, of one subject, verdict or person if asked."""
        wanted = LogFilter(
            subject_id=query.subject or None,
            verdict=query.verdict or "",
            member_id=query.member or None,
        )
        return self.page(matching_decisions(wanted), all_shaped(DecisionAnswer), ordering="-seq")


class DecisionDetail(ApiView):
    @operation("One decision", DecisionAnswer, name="get_decision")
    def get(self, decision_id: UUID) -> Decision:
        """One entry of the log with its link in the chain."""
        return get_decision(decision_id)
