from django.urls import path

from assessments.views.assessments import (
    assessment,
    assessment_detail,
    assessment_start,
    assessment_summary,
)
from assessments.views.peers import peers
from assessments.views.questions import assessment_question
from assessments.views.results import assessment_result

urlpatterns = [
    path("diagnostic/", assessment, name="assessment"),
    path("diagnostic/peers/", peers, name="peers"),
    path("diagnostic/start/", assessment_start, name="assessment_start"),
    path("diagnostic/<uuid:assessment_id>/", assessment_detail, name="assessment_detail"),
    path("diagnostic/<uuid:assessment_id>/result/", assessment_result, name="assessment_result"),
    path("diagnostic/<uuid:assessment_id>/summary/", assessment_summary, name="assessment_summary"),
    path(
        "diagnostic/<uuid:assessment_id>/<slug:item>/",
        assessment_question,
        name="assessment_question",
    ),
]
