from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from governance.api.codec import PageQuery
from governance.api.operations import operation
from governance.api.pagination import Page
from governance.api.views import ApiView
from governance.decisions.models import Decision
from governance.decisions.selectors import DecisionAnswer, get_decision, search_decisions
from tenants.shapes import all_shaped


class DecisionQuery(PageQuery, frozen=True, kw_only=True):
    """Decisions of one subject, or of one verdict."""

    subject: UUID | UnsetType = UNSET
    verdict: Annotated[str, Meta(max_length=30, pattern=r"^[-a-zA-Z0-9_]+$")] | UnsetType = UNSET


class DecisionList(ApiView):
    @operation(
        "The decision log, newest first",
        Page[DecisionAnswer],
        name="list_decisions",
        query=DecisionQuery,
    )
    def get(self, query: DecisionQuery) -> Page[DecisionAnswer]:
        """Decisions, of one subject or one verdict if asked."""
        rows = search_decisions(subject_id=query.subject or None, verdict=query.verdict or "")
        return self.page(rows, all_shaped(DecisionAnswer), ordering="-seq")


class DecisionDetail(ApiView):
    @operation("One decision", DecisionAnswer, name="get_decision")
    def get(self, decision_id: UUID) -> Decision:
        """One entry of the log with its link in the chain."""
        return get_decision(decision_id)
