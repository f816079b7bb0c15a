from tenants.tasks.drafts import forget_expired_drafts
from tenants.tasks.due_work import poke
from tenants.tasks.provisioning import refill
from tenants.tasks.sign_in import forget_expired_codes

__all__ = ["forget_expired_codes", "forget_expired_drafts", "poke", "refill"]
