"""The diagnostic without an account, on the public host."""

from django.urls import path

from assessments.open_door import views as open_door
from assessments.papers.views import open_pdf

ONE = "diagnostic/<str:token>/"

urlpatterns = [
    path("diagnostic/", open_door.open_diagnostic, name="open_diagnostic"),
    path("diagnostic/first/", open_door.open_first, name="open_first"),
    path(ONE, open_door.open_draft, name="open_draft"),
    path(f"{ONE}later/", open_door.open_later, name="open_later"),
    path(f"{ONE}summary/", open_door.open_summary, name="open_summary"),
    path(f"{ONE}result.pdf", open_pdf, name="open_pdf"),
    path(f"{ONE}check/", open_door.open_check, name="open_check"),
    path(f"{ONE}result/", open_door.open_result, name="open_result"),
    path(f"{ONE}<slug:item>/", open_door.open_question, name="open_question"),
]
