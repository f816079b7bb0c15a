from django.urls import path

from governance.absences.api import MemberAbsence
from governance.changes.api import ChangeFeed
from governance.charter.api import (
    CharterDoor,
    CharterDraft,
    CharterSignatureDoor,
    CharterVersions,
)
from governance.company.api import CompanyDetail
from governance.decisions.api import DecisionDetail, DecisionList
from governance.incidents.api import (
    IncidentAuthority,
    IncidentClosure,
    IncidentDetail,
    Incidents,
)
from governance.keys.api import KeyList
from governance.mandates.api import (
    MandateAcceptance,
    MandateDetail,
    MandateList,
    MandateRefusal,
    MandateRemark,
    MandateRevocation,
)
from governance.members.api import MemberList, MeView
from governance.register.api import (
    RegisterDeclarations,
    RegisterEntries,
    RegisterEntryDetail,
    RegisterSoftware,
    RegisterSoftwareLook,
    RegisterStop,
    RegisterStopConfirmation,
    RegisterTable,
)
from governance.statement.api import StatementDetail, Statements
from governance.vendors.api import RegisterVendor
from governance.webhooks.api import WebhookAgain, WebhookDeliveries, WebhookList

ENTRY = "register/<uuid:entry_id>/"
INCIDENT = "incidents/<uuid:incident_id>/"
LOOK = "register/software/<uuid:software_id>/look/"
MANDATE = "mandates/<uuid:mandate_id>/"

urlpatterns = [
    path("me/", MeView.as_view(), name="api_me"),
    path("company/", CompanyDetail.as_view(), name="api_company"),
    path("changes/", ChangeFeed.as_view(), name="api_changes"),
    path("decisions/", DecisionList.as_view(), name="api_decisions"),
    path("decisions/<uuid:decision_id>/", DecisionDetail.as_view(), name="api_decision"),
    path("keys/", KeyList.as_view(), name="api_keys"),
    path("webhooks/", WebhookList.as_view(), name="api_webhooks"),
    path(
        "webhooks/<uuid:webhook_id>/deliveries/",
        WebhookDeliveries.as_view(),
        name="api_webhook_deliveries",
    ),
    path(
        "webhooks/deliveries/<uuid:delivery_id>/again/",
        WebhookAgain.as_view(),
        name="api_webhook_again",
    ),
    path("members/", MemberList.as_view(), name="api_members"),
    path("mandates/", MandateList.as_view(), name="api_mandates"),
    path(MANDATE, MandateDetail.as_view(), name="api_mandate"),
    path("members/<uuid:member_id>/absence/", MemberAbsence.as_view(), name="api_absence"),
    path(f"{MANDATE}acceptance/", MandateAcceptance.as_view(), name="api_mandate_acceptance"),
    path(f"{MANDATE}refusal/", MandateRefusal.as_view(), name="api_mandate_refusal"),
    path(f"{MANDATE}remark/", MandateRemark.as_view(), name="api_mandate_remark"),
    path(f"{MANDATE}revocation/", MandateRevocation.as_view(), name="api_mandate_revocation"),
    path("charter/", CharterDoor.as_view(), name="api_charter"),
    path("charter/draft/", CharterDraft.as_view(), name="api_charter_draft"),
    path("charter/versions/", CharterVersions.as_view(), name="api_charter_versions"),
    path(
        "charter/versions/<int:number>/signature/",
        CharterSignatureDoor.as_view(),
        name="api_charter_signature",
    ),
    path("incidents/", Incidents.as_view(), name="api_incidents"),
    path(INCIDENT, IncidentDetail.as_view(), name="api_incident"),
    path(f"{INCIDENT}authority/", IncidentAuthority.as_view(), name="api_incident_authority"),
    path(f"{INCIDENT}closure/", IncidentClosure.as_view(), name="api_incident_closure"),
    path("statements/", Statements.as_view(), name="api_statements"),
    path("statements/<uuid:statement_id>/", StatementDetail.as_view(), name="api_statement"),
    path("register/", RegisterEntries.as_view(), name="api_register"),
    path("register/declarations/", RegisterDeclarations.as_view(), name="api_register_declare"),
    path("register/table/", RegisterTable.as_view(), name="api_register_table"),
    path("register/software/", RegisterSoftware.as_view(), name="api_register_software"),
    path(LOOK, RegisterSoftwareLook.as_view(), name="api_register_look"),
    path(ENTRY, RegisterEntryDetail.as_view(), name="api_register_entry"),
    path(f"{ENTRY}vendor/", RegisterVendor.as_view(), name="api_register_vendor"),
    path(f"{ENTRY}stop/", RegisterStop.as_view(), name="api_register_stop"),
    path(
        f"{ENTRY}stop/confirmation/",
        RegisterStopConfirmation.as_view(),
        name="api_register_stopped",
    ),
]
