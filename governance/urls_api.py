from django.urls import path

from governance.decisions.api import DecisionDetail, DecisionList
from governance.keys.api import KeyList
from governance.mandates.api import (
    MandateAcceptance,
    MandateDetail,
    MandateList,
    MandateRefusal,
    MandateRemark,
    MandateRevocation,
)
from governance.members.api import MemberList, MeView

MANDATE = "mandates/<uuid:mandate_id>/"

urlpatterns = [
    path("me/", MeView.as_view(), name="api_me"),
    path("decisions/", DecisionList.as_view(), name="api_decisions"),
    path("decisions/<uuid:decision_id>/", DecisionDetail.as_view(), name="api_decision"),
    path("keys/", KeyList.as_view(), name="api_keys"),
    path("members/", MemberList.as_view(), name="api_members"),
    path("mandates/", MandateList.as_view(), name="api_mandates"),
    path(MANDATE, MandateDetail.as_view(), name="api_mandate"),
    path(f"{MANDATE}acceptance/", MandateAcceptance.as_view(), name="api_mandate_acceptance"),
    path(f"{MANDATE}refusal/", MandateRefusal.as_view(), name="api_mandate_refusal"),
    path(f"{MANDATE}remark/", MandateRemark.as_view(), name="api_mandate_remark"),
    path(f"{MANDATE}revocation/", MandateRevocation.as_view(), name="api_mandate_revocation"),
]
