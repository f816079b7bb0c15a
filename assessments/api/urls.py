from django.urls import path

from assessments.api.assessments import (
    AssessmentAnswer,
    AssessmentCompletion,
    AssessmentDetail,
    AssessmentList,
)
from assessments.api.papers import AssessmentAnswers, AssessmentMails, AssessmentPdf
from assessments.api.questionnaire import QuestionnaireView
from assessments.api.results import (
    AssessmentComparison,
    AssessmentRecommendations,
    AssessmentResult,
    AssessmentUses,
)

ONE = "assessments/<uuid:assessment_id>/"

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
