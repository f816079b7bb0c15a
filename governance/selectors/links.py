from django.conf import settings

from tenants.jobs import current_company_id
from tenants.selectors.organizations import company_by_id


def company_address() -> str:
    """The current company's address, scheme to port, without a last slash.

    It is the primary domain, never the host a request came with.
    """
    organization_id = current_company_id()
    company = company_by_id(organization_id) if organization_id else None
    if company is None:
        raise LookupError("no company is entered")
    scheme = "https" if settings.SECURE else "http"
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    return f"{scheme}://{company.host}{port}"
