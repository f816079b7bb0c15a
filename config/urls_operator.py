"""Every address of the operator's host."""

from django.urls import path

from config.views.kept import kept
from config.views.language import language
from config.views.operator import companies, installation, job_again, jobs, letters
from config.views.session import handover, sign_out

handler400 = "config.views.errors.bad_request"
handler403 = "config.views.errors.forbidden"
handler404 = "config.views.errors.page_not_found"
handler500 = "config.views.errors.server_error"

urlpatterns = [
    path("", installation, name="operator_installation"),
    path("companies/", companies, name="operator_companies"),
    path("letters/", letters, name="operator_letters"),
    path("jobs/", jobs, name="operator_jobs"),
    path("jobs/<uuid:job_id>/again/", job_again, name="operator_job_again"),
    path("language/", language, name="language"),
    path("kept/", kept, name="kept"),
    path("session/handover/", handover, name="handover"),
    path("session/end/", sign_out, name="sign_out"),
]
