from django.urls import path

from assessments.api.assessments import (
    AssessmentAnswer,
    AssessmentCarried,
    AssessmentCompletion,
    AssessmentDetail,
    AssessmentList,
)
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
        "assessments/<uuid:assessment_id>/carried/",
        AssessmentCarried.as_view(),
        name="api_assessment_carried",
    ),
    path(
        "assessments/<uuid:assessment_id>/completion/",
        AssessmentCompletion.as_view(),
        name="api_assessment_completion",
    ),
]
