from governance.models.decisions import ChainHead, Decision
from governance.models.keys import ApiKey, IdempotencyRecord
from governance.models.literacy import LiteracyMeasure
from governance.models.mandates import Mandate
from governance.models.members import Canary, Member
from governance.models.outbox import OutboxMessage
from governance.models.triage import Triage

__all__ = [
    "ApiKey",
    "Canary",
    "ChainHead",
    "Decision",
    "IdempotencyRecord",
    "LiteracyMeasure",
    "Mandate",
    "Member",
    "OutboxMessage",
    "Triage",
]
