"""The doorway to background jobs: by name, after commit, in the company they were asked from."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from celery import Task, current_app, shared_task
from django_tenants.utils import get_public_schema_name, tenant_context
from kombu.exceptions import OperationalError

from tenants.canary import confirm_company
from tenants.companies.selectors import company_by_id, open_companies
from tenants.connections import connection
from tenants.database.apart import confirm_apart
from tenants.hosts import Company
from tenants.transactions import after_commit, read_only, reading

log = logging.getLogger(__name__)

Seen = TypeVar("Seen")


def read_each_company(
    read: Callable[[], Seen], *, batch: int = 100
) -> Iterator[tuple[Company, Seen]]:
    """What `read` finds in each open company, one after the other; for an operator's command.

    Nothing can be written meanwhile. What `read` returns must hold no query.
    """

    def seen() -> Seen:
        with read_only():
            return read()

    return do_in_each_company(seen, batch=batch)


def do_in_each_company(
    act: Callable[[], Seen], *, batch: int = 100
) -> Iterator[tuple[Company, Seen]]:
    """What `act` returns in each open company, one after the other; for an operator's command."""
    after: UUID | None = None
    while companies := open_companies(after=after, most=batch):
        for company in companies:
            yield company, do_in_company(company, act)
        after = companies[-1].id


def do_in_company(company: Company, act: Callable[[], Seen]) -> Seen:
    """What `act` returns in that company, whose schema is looked at first."""
    with within(company):
        return act()


@contextmanager
def within(company: Company) -> Iterator[None]:
    """The company is entered; its canary is read in the transaction of what else is read."""
    confirm_apart()
    with tenant_context(company), reading():
        confirm_company(organization_id=company.id)
        yield


def current_company_id() -> UUID | None:
    """The company this connection works in; None on the public side.

    Raises RuntimeError in a schema that was entered by its name alone: whose it is, nobody knows.
    """
    if connection.schema_name == get_public_schema_name():
        return None
    organization_id: UUID | None = getattr(connection.tenant, "id", None)
    if organization_id is None:
        raise RuntimeError(f"schema {connection.schema_name} was entered without its company")
    return organization_id


def present_company_id() -> UUID:
    """The company this connection works in; raises LookupError on the public side."""
    organization_id = current_company_id()
    if organization_id is None:
        raise LookupError("no company is entered")
    return organization_id


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


def tenant_task(
    name: str, *, sends: bool = False, **options: Any
) -> Callable[[Callable[..., None]], Task[..., None]]:
    """Registers a job that runs inside the company whose id it receives.

    The schema's canary is read first, in the transaction of what else is read; a company that is
    not open is passed over. A job that `sends` keeps no transaction while it waits for others.
    """

    def register(function: Callable[..., None]) -> Task[..., None]:
        def run(*, organization_id: str, **arguments: Any) -> None:
            company = company_by_id(UUID(organization_id))
            if company is None or not company.is_open:
                log.info("%s skipped: the company is not open", name)
                return
            confirm_apart()
            with tenant_context(company), nullcontext() if sends else reading():
                confirm_company(organization_id=company.id)
                function(**arguments)

        run.__name__ = function.__name__
        run.__doc__ = function.__doc__
        run.in_company = True  # type: ignore[attr-defined]
        return shared_task(name=name, **options)(run)

    return register
