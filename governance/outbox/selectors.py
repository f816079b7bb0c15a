from uuid import UUID

from governance.outbox.models import OutboxMessage
from tenants.addresses import company_url
from tenants.companies.selectors import company_by_id
from tenants.hosts import Company
from tenants.jobs import current_company_id


def current_company() -> Company:
    """The company this connection works in, under its primary domain; LookupError outside."""
    organization_id = current_company_id()
    company = company_by_id(organization_id) if organization_id else None
    if company is None:
        raise LookupError("no company is entered")
    return company


def newest_of(*, template: str) -> dict[UUID, OutboxMessage]:
    """The newest message of that template to each recipient, by the recipient's id."""
    rows = OutboxMessage.objects.filter(template=template).order_by("created_at")
    return {row.recipient_id: row for row in rows}


def company_address(company: Company) -> str:
    """The company's address, scheme to port, without a last slash; never a request's host."""
    return company_url(company.host, "")
