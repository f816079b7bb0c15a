from datetime import date
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
from tenants.bounds import one_of, text
from tenants.shapes import all_shaped
from tenants.texts import folded


class DecisionQuery(PageQuery, frozen=True, kw_only=True):
    """Decisions of one subject, of one verdict, or of one person, by keys of his or hers too.

    `q`: words of what was said, in any order; `since` and `until`: days of the company.
    """

    subject: UUID | UnsetType = UNSET
    verdict: Annotated[str, one_of(VERDICTS)] | UnsetType = UNSET
    member: UUID | UnsetType = UNSET
    q: Annotated[str, text(80, shortest=0)] | UnsetType = UNSET
    since: date | UnsetType = UNSET
    until: date | UnsetType = UNSET


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
            words=tuple(folded(query.q or "").split()),
            first=query.since or None,
            last=query.until or None,
        )
        return self.page(matching_decisions(wanted), all_shaped(DecisionAnswer), ordering="-seq")


class DecisionDetail(ApiView):
    @operation("One decision", DecisionAnswer, name="get_decision")
    def get(self, decision_id: UUID) -> Decision:
        """One entry of the log with its link in the chain."""
        return get_decision(decision_id)
