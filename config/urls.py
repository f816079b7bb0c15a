"""Every address of a company's host."""

from django.urls import include, path

from config.views.api_reference import api_reference, api_schema
from config.views.kept import kept
from config.views.language import language
from config.views.session import handover, sign_out

handler400 = "config.views.errors.bad_request"
handler403 = "config.views.errors.forbidden"
handler404 = "config.views.errors.page_not_found"
handler500 = "config.views.errors.server_error"

urlpatterns = [
    path("", include("portfolio.urls")),
    path("", include("assessments.urls")),
    path("", include("governance.urls")),
    path("session/handover/", handover, name="handover"),
    path("session/end/", sign_out, name="sign_out"),
    path("language/", language, name="language"),
    path("kept/", kept, name="kept"),
    path("api/v1/", api_reference, name="api_reference"),
    path("api/v1/schema/", api_schema, name="api_schema"),
    path("api/v1/", include("portfolio.urls_api")),
    path("api/v1/", include("assessments.urls_api")),
    path("api/v1/", include("governance.urls_api")),
]
