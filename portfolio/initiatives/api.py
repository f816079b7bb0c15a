from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.http import HttpResponse
from msgspec import UNSET, UnsetType

from governance.api.codec import Body, PageQuery
from governance.api.operations import Reply, act, operation, stored_text
from governance.api.pagination import Cursor, Page
from governance.api.views import ApiView
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.selectors.answers import (
    FILTERS,
    LIST_ORDERS,
    InitiativeAnswer,
    ListedCards,
    cards_text,
    initiative_text,
)
from portfolio.initiatives.services import InitiativePatch, patch_initiative, propose_initiative
from portfolio.life.choices import State
from portfolio.notes.services import finish_next_step
from portfolio.objectives.choices import Benefit
from portfolio.standing.selectors.cards import Card
from portfolio.standing.services import read_true
from tenants.bounds import one_of, text

SORTS = [f"{sign}{name}" for name in LIST_ORDERS for sign in ("", "-")]


class InitiativeQuery(PageQuery, frozen=True, kw_only=True):
    """Initiatives of one state, captain, benefit or own reference.

    `q`: each word stands in what they say. `sort` with a minus: descending.
    """

    state: State | UnsetType = UNSET
    captain: UUID | UnsetType = UNSET
    benefit: Benefit | UnsetType = UNSET
    external_ref: Annotated[str, text(80)] | UnsetType = UNSET
    q: Annotated[str, text(80, shortest=0)] | UnsetType = UNSET
    sort: Annotated[str, one_of(SORTS)] = "-created"


class ProposalBody(Body, frozen=True, kw_only=True):
    """A new idea; `confirmed` saves it beside what is like it (409 `similar_initiatives`)."""

    title: Annotated[str, text(160)]
    summary: Annotated[str, text(4000, shortest=0)] | UnsetType = UNSET
    benefit: Benefit | UnsetType = UNSET
    beneficiaries: Annotated[str, text(160, shortest=0)] | UnsetType = UNSET
    situation: Annotated[str, text(200, shortest=0)] | UnsetType = UNSET
    confirmed: bool | UnsetType = UNSET
    external_ref: Annotated[str, text(80, shortest=0)] | UnsetType = UNSET


def one_initiative(view: ApiView, row: Initiative | None = None, **path: UUID) -> Reply:
    """The whole initiative as it stands stored."""
    known = path["initiative_id"] if row is None else row.id
    text, version = read_true(
        lambda: initiative_text(initiative_id=known, actor=view.actor, today=view.today),
        today=view.today,
    )
    return Reply(stored_text(text), version)


class InitiativeList(ApiView):
    @operation(
        "Initiatives, newest first or in the order of `sort`",
        Page[Card],
        name="list_initiatives",
        query=InitiativeQuery,
    )
    def get(self, query: InitiativeQuery) -> HttpResponse:
        """Initiatives, of one state, captain or benefit if asked."""
        asked = {n: one for n in FILTERS if (one := getattr(query, n)) is not UNSET}
        rows: Any = ListedCards(today=self.today, sort=query.sort, filters=asked)
        pages = Cursor(rows.ordering)
        text = read_true(
            lambda: cards_text(pages.paginate_queryset(rows, self.request, view=self) or []),
            today=self.today,
        )
        links = (pages.get_next_link(), pages.get_previous_link())
        following, former = (msgspec.json.encode(link) for link in links)
        return stored_text(b'{"results":%b,"next":%b,"previous":%b}' % (text, following, former))

    post = act(
        propose_initiative,
        "Propose an initiative",
        InitiativeAnswer,
        body=ProposalBody,
        answer=one_initiative,
        status=201,
        located="api_initiative",
    )


class InitiativeDetail(ApiView):
    @operation("One initiative", InitiativeAnswer, name="get_initiative", writes_version=True)
    def get(self, initiative_id: UUID) -> Reply:
        """One initiative with its readiness and its possible verdicts; ETag is its version."""
        return one_initiative(self, initiative_id=initiative_id)

    patch = act(
        patch_initiative,
        "Change an initiative",
        InitiativeAnswer,
        body=InitiativePatch,
        whole="given",
        answer=one_initiative,
        name="change_initiative",
    )


class InitiativeStepDone(ApiView):
    post = act(
        finish_next_step,
        "Tick the next step done",
        InitiativeAnswer,
        answer=one_initiative,
    )
