"""The portfolio's settings: read by key, changed by a person only."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.serializers import StrictSerializer
from governance.api.views import ApiView, expected_version, versioned
from portfolio.api.inputs import values
from portfolio.cap.services import change_cap
from portfolio.estimates.choices import CompanySize
from portfolio.initiatives.api import checked
from portfolio.rhythm.choices import ReviewCadence
from portfolio.settings.selectors import settings_page


class SettingsOut(serializers.Serializer):
    """`may` names the parts that this key may change: none, they are a signed-in person's."""

    cap = serializers.IntegerField(source="portfolio.cap")
    active_count = serializers.SerializerMethodField()
    exception_until = serializers.DateField(allow_null=True)
    rhythm = serializers.ChoiceField(source="portfolio.rhythm", choices=values(ReviewCadence))
    next_rhythm = serializers.ChoiceField(
        source="portfolio.next_rhythm", choices=values(ReviewCadence)
    )
    next_review_on = serializers.DateField(source="portfolio.next_review_on", allow_null=True)
    silence_pauses = serializers.BooleanField(source="portfolio.silence_pauses")
    company_size = serializers.ChoiceField(
        source="portfolio.company_size", choices=values(CompanySize)
    )
    days_per_month = serializers.FloatField(source="portfolio.days_per_month", allow_null=True)
    version = serializers.IntegerField(source="portfolio.version")
    may = serializers.ListField(child=serializers.CharField())

    def get_active_count(self, page: Any) -> int:
        return len(page.active)


class CapIn(StrictSerializer):
    cap = serializers.IntegerField(min_value=1, max_value=3)
    reason = serializers.CharField(max_length=2000)


class PortfolioSettings(ApiView):
    @extend_schema(
        operation_id="get_settings", summary="The portfolio's settings", responses=SettingsOut
    )
    def get(self, request: Request) -> Response:
        """Cap, rhythm of the reviews, silence, capacity; ETag is the settings' version."""
        return settings_answer(self, request)


class PortfolioCap(ApiView):
    @extend_schema(
        operation_id="change_cap",
        summary="Change the cap (never by key: 403 not_for_keys)",
        request=CapIn,
        responses=SettingsOut,
    )
    def put(self, request: Request) -> Response:
        """An executive does it in the browser after a fresh sign-in; a key never may."""
        door: Any = request._request
        change_cap(
            door.act, expected_version=expected_version(request), **checked(CapIn, request.data)
        )
        return settings_answer(self, request)


def settings_answer(view: ApiView, request: Request) -> Response:
    """The settings as they are now."""
    door: Any = request._request
    page = settings_page(actor=view.actor, today=door.today)
    return versioned(SettingsOut(page).data, page.portfolio.version)
