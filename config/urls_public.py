"""Every address of the public host."""

from django.urls import include, path

from config.views.about import accessibility, legal, personal_data, security_text
from config.views.calendar import account_calendar, person_calendar
from config.views.demo import demo_mail, demo_mail_text
from config.views.digest import digest_off
from config.views.founding import company_new, founding_confirm, founding_start
from config.views.keeping import open_keep, open_send
from config.views.kept import kept
from config.views.landing import landing
from config.views.language import language

handler400 = "config.views.errors.bad_request"
handler403 = "config.views.errors.forbidden"
handler404 = "config.views.errors.page_not_found"
handler500 = "config.views.errors.server_error"

urlpatterns = [
    path("", landing, name="landing"),
    path("legal/", legal, name="legal"),
    path("data/", personal_data, name="personal_data"),
    path("accessibility/", accessibility, name="accessibility"),
    path(".well-known/security.txt", security_text, name="security_text"),
    path("companies/new/", company_new, name="company_new"),
    path("companies/start/", founding_start, name="account_signup"),
    path("companies/start/<str:token>/", founding_confirm, name="founding_confirm"),
    path("diagnostic/<str:token>/keep/", open_keep, name="open_keep"),
    path("diagnostic/<str:token>/send/", open_send, name="open_send"),
    path("", include("assessments.urls_public")),
    path("", include("tenants.urls")),
    path("accounts/calendar/", account_calendar, name="account_calendar"),
    path("calendar/<str:token>.ics", person_calendar, name="person_calendar"),
    path("week/<str:token>/off/", digest_off, name="digest_off"),
    path("language/", language, name="language"),
    path("kept/", kept, name="kept"),
    path("demo/mail/", demo_mail, name="demo_mail"),
    path("demo/mail/<str:name>/", demo_mail_text, name="demo_mail_text"),
]
