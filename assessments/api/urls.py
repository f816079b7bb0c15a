from django.urls import path

from assessments.api.assessments import (
    AssessmentAnswer,
    AssessmentCompletion,
    AssessmentDetail,
    AssessmentList,
)
from assessments.api.invitations import InvitationClosure, InvitationList
from assessments.api.questionnaire import QuestionnaireView

urlpatterns = [
    path("questionnaire/", QuestionnaireView.as_view(), name="api_questionnaire"),
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
]
