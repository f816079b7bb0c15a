from tenants.accounts.tasks import forget_expired_codes
from tenants.drafts.tasks import forget_expired_drafts
from tenants.due_work.tasks import poke
from tenants.provisioning.tasks import refill

__all__ = ["forget_expired_codes", "forget_expired_drafts", "poke", "refill"]
