from datetime import datetime

from django.conf import settings

from governance.services.companies import open_company
from tenants.errors import Refused
from tenants.hosts import Company
from tenants.models import Domain, User
from tenants.rules.labels import label_candidates


def found_company(*, founder: User, name: str, now: datetime) -> Company:
    """A company of that name answers under the nicest free host; the founder is its executive.

    Raises Refused `host_taken` when nothing near the name is free, Unavailable `no_spare_company`.
    """
    hosts = [f"{label}.{settings.PUBLIC_HOST}" for label in label_candidates(name)]
    taken = set(Domain.objects.filter(domain__in=hosts).values_list("domain", flat=True))
    host = next((one for one in hosts if one not in taken), None)
    if host is None:
        raise Refused("host_taken", host=hosts[0])
    return open_company(name=name.strip(), host=host, founder=founder, now=now)
