"""What the company's papers carry at their head or foot."""

from tenants.companies.models import Organization
from tenants.jobs import current_company_id


def postal_address() -> str:
    """Where the company of this connection is reached by post, in one line; one statement."""
    return ", ".join(typed_address().splitlines())


def typed_address() -> str:
    """The same, line by line as it was typed; empty outside of a company."""
    organization_id = current_company_id()
    if organization_id is None:
        return ""
    rows = Organization.objects.filter(id=organization_id)
    found: str = rows.values_list("postal_address", flat=True).get()
    return found
