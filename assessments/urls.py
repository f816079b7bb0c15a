from django.urls import path

from assessments.diagnostic.questions import assessment_check, assessment_question
from assessments.diagnostic.views import (
    assessment,
    assessment_detail,
    assessment_later,
    assessment_rest,
    assessment_start,
    assessment_summary,
)
from assessments.papers.views import assessment_answers, assessment_pdf, assessment_send
from assessments.peers.views import peers
from assessments.results.views import assessment_result
from assessments.roadmap.views import roadmap, roadmap_action
from assessments.voices.views import (
    assessment_voice_close,
    assessment_voices,
    voice,
    voice_end,
    voice_later,
    voice_question,
)

urlpatterns = [
    path("diagnostic/", assessment, name="assessment"),
    path("diagnostic/peers/", peers, name="peers"),
    path("diagnostic/start/", assessment_start, name="assessment_start"),
    path("diagnostic/later/", assessment_later, name="assessment_later"),
    path("diagnostic/<uuid:assessment_id>/", assessment_detail, name="assessment_detail"),
    path("diagnostic/<uuid:assessment_id>/check/", assessment_check, name="assessment_check"),
    path("diagnostic/<uuid:assessment_id>/rest/", assessment_rest, name="assessment_rest"),
    path("diagnostic/<uuid:assessment_id>/result/", assessment_result, name="assessment_result"),
    path("diagnostic/<uuid:assessment_id>/result.pdf", assessment_pdf, name="assessment_pdf"),
    path(
        "diagnostic/<uuid:assessment_id>/answers.csv", assessment_answers, name="assessment_answers"
    ),
    path("diagnostic/<uuid:assessment_id>/send/", assessment_send, name="assessment_send"),
    path("diagnostic/<uuid:assessment_id>/summary/", assessment_summary, name="assessment_summary"),
    path("diagnostic/<uuid:assessment_id>/voices/", assessment_voices, name="assessment_voices"),
    path(
        "diagnostic/<uuid:assessment_id>/voices/<uuid:invitation_id>/close/",
        assessment_voice_close,
        name="assessment_voice_close",
    ),
    path("voice/<str:token>/", voice, name="voice"),
    path("voice/<str:token>/later/", voice_later, name="voice_later"),
    path("voice/<str:token>/end/", voice_end, name="voice_end"),
    path("voice/<str:token>/<slug:item>/", voice_question, name="voice_question"),
    path(
        "diagnostic/<uuid:assessment_id>/<slug:item>/",
        assessment_question,
        name="assessment_question",
    ),
    path("roadmap/", roadmap, name="roadmap"),
    path("roadmap/<slug:action_id>/", roadmap_action, name="roadmap_action"),
]
