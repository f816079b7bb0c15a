from tenants.backups.services.making import back_up_company, back_up_installation, forget_backups
from tenants.backups.services.rehearsing import rehearse
from tenants.backups.services.restoring import restore

__all__ = ["back_up_company", "back_up_installation", "forget_backups", "rehearse", "restore"]
