from tenants.models.access import HandoverCode, Membership
from tenants.models.drafts import Draft
from tenants.models.due_work import DueWork
from tenants.models.organizations import Domain, Organization
from tenants.models.users import User

__all__ = ["Domain", "Draft", "DueWork", "HandoverCode", "Membership", "Organization", "User"]
