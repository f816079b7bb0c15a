from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, UnsetType

from governance.api.codec import Body, PageQuery
from governance.api.operations import act, operation
from governance.api.pagination import Page
from governance.api.views import ApiView
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.selectors.answers import InitiativeDetailAnswer, initiative_detail
from portfolio.initiatives.selectors.pages import LIST_ORDERS, in_order, initiative_page
from portfolio.initiatives.services import InitiativePatch, patch_initiative, propose_initiative
from portfolio.life.choices import State
from portfolio.objectives.choices import Benefit
from portfolio.standing.selectors.answers import InitiativeAnswer, initiative_answer
from portfolio.standing.selectors.cards import cards
from portfolio.standing.selectors.records import described
from portfolio.standing.selectors.standing import standings
from tenants.bounds import one_of, text

SORTS = [f"{sign}{name}" for name in LIST_ORDERS for sign in ("", "-")]


class InitiativeQuery(PageQuery, frozen=True, kw_only=True):
    """Initiatives of one state, captain or benefit; `sort` with a minus: descending."""

    state: State | UnsetType = UNSET
    captain: UUID | UnsetType = UNSET
    benefit: Benefit | UnsetType = UNSET
    sort: Annotated[str, one_of(SORTS)] = "-created"


class ProposalBody(Body, frozen=True, kw_only=True):
    """A new idea."""

    title: Annotated[str, text(160)]
    summary: Annotated[str, text(4000, shortest=0)] | UnsetType = UNSET
    benefit: Benefit | UnsetType = UNSET
    beneficiaries: Annotated[str, text(160, shortest=0)] | UnsetType = UNSET


def one_initiative(
    view: ApiView, row: Initiative | None = None, **path: UUID
) -> InitiativeDetailAnswer:
    """The whole initiative as it is now."""
    known = path["initiative_id"] if row is None else row.id
    return initiative_detail(
        initiative_page(initiative_id=known, today=view.today, actor=view.actor)
    )


class InitiativeList(ApiView):
    @operation(
        "Initiatives, newest first or in the order of `sort`",
        Page[InitiativeAnswer],
        name="list_initiatives",
        query=InitiativeQuery,
    )
    def get(self, query: InitiativeQuery) -> Page[InitiativeAnswer]:
        """Initiatives, of one state, captain or benefit if asked."""
        asked = {"state": query.state, "captain_id": query.captain, "benefit": query.benefit}
        rows = described().filter(**{n: one for n, one in asked.items() if one is not UNSET})
        rows, order = in_order(rows, sort=query.sort)
        return self.page(rows, self._cards, ordering=order)

    def _cards(self, rows: Iterable[Initiative]) -> Iterable[InitiativeAnswer]:
        found = cards(standings(initiatives=rows, today=self.today), today=self.today)
        return (initiative_answer(card) for card in found)

    post = act(
        propose_initiative,
        "Propose an initiative",
        InitiativeDetailAnswer,
        body=ProposalBody,
        answer=one_initiative,
        status=201,
        located="api_initiative",
    )


class InitiativeDetail(ApiView):
    @operation("One initiative", InitiativeDetailAnswer, name="get_initiative", writes_version=True)
    def get(self, initiative_id: UUID) -> InitiativeDetailAnswer:
        """One initiative with its readiness and its possible verdicts; ETag is its version."""
        return one_initiative(self, initiative_id=initiative_id)

    patch = act(
        patch_initiative,
        "Change an initiative",
        InitiativeDetailAnswer,
        body=InitiativePatch,
        whole="given",
        answer=one_initiative,
        name="change_initiative",
    )
