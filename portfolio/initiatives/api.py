import json
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.reverse import reverse

from governance.api.pagination import Cursor
from governance.api.views import ApiView, expected_version
from portfolio.api.inputs import SORTS, InitiativeIn, ListFilter, ProposalIn, values
from portfolio.api.outputs import InitiativeDetailOut, InitiativeOut
from portfolio.initiatives.selectors.answers import ListedCards, cards_text, initiative_text
from portfolio.initiatives.services import patch_initiative, propose_initiative
from portfolio.life.choices import State
from portfolio.objectives.choices import Benefit
from portfolio.standing.services import read_true

PAGING = [OpenApiParameter("cursor", str), OpenApiParameter("limit", int)]
FILTERS = [
    OpenApiParameter("state", str, enum=values(State)),
    OpenApiParameter("captain", UUID),
    OpenApiParameter("benefit", str, enum=values(Benefit)),
    OpenApiParameter("sort", str, enum=SORTS, description="With a minus: descending."),
]


def page_schema(name: str) -> dict[str, Any]:
    """The schema of a page of those components."""
    return Cursor().get_paginated_response_schema({"$ref": f"#/components/schemas/{name}"})


def checked(serializer: type, data: Any) -> dict[str, Any]:
    """The input, valid; raises ValidationError with a code per field."""
    given = serializer(data=data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


class InitiativeList(ApiView):
    @extend_schema(
        operation_id="list_initiatives",
        summary="Initiatives, newest first or in the order of `sort`",
        parameters=[*FILTERS, *PAGING],
        responses=InitiativeOut(many=True),
    )
    def get(self, request: Request) -> HttpResponse:
        """Initiatives, of one state, captain or benefit if asked."""
        asked = checked(ListFilter, request.query_params.dict())
        door: Any = request._request
        pages: Any = self.pagination_class()
        rows = ListedCards(today=door.today, sort=asked.get("sort", "-created"), filters=asked)
        pages.ordering = rows.ordering
        text = read_true(
            lambda: cards_text(pages.paginate_queryset(rows, request, view=self)),
            today=door.today,
        )
        return page_of_texts(text, pages)

    @extend_schema(
        operation_id="propose_initiative",
        summary="Propose an initiative",
        request=ProposalIn,
        responses={201: InitiativeDetailOut},
    )
    def post(self, request: Request) -> HttpResponse:
        """A new idea stands in the portfolio, proposed."""
        given = checked(ProposalIn, request.data)
        door: Any = request._request
        if "benefit" in given:
            given["benefit"] = Benefit(given["benefit"])
        row = propose_initiative(door.act, **given)
        answer = one_initiative(self, initiative_id=row.id, today=door.today)
        answer.status_code = 201
        answer["Location"] = reverse("api_initiative", args=[row.id], request=request)
        return answer


class InitiativeDetail(ApiView):
    @extend_schema(
        operation_id="get_initiative", summary="One initiative", responses=InitiativeDetailOut
    )
    def get(self, request: Request, initiative_id: UUID) -> HttpResponse:
        """One initiative with its readiness and its possible verdicts; ETag is its version."""
        door: Any = request._request
        return one_initiative(self, initiative_id=initiative_id, today=door.today)

    @extend_schema(
        operation_id="change_initiative",
        summary="Change an initiative",
        request=InitiativeIn,
        responses=InitiativeDetailOut,
    )
    def patch(self, request: Request, initiative_id: UUID) -> HttpResponse:
        """What is given is changed; the state never, that takes a decision. Needs If-Match."""
        given = checked(InitiativeIn, request.data)
        door: Any = request._request
        patch_initiative(
            door.act,
            initiative_id=initiative_id,
            given=given,
            expected_version=expected_version(request),
        )
        return one_initiative(self, initiative_id=initiative_id, today=door.today)


def one_initiative(view: ApiView, *, initiative_id: UUID, today: date) -> HttpResponse:
    """The whole initiative with its version as ETag."""
    asked: dict[str, Any] = {"initiative_id": initiative_id, "actor": view.actor, "today": today}
    text, version = read_true(lambda: initiative_text(**asked), today=today)
    return answered(text, ETag=f'"{version}"')


def page_of_texts(results: bytes, pages: Any) -> HttpResponse:
    """A page of rows that stand stored as JSON, with its links."""
    links = (
        json.dumps(link).encode() for link in (pages.get_next_link(), pages.get_previous_link())
    )
    following, former = links
    return answered(b'{"results":%b,"next":%b,"previous":%b}' % (results, following, former))


def answered(text: bytes, **headers: str) -> HttpResponse:
    """A stored text as the answer."""
    return HttpResponse(text, content_type="application/json", headers=headers)
