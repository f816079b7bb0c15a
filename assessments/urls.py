from django.urls import path

from assessments.views.assessments import (
    assessment,
    assessment_detail,
    assessment_later,
    assessment_rest,
    assessment_start,
    assessment_summary,
)
from assessments.views.checks import assessment_check
from assessments.views.questions import assessment_question
from assessments.views.results import assessment_result

urlpatterns = [
    path("diagnostic/", assessment, name="assessment"),
    path("diagnostic/start/", assessment_start, name="assessment_start"),
    path("diagnostic/later/", assessment_later, name="assessment_later"),
    path("diagnostic/<uuid:assessment_id>/", assessment_detail, name="assessment_detail"),
    path("diagnostic/<uuid:assessment_id>/check/", assessment_check, name="assessment_check"),
    path("diagnostic/<uuid:assessment_id>/rest/", assessment_rest, name="assessment_rest"),
    path("diagnostic/<uuid:assessment_id>/result/", assessment_result, name="assessment_result"),
    path("diagnostic/<uuid:assessment_id>/summary/", assessment_summary, name="assessment_summary"),
    path(
        "diagnostic/<uuid:assessment_id>/<slug:item>/",
        assessment_question,
        name="assessment_question",
    ),
]
