from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from governance.api.pagination import Cursor
from governance.api.views import ApiView, expected_version, versioned
from portfolio.api.inputs import SORTS, InitiativeIn, ListFilter, ProposalIn, values
from portfolio.api.outputs import InitiativeDetailOut, InitiativeOut
from portfolio.initiatives.selectors.pages import in_order, initiative_page
from portfolio.initiatives.services import patch_initiative, propose_initiative
from portfolio.life.choices import State
from portfolio.objectives.choices import Benefit
from portfolio.standing.selectors.cards import cards
from portfolio.standing.selectors.records import described
from portfolio.standing.selectors.standing import standings

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
    def get(self, request: Request) -> Response:
        """Initiatives, of one state, captain or benefit if asked."""
        asked = checked(ListFilter, request.query_params.dict())
        names = {"state": "state", "captain": "captain_id", "benefit": "benefit"}
        rows = described().filter(**{names[n]: asked[n] for n in names if n in asked})
        pages = self.pagination_class()
        rows, order = in_order(rows, sort=asked.get("sort", "-created"))
        pages.ordering = order  # type: ignore[assignment]
        page = pages.paginate_queryset(rows, request, view=self) or []
        today = request._request.today  # type: ignore[attr-defined]
        found = cards(standings(initiatives=page, today=today), today=today)
        return pages.get_paginated_response(InitiativeOut(found, many=True).data)

    @extend_schema(
        operation_id="propose_initiative",
        summary="Propose an initiative",
        request=ProposalIn,
        responses={201: InitiativeDetailOut},
    )
    def post(self, request: Request) -> Response:
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
    def get(self, request: Request, initiative_id: UUID) -> Response:
        """One initiative with its readiness and its possible verdicts; ETag is its version."""
        door: Any = request._request
        return one_initiative(self, initiative_id=initiative_id, today=door.today)

    @extend_schema(
        operation_id="change_initiative",
        summary="Change an initiative",
        request=InitiativeIn,
        responses=InitiativeDetailOut,
    )
    def patch(self, request: Request, initiative_id: UUID) -> Response:
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


def one_initiative(view: ApiView, *, initiative_id: UUID, today: Any) -> Response:
    """The whole initiative with its version as ETag."""
    page = initiative_page(initiative_id=initiative_id, today=today, actor=view.actor)
    data = InitiativeDetailOut(
        {
            "card": page.card,
            "objectives": [one.objective for one in page.objectives],
            "readiness": page.readiness,
            "criteria": page.criteria,
            "tranches": page.tranches,
            "options": page.options,
            "review_item_id": page.review_item_id,
        }
    ).data
    return versioned(data, page.card.version)
