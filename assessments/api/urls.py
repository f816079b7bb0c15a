from django.urls import path

from assessments.api.assessments import (
    AssessmentAnswer,
    AssessmentCompletion,
    AssessmentDetail,
    AssessmentList,
)
from assessments.api.peers import Peers, PeersConsent
from assessments.api.questionnaire import QuestionnaireView

urlpatterns = [
    path("questionnaire/", QuestionnaireView.as_view(), name="api_questionnaire"),
    path("peers/", Peers.as_view(), name="api_peers"),
    path("peers/consent/", PeersConsent.as_view(), name="api_peers_consent"),
    path("assessments/", AssessmentList.as_view(), name="api_assessments"),
    path("assessments/<uuid:assessment_id>/", AssessmentDetail.as_view(), name="api_assessment"),
    path(
        "assessments/<uuid:assessment_id>/answers/<slug:item>/",
        AssessmentAnswer.as_view(),
        name="api_assessment_answer",
    ),
    path(
        "assessments/<uuid:assessment_id>/completion/",
        AssessmentCompletion.as_view(),
        name="api_assessment_completion",
    ),
]
