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
from portfolio.trials.models import Trial
from portfolio.trials.selectors import get_trial
from portfolio.trials.services import SmallUse, end_trial, start_trial
from tenants.bounds import Euros, text
from tenants.shapes import Shape, all_shaped


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


class InitiativeTrials(ApiView):
    @operation("Trials of an idea", Page[TrialAnswer], name="list_trials")
    def get(self, initiative_id: UUID) -> Page[TrialAnswer]:
        """Its trials, oldest first, with what each has answered."""
        rows = get_initiative(initiative_id).trials.select_related("carried_by")
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
