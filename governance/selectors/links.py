from django.conf import settings

from tenants.hosts import Company
from tenants.jobs import current_company_id
from tenants.selectors.organizations import company_by_id


def current_company() -> Company:
    """The company this connection works in, under its primary domain; LookupError outside."""
    organization_id = current_company_id()
    company = company_by_id(organization_id) if organization_id else None
    if company is None:
        raise LookupError("no company is entered")
    return company


def company_address(company: Company) -> str:
    """The company's address, scheme to port, without a last slash.

    It is the primary domain, never the host a request came with.
    """
    scheme = "https" if settings.SECURE else "http"
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    return f"{scheme}://{company.host}{port}"
