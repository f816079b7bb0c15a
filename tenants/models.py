from tenants.accounts.models import HandoverCode, Membership, User
from tenants.anchors.models import LogAnchor
from tenants.backups.models import Backup
from tenants.companies.models import Domain, Organization
from tenants.contributions.models import Consent, Contribution, Snapshot
from tenants.drafts.models import Draft
from tenants.due_work.models import DueWork
from tenants.kept_forms.models import KeptForm

__all__ = [
    "Backup",
    "Consent",
    "Contribution",
    "Domain",
    "Draft",
    "DueWork",
    "HandoverCode",
    "KeptForm",
    "LogAnchor",
    "Membership",
    "Organization",
    "Snapshot",
    "User",
]
