from tenants.accounts.models import HandoverCode, Membership, User
from tenants.anchors.models import LogAnchor
from tenants.backups.models import Backup
from tenants.calendars.models import PersonCalendar
from tenants.companies.models import Domain, Founding, Organization
from tenants.contributions.models import Consent, Contribution, Snapshot
from tenants.digests.models import DigestPart, SentDigest
from tenants.drafts.models import Draft
from tenants.due_work.models import DueWork
from tenants.installation.models import Pulse
from tenants.kept_forms.models import KeptForm
from tenants.mail.models import PublicMail
from tenants.operators.models import OperatorAct

__all__ = [
    "Backup",
    "Consent",
    "Contribution",
    "DigestPart",
    "Domain",
    "Draft",
    "DueWork",
    "Founding",
    "HandoverCode",
    "KeptForm",
    "LogAnchor",
    "Membership",
    "OperatorAct",
    "Organization",
    "PersonCalendar",
    "PublicMail",
    "Pulse",
    "SentDigest",
    "Snapshot",
    "User",
]
