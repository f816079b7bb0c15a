from typing import Annotated
from uuid import UUID

from governance.api.codec import Body
from governance.api.operations import act
from governance.api.views import ApiView
from portfolio.proposals.services import join_initiative
from tenants.bounds import text
from tenants.shapes import LocalTime, Shape


class InterestAnswer(Shape, frozen=True, kw_only=True):
    """Who stands beside an initiative, in which words, since when."""

    id: UUID
    initiative_id: UUID
    member_id: UUID
    words: str
    since: LocalTime


class InterestBody(Body, frozen=True, kw_only=True):
    """What one would have proposed, in a few words."""

    words: Annotated[str, text(160, shortest=0)] = ""


class InitiativeInterest(ApiView):
    post = act(
        join_initiative,
        "Join an initiative instead of proposing a second one",
        InterestAnswer,
        body=InterestBody,
        name="join_initiative",
        status=201,
        writes_version=False,
    )
