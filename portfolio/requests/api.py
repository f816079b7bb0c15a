from typing import Annotated

from governance.access.rules.actors import member_actor
from governance.api.codec import Body
from governance.api.operations import act, operation
from governance.api.views import ApiView
from portfolio.decisions.selectors import authority_of
from portfolio.life.choices import Verdict
from portfolio.requests.models import AuthorityRequest
from portfolio.requests.selectors import (
    AnswerTimeAnswer,
    AuthorityRequestAnswer,
    answer_of,
    answer_time,
    get_request,
    requests_of,
)
from portfolio.requests.services import ask_authority, decline_request
from tenants.bounds import text
from tenants.shapes import Shape


class AskBody(Body, frozen=True, kw_only=True):
    """Which verdict, and why in one sentence."""

    verdict: Verdict
    reason: Annotated[str, text(600)]


class RefusalBody(Body, frozen=True, kw_only=True):
    """Why not, in one sentence."""

    answer: Annotated[str, text(600)]


class AuthorityRequestsAnswer(Shape, frozen=True, kw_only=True):
    """What the owner of the key asked or may answer, the newest first, fifty at most."""

    requests: tuple[AuthorityRequestAnswer, ...]


def told(_view: ApiView, row: AuthorityRequest, **_path: object) -> AuthorityRequestAnswer:
    """The request as it stands."""
    return answer_of(get_request(row.id))


class InitiativeRequests(ApiView):
    post = act(
        ask_authority,
        "Ask who has the authority for a verdict (never by key: 403 not_for_keys)",
        AuthorityRequestAnswer,
        body=AskBody,
        status=201,
        answer=told,
        name="ask_authority",
        writes_version=False,
    )


class AuthorityRequests(ApiView):
    @operation(
        "Decisions I asked for, or am asked for", AuthorityRequestsAnswer, name="list_requests"
    )
    def get(self) -> AuthorityRequestsAnswer:
        """Of the owner of the key, and nobody else's."""
        actor = member_actor(self.actor.person_id, str(self.actor.role))
        lines = requests_of(authority=authority_of(actor=actor, today=self.today))
        return AuthorityRequestsAnswer(requests=tuple(answer_of(one) for one in lines))


class AuthorityRequestRefusal(ApiView):
    post = act(
        decline_request,
        "Say why a decision that was asked for is not taken (scope decide)",
        AuthorityRequestAnswer,
        body=RefusalBody,
        answer=told,
        name="decline_request",
        writes_version=False,
    )


class AnswerTime(ApiView):
    @operation("How long requests wait for an answer", AnswerTimeAnswer, name="get_answer_time")
    def get(self) -> AnswerTimeAnswer:
        """The median of the last year, of the company as a whole."""
        return answer_time(today=self.today)
