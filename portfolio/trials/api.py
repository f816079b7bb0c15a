"""Trials: one question, thirty days, no slot."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from governance.api.codec import Body
from governance.api.operations import act, operation
from governance.api.pagination import Page, whole
from governance.api.views import ApiView
from governance.mandates.selectors import NamedMember
from portfolio.initiatives.selectors.pages import get_initiative
from portfolio.trials.choices import Rating
from portfolio.trials.models import Trial, TrialRating
from portfolio.trials.rules import Tally
from portfolio.trials.selectors import get_trial
from portfolio.trials.services import (
    SmallUse,
    ask_users,
    end_trial,
    own_rating,
    rate_trial,
    start_trial,
)
from tenants.bounds import Euros, text
from tenants.shapes import LocalTime, Shape, all_shaped, local_time, shaped


class TrialAnswer(Shape, frozen=True, kw_only=True):
    """`conclusive` is null until somebody has said what the trial answered.

    `ended_because` is the code for which the law ended it, empty otherwise.
    """

    id: UUID
    initiative_id: UUID
    question: str
    carried_by: NamedMember
    starts: date
    ends: date
    days: int
    answer: str
    conclusive: bool | None
    ended_on: date | None
    ended_because: str
    spent: Decimal
    users: Tally


class TrialBody(Body, frozen=True, kw_only=True):
    """One question; the key's owner carries it unless somebody is named."""

    question: Annotated[str, text(300)]
    carried_by_id: UUID | UnsetType = msgspec.field(name="carried_by", default=UNSET)
    days: Annotated[int, Meta(ge=0, le=999)] | UnsetType = UNSET
    money: Euros | UnsetType = UNSET


class TrialEndBody(Body, frozen=True, kw_only=True):
    """What it answered, whether that is conclusive, and what it cost; `use`: it goes on, small."""

    answer: Annotated[str, text(600)]
    conclusive: bool
    spent: Euros | UnsetType = UNSET
    use: SmallUse | UnsetType = UNSET


class UsersAnswer(Shape, frozen=True, kw_only=True):
    """Who is asked what he or she thinks of what is tried."""

    members: tuple[NamedMember, ...]


class UsersBody(Body, frozen=True, kw_only=True):
    """Everybody who is asked."""

    members: Annotated[tuple[UUID, ...], Meta(max_length=100)]


class RatingAnswer(Shape, frozen=True, kw_only=True):
    """What the key's owner thinks of what is tried; null until it is said."""

    rating: Rating | None
    rated_at: LocalTime | None


class RatingBody(Body, frozen=True, kw_only=True):
    """One word."""

    rating: Rating


class InitiativeTrials(ApiView):
    @operation("Trials of an idea", Page[TrialAnswer], name="list_trials")
    def get(self, initiative_id: UUID) -> Page[TrialAnswer]:
        """Its trials, oldest first, with what each has answered."""
        trials = get_initiative(initiative_id).trials
        rows = trials.select_related("carried_by").prefetch_related("ratings")
        return whole(tuple(all_shaped(TrialAnswer)(rows.order_by("starts", "id"))))

    post = act(
        start_trial,
        "Start a trial",
        TrialAnswer,
        body=TrialBody,
        status=201,
        located="api_trial",
        writes_version=False,
    )


class TrialDetail(ApiView):
    @operation("One trial", TrialAnswer, name="get_trial")
    def get(self, trial_id: UUID) -> Trial:
        """Its question, its days and its answer."""
        return get_trial(trial_id)


class TrialEnd(ApiView):
    post = act(
        end_trial,
        "Say what a trial has answered",
        TrialAnswer,
        body=TrialEndBody,
        name="answer_trial",
        writes_version=False,
    )


class TrialUsers(ApiView):
    @operation("Who rates a trial", UsersAnswer, name="list_trial_users")
    def get(self, trial_id: UUID) -> UsersAnswer:
        """Who tries it and is asked what they think of it; not what each of them said."""
        return _users(get_trial(trial_id))

    post = act(
        ask_users,
        "Say who rates a trial",
        UsersAnswer,
        body=UsersBody,
        names={"members": "member_ids"},
        answer=lambda _view, trial, **_path: _users(trial),
        name="ask_trial_users",
        writes_version=False,
    )


class OwnRating(ApiView):
    @operation("One's own rating of a trial", RatingAnswer, name="get_rating", may_refuse=True)
    def get(self, trial_id: UUID) -> RatingAnswer:
        """What the key's owner said, who is asked; nobody reads what another said."""
        return _rated(own_rating(self.act, trial=get_trial(trial_id)))

    post = act(
        rate_trial,
        "Rate a trial",
        RatingAnswer,
        body=RatingBody,
        answer=lambda view, trial, **_path: _rated(own_rating(view.act, trial=trial)),
        writes_version=False,
    )


def _users(trial: Trial) -> UsersAnswer:
    rows = trial.ratings.select_related("member").order_by("member__name", "id")
    people = (shaped(one.member, NamedMember) for one in rows)
    return UsersAnswer(members=tuple(people))


def _rated(row: TrialRating) -> RatingAnswer:
    said = Rating(row.rating) if row.rating else None
    at = None if row.rated_at is None else local_time(row.rated_at)
    return RatingAnswer(rating=said, rated_at=at)
