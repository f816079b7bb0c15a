"""Every address of a company's host."""

from django.urls import URLPattern, URLResolver, include, path

from config.views.api_reference import api_reference, api_schema
from config.views.kept import kept
from config.views.language import language
from config.views.session import handover, sign_out

handler400 = "config.views.errors.bad_request"
handler403 = "config.views.errors.forbidden"
handler404 = "config.views.errors.page_not_found"
handler500 = "config.views.errors.server_error"

API: list[URLPattern | URLResolver] = [
    path("", api_reference, name="api_reference"),
    path("schema/", api_schema, name="api_schema"),
    path("", include("governance.urls_api")),
    path("", include("portfolio.urls_api")),
    path("", include("assessments.urls_api")),
]
# Addresses are tried one after the other: the API's do not wait for a hundred pages.
urlpatterns = [
    path("api/v1/", include(API)),
    path("", include("portfolio.urls")),
    path("", include("assessments.urls")),
    path("", include("governance.urls")),
    path("session/handover/", handover, name="handover"),
    path("session/end/", sign_out, name="sign_out"),
    path("language/", language, name="language"),
    path("kept/", kept, name="kept"),
]
