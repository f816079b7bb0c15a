from datetime import date
from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from governance.api.codec import Body, given
from governance.api.operations import Reply, operation
from governance.api.views import ApiView
from portfolio.decisions.rules.verdicts import FREEING
from portfolio.decisions.services.decisions import decide
from portfolio.decisions.services.recording import Decided
from portfolio.decisions.services.verdicts import VerdictRequest
from portfolio.life.choices import Again, State, Verdict
from portfolio.life.rules import Advised, Changes
from portfolio.reviews.selectors.reviews import initiative_of_item
from portfolio.trio.selectors.stored import advised_of
from tenants.bounds import one_of, text
from tenants.errors import Invalid
from tenants.shapes import Shape

Said = Annotated[str, text(2000, shortest=0)] | UnsetType
Freeing = Annotated[str, one_of(sorted(FREEING))]


class SaidBody(Body, frozen=True, kw_only=True):
    """What is said with a verdict; which of it is needed follows from the verdict."""

    reason: Said = UNSET
    lesson: Said = UNSET
    kept: Said = UNSET
    gained: Annotated[str, text(600, shortest=0)] | UnsetType = UNSET
    again: Again | UnsetType = UNSET
    restart_on: date | UnsetType = UNSET
    claims_success: bool | UnsetType = UNSET
    runs_on_id: UUID | UnsetType = UNSET


class InsteadBody(SaidBody, frozen=True, kw_only=True):
    """The initiative that gives its slot, and by which verdict."""

    initiative_id: UUID
    verdict: Freeing
    expected_version: Annotated[int, Meta(ge=1)] | UnsetType = UNSET


class ReviewVerdictBody(SaidBody, frozen=True, kw_only=True):
    """A verdict at the open review."""

    verdict: Verdict
    changes: Changes | UnsetType = UNSET


class VerdictBody(ReviewVerdictBody, frozen=True, kw_only=True):
    """A verdict; a start may name what gives way for it.

    `advice` is the token of the three names that the choice was made on: the log keeps both.
    """

    instead_of: InsteadBody | UnsetType = UNSET
    advice: Annotated[str, text(1000)] | UnsetType = UNSET
    review_item_id: UUID | UnsetType = UNSET


class GaveWayAnswer(Shape, frozen=True, kw_only=True):
    """What gave way: its decision, and where it stands now."""

    decision_id: UUID
    verdict: Verdict
    initiative_id: UUID
    state: State
    slot: int | None
    version: int


class DecidedAnswer(GaveWayAnswer, frozen=True, kw_only=True):
    """What was decided, with what gave way for it."""

    gave_way: GaveWayAnswer | None


class InitiativeDecisions(ApiView):
    @operation(
        "Decide on an initiative",
        DecidedAnswer,
        name="decide",
        body=VerdictBody,
        status=201,
        reads_version=True,
        writes_version=True,
    )
    def post(self, body: VerdictBody, initiative_id: UUID) -> Reply:
        """The verdict is in force and in the log; a full portfolio answers 409 `cap_reached`."""
        asked = given(body)
        if "advice" in asked:
            asked["advised"] = _advised(asked.pop("advice"))
        if body.instead_of is not UNSET:
            other = given(body.instead_of)
            asked["instead_of"] = VerdictRequest(**{**other, "verdict": Verdict(other["verdict"])})
        return decided(self, initiative_id=initiative_id, asked=asked)


class ReviewItemDecision(ApiView):
    @operation(
        "Decide on an initiative at the open review",
        DecidedAnswer,
        name="decide_at_review",
        body=ReviewVerdictBody,
        status=201,
        reads_version=True,
        writes_version=True,
    )
    def post(self, body: ReviewVerdictBody, review_id: UUID, item_id: UUID) -> Reply:
        """The item of the review has its verdict."""
        initiative_id = initiative_of_item(review_id=review_id, item_id=item_id)
        asked = {**given(body), "review_item_id": item_id}
        return decided(self, initiative_id=initiative_id, asked=asked)


def _advised(token: str) -> Advised:
    found = advised_of(token)
    if found is None:
        raise Invalid("advice_unknown", fields={"advice": ["unknown"]})
    return found


def decided(view: ApiView, *, initiative_id: UUID, asked: dict[str, Any]) -> Reply:
    """The answer to a verdict that is now in force."""
    outcome = view.perform(
        decide,
        initiative_id=initiative_id,
        expected_version=view.expected_version(),
        **asked,
    )
    other = outcome.gave_way
    gave_way = None if other is None else GaveWayAnswer(**_facts(other))
    return Reply(DecidedAnswer(**_facts(outcome), gave_way=gave_way), outcome.initiative.version)


def _facts(outcome: Decided) -> dict[str, Any]:
    row = outcome.initiative
    return {
        "decision_id": outcome.decision.id,
        "verdict": Verdict(outcome.decision.verdict),
        "initiative_id": row.id,
        "state": State(row.state),
        "slot": row.slot_id,
        "version": row.version,
    }
