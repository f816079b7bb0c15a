from tenants.models.access import HandoverCode, Membership
from tenants.models.contributions import Consent, Contribution, Snapshot
from tenants.models.drafts import Draft
from tenants.models.due_work import DueWork
from tenants.models.organizations import Domain, Organization
from tenants.models.users import User

__all__ = [
    "Consent",
    "Contribution",
    "Domain",
    "Draft",
    "DueWork",
    "HandoverCode",
    "Membership",
    "Organization",
    "Snapshot",
    "User",
]
