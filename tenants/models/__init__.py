from tenants.models.access import HandoverCode, Membership
from tenants.models.due_work import DueWork
from tenants.models.organizations import Domain, Organization
from tenants.models.users import User

__all__ = ["Domain", "DueWork", "HandoverCode", "Membership", "Organization", "User"]
