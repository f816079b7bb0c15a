"""The doorway to background jobs: by name, after commit, in the company they were asked from."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from celery import Task, current_app, shared_task
from django.db import connection
from django_tenants.utils import tenant_context
from kombu.exceptions import OperationalError

from tenants.hosts import Company
from tenants.selectors.organizations import company_by_id
from tenants.transactions import after_commit

log = logging.getLogger(__name__)


def current_company_id() -> UUID | None:
    """The company this connection works in; None on the public side."""
    tenant = connection.tenant
    return tenant.id if isinstance(tenant, Company) else None


def enqueue(name: str, **arguments: Any) -> None:
    """The job `name` is asked for once the use case is committed.

    Inside a company it runs in that company. A lost message is harmless: due work is in rows.
    """
    after_commit(partial(send, name, current_company_id(), **arguments))


def send(name: str, organization_id: UUID | None, **arguments: Any) -> None:
    """The job `name` stands in the queue now, or a warning stands in the log."""
    if organization_id is not None:
        arguments["organization_id"] = str(organization_id)
    try:
        current_app.send_task(name, kwargs=arguments)
    except OperationalError:
        log.warning("the queue does not answer; %s waits for the next sweep", name)


def tenant_task(name: str, **options: Any) -> Callable[[Callable[..., None]], Task[..., None]]:
    """Registers a job that runs inside the company whose id it receives."""

    def register(function: Callable[..., None]) -> Task[..., None]:
        def run(*, organization_id: str, **arguments: Any) -> None:
            company = company_by_id(UUID(organization_id))
            if company is None or not company.is_open:
                log.info("%s skipped: the company is not open", name)
                return
            with tenant_context(company):
                function(**arguments)

        run.__name__ = function.__name__
        run.__doc__ = function.__doc__
        return shared_task(name=name, **options)(run)

    return register
