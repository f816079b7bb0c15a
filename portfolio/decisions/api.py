from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from governance.access.rules.actors import Act
from governance.api.schema import IF_MATCH
from governance.api.views import ApiView, expected_version, versioned
from portfolio.api.inputs import ReviewVerdictIn, VerdictIn
from portfolio.api.outputs import VerdictAnswer
from portfolio.decisions.services.decisions import decide
from portfolio.decisions.services.verdicts import Ask
from portfolio.initiatives.api import checked
from portfolio.life.choices import Verdict
from portfolio.reviews.selectors.reviews import initiative_of_item


class InitiativeDecisions(ApiView):
    @extend_schema(
        operation_id="decide",
        summary="Decide on an initiative",
        parameters=[IF_MATCH],
        request=VerdictIn,
        responses={201: VerdictAnswer},
    )
    def post(self, request: Request, initiative_id: UUID) -> Response:
        """The verdict is in force and in the log; a full portfolio answers 409 `cap_reached`."""
        given = checked(VerdictIn, request.data)
        if "instead_of" in given:
            instead = dict(given["instead_of"])
            instead["verdict"] = Verdict(instead["verdict"])
            given["instead_of"] = Ask(**instead)
        return decided(self, request, initiative_id=initiative_id, given=given)


class ReviewItemDecision(ApiView):
    @extend_schema(
        operation_id="decide_at_review",
        summary="Decide on an initiative at the open review",
        parameters=[IF_MATCH],
        request=ReviewVerdictIn,
        responses={201: VerdictAnswer},
    )
    def post(self, request: Request, review_id: UUID, item_id: UUID) -> Response:
        """The item of the review has its verdict."""
        given = checked(ReviewVerdictIn, request.data)
        initiative_id = initiative_of_item(review_id=review_id, item_id=item_id)
        given["review_item_id"] = item_id
        return decided(self, request, initiative_id=initiative_id, given=given)


def decided(
    view: ApiView, request: Request, *, initiative_id: UUID, given: dict[str, Any]
) -> Response:
    """The answer to a verdict that is now in force."""
    door: Any = request._request
    outcome = decide(
        Act(actor=view.actor, now=door.now, today=door.today),
        initiative_id=initiative_id,
        expected_version=expected_version(request),
        **{**given, "verdict": Verdict(given["verdict"])},
    )
    return versioned(VerdictAnswer(outcome).data, outcome.initiative.version, status=201)
