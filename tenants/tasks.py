from tenants.accounts.tasks import forget_expired_codes
from tenants.backups.tasks import rehearse_restores
from tenants.drafts.tasks import forget_expired_drafts
from tenants.due_work.tasks import poke
from tenants.kept_forms.tasks import forget_expired_forms
from tenants.mail.tasks import send_mail
from tenants.provisioning.tasks import refill

__all__ = [
    "forget_expired_codes",
    "forget_expired_drafts",
    "forget_expired_forms",
    "poke",
    "refill",
    "rehearse_restores",
    "send_mail",
]
