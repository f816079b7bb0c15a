"""The newest result beside comparable companies; joining and leaving are a person's."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.peers.selectors import COMPARED, INVITED, TOO_FEW, newest_peers_page
from assessments.peers.services import join_peers, leave_peers
from governance.api.views import ApiView

NO_ASSESSMENT = "no_assessment"


class PeerGroupOut(serializers.Serializer):
    """Whom one is compared with; `sector` and `size` are null for any, `period` a quarter."""

    sector = serializers.CharField(allow_null=True)
    size = serializers.CharField(allow_null=True)
    at_least = serializers.IntegerField()
    period = serializers.CharField()


class PeerLineOut(serializers.Serializer):
    """Points of 100; `dimension` is null for the whole, `low` and `high` are quartiles or null."""

    dimension = serializers.CharField(allow_null=True)
    own = serializers.IntegerField()
    median = serializers.IntegerField(source="spread.median")
    low = serializers.IntegerField(source="spread.low", allow_null=True)
    high = serializers.IntegerField(source="spread.high", allow_null=True)
    difference = serializers.IntegerField()
    code = serializers.ChoiceField(choices=["above", "below", "within"])


class StatisticOut(serializers.Serializer):
    """A figure that others published about all companies, not about the users of Capitaine."""

    id = serializers.CharField()
    text = serializers.CharField()
    published_by = serializers.CharField(source="source")
    year = serializers.IntegerField()


class PeersOut(serializers.Serializer):
    code = serializers.ChoiceField(choices=[NO_ASSESSMENT, INVITED, TOO_FEW, COMPARED])
    group = PeerGroupOut(allow_null=True)
    lines = PeerLineOut(many=True)
    public_statistics = StatisticOut(many=True, source="statistics")


class Peers(ApiView):
    @extend_schema(
        operation_id="get_peers",
        summary="The newest result beside comparable companies",
        responses=PeersOut,
    )
    def get(self, request: Request) -> Response:
        """Medians of ten companies or more, or public statistics until there are enough."""
        door: Any = request._request
        return _answer(door)


class PeersConsent(ApiView):
    @extend_schema(
        operation_id="join_peers",
        summary="Share and compare (never by key: 403 not_for_keys)",
        request=None,
        responses=PeersOut,
    )
    def post(self, request: Request) -> Response:
        """An executive does it in the browser; a key never may."""
        door: Any = request._request
        join_peers(door.act)
        return _answer(door)

    @extend_schema(
        operation_id="leave_peers",
        summary="Leave the comparison (never by key: 403 not_for_keys)",
        request=None,
        responses=PeersOut,
    )
    def delete(self, request: Request) -> Response:
        """An executive does it in the browser; what was contributed is deleted at once."""
        door: Any = request._request
        leave_peers(door.act)
        return _answer(door)


def _answer(door: Any) -> Response:
    page = newest_peers_page(language=door.LANGUAGE_CODE)
    if page is None:
        return Response(
            {"code": NO_ASSESSMENT, "group": None, "lines": [], "public_statistics": []}
        )
    return Response(PeersOut(page).data)
