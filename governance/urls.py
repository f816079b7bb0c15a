from django.urls import URLPattern, URLResolver, path

from governance.absences import views as absences
from governance.charter import views as charter
from governance.company import views as company
from governance.incidents import views as incidents
from governance.keys import views as keys
from governance.mandates import views as mandates
from governance.members import views as members
from governance.members import views as profile
from governance.register import views as register
from governance.statement import views as statement
from governance.undelivered import views as undelivered
from governance.vendors import views as vendors
from governance.webhooks import views as webhooks

ENTRY = "register/<uuid:entry_id>/"
INCIDENT = "incidents/<uuid:incident_id>/"
STATEMENT = "statements/<uuid:statement_id>/"
WEBHOOK = "settings/webhooks/<uuid:webhook_id>/"
SOFTWARE = "register/software/<uuid:software_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("mandates/<uuid:mandate_id>/", mandates.mandate, name="mandate"),
    path("mandates/<uuid:mandate_id>/accept/", mandates.mandate_accept, name="mandate_accept"),
    path("mandates/<uuid:mandate_id>/decline/", mandates.mandate_decline, name="mandate_decline"),
    path("mandates/<uuid:mandate_id>/discuss/", mandates.mandate_discuss, name="mandate_discuss"),
    path("mandates/<uuid:mandate_id>/revoke/", mandates.mandate_revoke, name="mandate_revoke"),
    path("mandates/<uuid:mandate_id>/renew/", mandates.mandate_renew, name="mandate_renew"),
    path("settings/members/", members.settings_members, name="settings_members"),
    path("settings/members/<uuid:member_id>/", members.member_edit, name="member_edit"),
    path("settings/members/<uuid:member_id>/remove/", members.member_remove, name="member_remove"),
    path(
        "settings/members/<uuid:member_id>/invitation/",
        members.member_invitation,
        name="member_invitation",
    ),
    path("settings/mandates/", mandates.settings_mandates, name="settings_mandates"),
    path("settings/absence/", absences.absence, name="absence"),
    path("settings/absence/<uuid:member_id>/end/", absences.absence_end, name="absence_end"),
    path("settings/mandates/new/", mandates.mandate_new, name="mandate_new"),
    path("settings/company/", company.settings_company, name="settings_company"),
    path("settings/company/notices/", company.company_notices, name="company_notices"),
    path("settings/company/address/", company.settings_address, name="settings_address"),
    path("settings/keys/", keys.settings_keys, name="settings_keys"),
    path("settings/keys/<uuid:key_id>/revoke/", keys.key_revoke, name="key_revoke"),
    path("settings/webhooks/", webhooks.settings_webhooks, name="settings_webhooks"),
    path(WEBHOOK, webhooks.webhook, name="webhook"),
    path(f"{WEBHOOK}test/", webhooks.webhook_test, name="webhook_test"),
    path(f"{WEBHOOK}pause/", webhooks.webhook_pause, name="webhook_pause"),
    path(f"{WEBHOOK}resume/", webhooks.webhook_resume, name="webhook_resume"),
    path(f"{WEBHOOK}secret/", webhooks.webhook_rotate, name="webhook_rotate"),
    path(f"{WEBHOOK}removal/", webhooks.webhook_delete, name="webhook_delete"),
    path(
        f"{WEBHOOK}deliveries/<uuid:delivery_id>/again/",
        webhooks.webhook_again,
        name="webhook_again",
    ),
    path("settings/undelivered/", undelivered.settings_undelivered, name="settings_undelivered"),
    path(
        "settings/undelivered/mails/<uuid:message_id>/",
        undelivered.mail_settle,
        name="mail_settle",
    ),
    path(
        "settings/undelivered/deliveries/<uuid:delivery_id>/",
        undelivered.delivery_settle,
        name="delivery_settle",
    ),
    path("profile/", profile.profile, name="profile"),
    path("charter/", charter.charter, name="charter"),
    path("charter/edit/", charter.charter_edit, name="charter_edit"),
    path("charter/publish/", charter.charter_publish, name="charter_publish"),
    path("charter/draft/removal/", charter.charter_draft_drop, name="charter_draft_drop"),
    path("charter/ask/", charter.charter_ask, name="charter_ask"),
    path("charter/asked/<uuid:request_id>/", charter.charter_asked, name="charter_asked"),
    path("charter/<int:number>/", charter.charter_version, name="charter_version"),
    path("charter/<int:number>/sign/", charter.charter_sign, name="charter_sign"),
    path("charter/<int:number>/pdf/", charter.charter_pdf, name="charter_pdf"),
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/new/", incidents.incident_new, name="incident_new"),
    path(INCIDENT, incidents.incident, name="incident"),
    path(f"{INCIDENT}handle/", incidents.incident_handle, name="incident_handle"),
    path(f"{INCIDENT}authority/", incidents.incident_authority, name="incident_authority"),
    path(f"{INCIDENT}close/", incidents.incident_close, name="incident_close"),
    path("statements/", statement.statements, name="statements"),
    path(STATEMENT, statement.statement, name="statement"),
    path(f"{STATEMENT}pdf/", statement.statement_pdf, name="statement_pdf"),
    path(f"{STATEMENT}link/", statement.statement_link, name="statement_link"),
    path("statement/<str:token>/", statement.statement_public, name="statement_public"),
    path("statement/<str:token>/pdf/", statement.statement_public_pdf, name="statement_public_pdf"),
    path("register/declare/", register.register_declare, name="register_declare"),
    path("register/new/", register.register_new, name="register_new"),
    path("register/import/", register.register_import, name="register_import"),
    path("register/software/", register.register_sweep, name="register_sweep"),
    path(SOFTWARE, register.register_look, name="register_look"),
    path(f"{SOFTWARE}removal/", register.register_software_remove, name="register_software_remove"),
    path(ENTRY, register.register_entry, name="register_entry"),
    path(f"{ENTRY}edit/", register.register_edit, name="register_edit"),
    path(f"{ENTRY}vendor/", vendors.register_vendor, name="register_vendor"),
    path(f"{ENTRY}stop/", register.register_stop, name="register_stop"),
    path(f"{ENTRY}stopped/", register.register_stopped, name="register_stopped"),
    path(f"{ENTRY}running/", register.register_take_back, name="register_take_back"),
    path("vendor/<str:token>/", vendors.vendor_public, name="vendor_public"),
    path("team/<str:token>/declare/", register.register_public, name="register_public"),
]
