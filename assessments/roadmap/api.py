"""The roadmap as it lives, and what is done with its actions."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.roadmap.selectors.live import live_action, live_roadmap
from assessments.roadmap.services import (
    complete_action,
    move_action,
    refuse_action,
    reopen_action,
    take_action,
)
from assessments.roadmap.shapes import (
    DoneIn,
    MoveIn,
    RefuseIn,
    ReopenIn,
    RoadmapActionOut,
    RoadmapOut,
    TakeIn,
)
from governance.api.serializers import StrictSerializer
from governance.api.views import ApiView, expected_version, versioned

IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description='The ETag last read, "0" for an action nobody has decided about, or *.',
)


class RoadmapDetail(ApiView):
    @extend_schema(
        operation_id="get_roadmap",
        summary="The roadmap as it stands today",
        responses=RoadmapOut,
    )
    def get(self, request: Request) -> Response:
        """Three windows, what is done, refused and left out, and what the newest one changed."""
        door: Any = request._request
        found = live_roadmap(today=door.today, language=door.LANGUAGE_CODE)
        return Response(RoadmapOut(found).data)


class ActionView(ApiView):
    """One act of one action: the body is checked, the service called, the action given back."""

    def do(
        self,
        request: Request,
        action_id: str,
        service: Callable[..., object],
        body: type[StrictSerializer],
    ) -> Response:
        given = body(data=request.data)
        given.is_valid(raise_exception=True)
        door: Any = request._request
        service(
            door.act,
            action_id=action_id,
            expected_version=expected_version(request),
            **given.validated_data,
        )
        one = live_action(action_id=action_id, today=door.today, language=door.LANGUAGE_CODE)
        return versioned(RoadmapActionOut(one).data, one.version)


class ActionTake(ActionView):
    @extend_schema(
        operation_id="take_action",
        summary="Take an action: it has an owner and a date",
        request=TakeIn,
        parameters=[IF_MATCH],
        responses=RoadmapActionOut,
    )
    def post(self, request: Request, action_id: str) -> Response:
        """The owner is told."""
        return self.do(request, action_id, take_action, TakeIn)


class ActionMove(ActionView):
    @extend_schema(
        operation_id="move_action",
        summary="Move a taken action, or hand it over",
        request=MoveIn,
        parameters=[IF_MATCH],
        responses=RoadmapActionOut,
    )
    def post(self, request: Request, action_id: str) -> Response:
        """The date promised first stays."""
        return self.do(request, action_id, move_action, MoveIn)


class ActionRefuse(ActionView):
    @extend_schema(
        operation_id="refuse_action",
        summary="Refuse an action until a day",
        request=RefuseIn,
        parameters=[IF_MATCH],
        responses=RoadmapActionOut,
    )
    def post(self, request: Request, action_id: str) -> Response:
        """No assessment proposes it before that day."""
        return self.do(request, action_id, refuse_action, RefuseIn)


class ActionDone(ActionView):
    @extend_schema(
        operation_id="complete_action",
        summary="Mark an action done",
        request=DoneIn,
        parameters=[IF_MATCH],
        responses=RoadmapActionOut,
    )
    def post(self, request: Request, action_id: str) -> Response:
        """By the product's own fact, or by the sentence that says what proves it."""
        return self.do(request, action_id, complete_action, DoneIn)


class ActionReopen(ActionView):
    @extend_schema(
        operation_id="reopen_action",
        summary="Propose an action again",
        request=ReopenIn,
        parameters=[IF_MATCH],
        responses=RoadmapActionOut,
    )
    def post(self, request: Request, action_id: str) -> Response:
        """Whatever was decided about it."""
        return self.do(request, action_id, reopen_action, ReopenIn)
