from django.conf import settings

from governance.access.rules.actors import Act
from governance.access.services import require
from tenants.companies.services import describe_company, move_company
from tenants.contributions.rules import label_fault
from tenants.errors import Invalid
from tenants.hosts import Company

PERMISSION = "company.change"


def change_company(
    act: Act, *, company: Company, name: str, language: str, timezone: str, postal_address: str
) -> None:
    """The company is called so and reached there; its papers have this language and time zone.

    Raises Invalid.
    """
    require(act, permission=PERMISSION)
    describe_company(
        company_id=company.id,
        name=name,
        language=language,
        timezone=timezone,
        postal_address=postal_address,
    )


def change_address(act: Act, *, company: Company, label: str) -> str:
    """The company answers under that label of the public host, which is returned as a host.

    What answered before leads there. Raises Invalid `host_label_invalid`, `host_label_reserved`,
    Refused `host_taken`, `hosts_spent`.
    """
    require(act, permission=PERMISSION)
    label = label.strip().lower()
    if fault := label_fault(label):
        raise Invalid(fault, fields={"label": [fault]})
    host = f"{label}.{settings.PUBLIC_HOST}"
    move_company(company_id=company.id, host=host)
    return host
