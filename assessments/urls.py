from django.urls import path

from assessments.views.assessments import (
    assessment,
    assessment_detail,
    assessment_start,
    assessment_summary,
)
from assessments.views.papers import assessment_answers, assessment_pdf
from assessments.views.questions import assessment_question
from assessments.views.results import assessment_result
from assessments.views.sending import assessment_send

urlpatterns = [
    path("diagnostic/", assessment, name="assessment"),
    path("diagnostic/start/", assessment_start, name="assessment_start"),
    path("diagnostic/<uuid:assessment_id>/", assessment_detail, name="assessment_detail"),
    path("diagnostic/<uuid:assessment_id>/result/", assessment_result, name="assessment_result"),
    path("diagnostic/<uuid:assessment_id>/result.pdf", assessment_pdf, name="assessment_pdf"),
    path(
        "diagnostic/<uuid:assessment_id>/answers.csv", assessment_answers, name="assessment_answers"
    ),
    path("diagnostic/<uuid:assessment_id>/send/", assessment_send, name="assessment_send"),
    path("diagnostic/<uuid:assessment_id>/summary/", assessment_summary, name="assessment_summary"),
    path(
        "diagnostic/<uuid:assessment_id>/<slug:item>/",
        assessment_question,
        name="assessment_question",
    ),
]
