from governance.changes.models import CompanyChange
from governance.charter.models import (
    Charter,
    CharterRequest,
    CharterSignature,
    CharterVersion,
)
from governance.council.models import Consultation
from governance.decisions.models import ChainHead, Decision
from governance.incidents.models import Incident
from governance.keys.models import ApiKey, IdempotencyRecord
from governance.law.models import Triage
from governance.literacy.models import LiteracyMeasure
from governance.mandates.models import Mandate
from governance.members.models import Canary, Member
from governance.outbox.models import OutboxMessage
from governance.register.models import (
    KnownSoftware,
    RegisterDoor,
    RegisterEntry,
    RegisterEvent,
)
from governance.statement.models import Statement
from governance.vendors.models import VendorInquiry
from governance.webhooks.models import Webhook, WebhookDelivery

__all__ = [
    "ApiKey",
    "Canary",
    "ChainHead",
    "Charter",
    "CharterRequest",
    "CharterSignature",
    "CharterVersion",
    "CompanyChange",
    "Consultation",
    "Decision",
    "IdempotencyRecord",
    "Incident",
    "KnownSoftware",
    "LiteracyMeasure",
    "Mandate",
    "Member",
    "OutboxMessage",
    "RegisterDoor",
    "RegisterEntry",
    "RegisterEvent",
    "Statement",
    "Triage",
    "VendorInquiry",
    "Webhook",
    "WebhookDelivery",
]
