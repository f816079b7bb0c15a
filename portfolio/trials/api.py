"""Trials: one question, thirty days, no slot."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from governance.api.pagination import page_of
from governance.api.serializers import StrictSerializer
from governance.api.views import ApiView
from portfolio.api.outputs import PersonOut
from portfolio.initiatives.api import checked
from portfolio.initiatives.selectors.pages import get_initiative
from portfolio.trials.models import Trial
from portfolio.trials.selectors import get_trial
from portfolio.trials.services import end_trial, start_trial


class CarrierOut(PersonOut):
    name = serializers.CharField(source="display_name")


class TrialOut(serializers.ModelSerializer):
    """`conclusive` is null until somebody has said what the trial answered."""

    initiative_id = serializers.UUIDField()
    carried_by = CarrierOut()

    class Meta:
        model = Trial
        fields = (
            "id",
            "initiative_id",
            "question",
            "carried_by",
            "starts",
            "ends",
            "days",
            "answer",
            "conclusive",
            "ended_on",
            "spent",
        )


class TrialIn(StrictSerializer):
    question = serializers.CharField(max_length=300)
    carried_by = serializers.UUIDField(required=False)
    days = serializers.IntegerField(min_value=0, max_value=999, required=False)
    money = serializers.IntegerField(min_value=0, max_value=2_000_000_000, required=False)


class TrialAnswerIn(StrictSerializer):
    answer = serializers.CharField(max_length=600)
    conclusive = serializers.BooleanField()
    spent = serializers.IntegerField(min_value=0, max_value=2_000_000_000, required=False)


class InitiativeTrials(ApiView):
    @extend_schema(
        operation_id="list_trials", summary="Trials of an idea", responses=page_of(TrialOut)
    )
    def get(self, request: Request, initiative_id: UUID) -> Response:
        """Its trials, oldest first, with what each has answered."""
        row = get_initiative(initiative_id)
        rows = row.trials.select_related("carried_by").order_by("starts", "id")
        data = TrialOut(rows, many=True).data
        return Response({"results": data, "next": None, "previous": None})

    @extend_schema(
        operation_id="start_trial",
        summary="Start a trial",
        request=TrialIn,
        responses={201: TrialOut},
    )
    def post(self, request: Request, initiative_id: UUID) -> Response:
        """The trial runs for thirty days, carried by the key's owner unless somebody is named."""
        door: Any = request._request
        given = checked(TrialIn, request.data)
        if "carried_by" in given:
            given["carried_by_id"] = given.pop("carried_by")
        trial = start_trial(door.act, initiative_id=initiative_id, **given)
        where = reverse("api_trial", args=[trial.id], request=request)
        return Response(TrialOut(trial).data, status=201, headers={"Location": where})


class TrialDetail(ApiView):
    @extend_schema(operation_id="get_trial", summary="One trial", responses=TrialOut)
    def get(self, request: Request, trial_id: UUID) -> Response:
        """Its question, its days and its answer."""
        return Response(TrialOut(get_trial(trial_id)).data)


class TrialAnswer(ApiView):
    @extend_schema(
        operation_id="answer_trial",
        summary="Say what a trial has answered",
        request=TrialAnswerIn,
        responses=TrialOut,
    )
    def post(self, request: Request, trial_id: UUID) -> Response:
        """The trial is over, its answer stands with the idea; also for one that ended by itself."""
        door: Any = request._request
        given = checked(TrialAnswerIn, request.data)
        trial = end_trial(door.act, trial_id=trial_id, **given)
        return Response(TrialOut(trial).data)
