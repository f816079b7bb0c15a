from django.urls import path

from assessments.content.api import QuestionnaireView
from assessments.diagnostic.api import (
    AssessmentCarried,
    AssessmentCompletion,
    AssessmentDetail,
    AssessmentItem,
    AssessmentList,
)
from assessments.papers.api import AssessmentAnswers, AssessmentMails, AssessmentPdf
from assessments.peers.api import Peers, PeersConsent
from assessments.results.api import (
    AssessmentComparison,
    AssessmentRecommendations,
    AssessmentResult,
    AssessmentUses,
)
from assessments.roadmap.api import (
    ActionDone,
    ActionMove,
    ActionRefuse,
    ActionReopen,
    ActionTake,
    RoadmapDetail,
)
from assessments.voices.api import InvitationClosure, InvitationList

ONE = "assessments/<uuid:assessment_id>/"

urlpatterns = [
    path("questionnaire/", QuestionnaireView.as_view(), name="api_questionnaire"),
    path("peers/", Peers.as_view(), name="api_peers"),
    path("peers/consent/", PeersConsent.as_view(), name="api_peers_consent"),
    path("assessments/", AssessmentList.as_view(), name="api_assessments"),
    path("assessments/<uuid:assessment_id>/", AssessmentDetail.as_view(), name="api_assessment"),
    path(
        "assessments/<uuid:assessment_id>/answers/<slug:item>/",
        AssessmentItem.as_view(),
        name="api_assessment_answer",
    ),
    path(
        "assessments/<uuid:assessment_id>/carried/",
        AssessmentCarried.as_view(),
        name="api_assessment_carried",
    ),
    path(
        "assessments/<uuid:assessment_id>/completion/",
        AssessmentCompletion.as_view(),
        name="api_assessment_completion",
    ),
    path(
        "assessments/<uuid:assessment_id>/invitations/",
        InvitationList.as_view(),
        name="api_assessment_invitations",
    ),
    path(
        "invitations/<uuid:invitation_id>/closure/",
        InvitationClosure.as_view(),
        name="api_invitation_closure",
    ),
    path("roadmap/", RoadmapDetail.as_view(), name="api_roadmap"),
    path("roadmap/<slug:action_id>/done/", ActionDone.as_view(), name="api_roadmap_done"),
    path("roadmap/<slug:action_id>/move/", ActionMove.as_view(), name="api_roadmap_move"),
    path("roadmap/<slug:action_id>/refuse/", ActionRefuse.as_view(), name="api_roadmap_refuse"),
    path("roadmap/<slug:action_id>/reopen/", ActionReopen.as_view(), name="api_roadmap_reopen"),
    path("roadmap/<slug:action_id>/take/", ActionTake.as_view(), name="api_roadmap_take"),
    path(f"{ONE}result/", AssessmentResult.as_view(), name="api_assessment_result"),
    path(f"{ONE}result.pdf", AssessmentPdf.as_view(), name="api_assessment_pdf"),
    path(
        f"{ONE}recommendations/",
        AssessmentRecommendations.as_view(),
        name="api_assessment_recommendations",
    ),
    path(f"{ONE}uses/", AssessmentUses.as_view(), name="api_assessment_uses"),
    path(f"{ONE}comparison/", AssessmentComparison.as_view(), name="api_assessment_comparison"),
    path(f"{ONE}answers/", AssessmentAnswers.as_view(), name="api_assessment_answers"),
    path(f"{ONE}mails/", AssessmentMails.as_view(), name="api_assessment_mails"),
]
