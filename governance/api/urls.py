from django.urls import path

from governance.api.decisions import DecisionDetail, DecisionList
from governance.api.me import MeView

urlpatterns = [
    path("me", MeView.as_view(), name="api_me"),
    path("decisions/", DecisionList.as_view(), name="api_decisions"),
    path("decisions/<uuid:decision_id>/", DecisionDetail.as_view(), name="api_decision"),
]
