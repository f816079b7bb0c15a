"""What is wrong with an installation, and what to do about each."""

import shutil
import socket
import ssl
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError
from django.utils import timezone
from kombu.exceptions import OperationalError

from config.celery import queue_names
from config.dead_letters import letter_counts
from config.serving import configuration_faults
from tenants.connections import connection
from tenants.database.apart import database_faults
from tenants.installation.selectors import (
    UNTRIED_AFTER,
    installation_figures,
    without_backup,
)
from tenants.provisioning.selectors.soundness import tenancy_faults
from tenants.provisioning.services.upgrade import behind

LEAST_FREE = 1 << 30
CLOCKS_APART = timedelta(seconds=2)
CERTIFICATE_LEFT = timedelta(days=14)
SECONDS = 5.0

Fault = str
Check = Callable[[], Iterator[Fault]]


def examine() -> Iterator[tuple[str, list[Fault]]]:
    """Each part of the installation with what is to be mended there; a broken check is a fault."""
    for name, check in CHECKS.items():
        try:
            yield name, list(check())
        except (DatabaseError, OperationalError, OSError) as error:
            yield name, [f"It could not be looked at: {str(error).strip().splitlines()[0]}."]


def _roles() -> Iterator[Fault]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls,"
            " has_schema_privilege('public', 'CREATE'),"
            " EXISTS (SELECT 1 FROM pg_tables WHERE tableowner = current_user)"
            " FROM pg_roles WHERE rolname = current_user"
        )
        role, is_mighty, may_create, owns = cursor.fetchone()
    if settings.DATABASE_OWNER_URL:
        yield "Run this with the application's variables: DATABASE_OWNER_URL is set."
        return
    if is_mighty:
        yield f"{role} is more than a user of rows: ALTER ROLE {role} NOSUPERUSER NOCREATEROLE …."
    if may_create:
        yield f"{role} may make tables: REVOKE CREATE ON SCHEMA public FROM {role}, PUBLIC."
    if owns:
        yield f"{role} owns tables: the owner of DATABASE_OWNER_URL should."


def _settings() -> Iterator[Fault]:
    yield from configuration_faults()


def _rights() -> Iterator[Fault]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_default_acl")
        (defaults,) = cursor.fetchone()
    if defaults:
        yield "The database has default privileges: a migration was cut off; run migrate_all."


def _pooler() -> Iterator[Fault]:
    yield from database_faults()


def _locks() -> Iterator[Fault]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('max_locks_per_transaction')::int"
            " * current_setting('max_connections')::int, (SELECT count(*) FROM pg_class"
            " WHERE relkind IN ('r', 'i'))"
        )
        locks, relations = cursor.fetchone()
    if locks < relations:
        yield (
            f"A dump of the whole database locks {relations} tables and indexes, {locks} fit:"
            " set max_locks_per_transaction = 1024, or rely on backup and physical backups."
        )


def _drift() -> Iterator[Fault]:
    yield from tenancy_faults()
    late = behind()
    if late:
        yield f"{len(late)} companies wait for their upgrade: run migrate_all."


def _mail() -> Iterator[Fault]:
    try:
        with get_connection(timeout=SECONDS):
            pass
    except OSError as error:
        yield f"The mail server does not take us ({error}): see the variables EMAIL_…."


def _queue() -> Iterator[Fault]:
    told = current_app.control.inspect(timeout=SECONDS).active_queues() or {}
    served = {one["name"] for found in told.values() for one in found}
    for name in sorted(set(queue_names()) - served):
        yield f"Nobody works on the queue {name}: start the process that does."


def _schedule() -> Iterator[Fault]:
    figures = installation_figures(now=timezone.now())
    if figures.schedule_is_silent:
        age = figures.schedule_age
        since = f"for {int(age.total_seconds() // 60)} minutes" if age else "at all"
        yield f"Nothing that runs by itself ran {since}: start scheduler and sweeper."
    if figures.jobs_late:
        yield f"{figures.jobs_late} jobs are late: see the worker's log."
    given_up = sum(letter_counts(now=timezone.now()).values())
    if given_up:
        yield f"{given_up} letters were given up: see Given up in the operator's console."
    if figures.mail_given_up:
        yield f"{figures.mail_given_up} mails were given up: see manage.py undelivered."


def _clock() -> Iterator[Fault]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (there,) = cursor.fetchone()
    apart = abs(there - timezone.now())
    if apart > CLOCKS_APART:
        yield f"The database's clock is {apart.total_seconds():.0f} s away: run a time service."


def _disk() -> Iterator[Fault]:
    for folder in {settings.VAR_DIR, settings.BACKUPS}:
        if folder.exists() and shutil.disk_usage(folder).free < LEAST_FREE:
            yield f"Less than 1 GB is free at {folder}."


def _hosts() -> Iterator[Fault]:
    host = settings.PUBLIC_HOST
    if host == "localhost" or host.endswith(".localhost"):
        yield "PUBLIC_HOST is this machine's own name: name the host that people type."
        return
    for name in (host, f"any-company.{host}"):
        try:
            socket.getaddrinfo(name, 443)
        except OSError:
            yield f"{name} is not found: add it (the wildcard *.{host}) to your name server."


def _tls() -> Iterator[Fault]:
    if not settings.SECURE:
        yield "HTTPS is off: pages and cookies travel in clear."
        return
    context = ssl.create_default_context()
    for name in (settings.PUBLIC_HOST, f"any-company.{settings.PUBLIC_HOST}"):
        try:
            with (
                socket.create_connection((name, 443), timeout=SECONDS) as plain,
                context.wrap_socket(plain, server_hostname=name) as secured,
            ):
                shown = secured.getpeercert() or {}
        except OSError as error:
            yield f"https://{name} does not answer with a good certificate: {error}."
            continue
        end = datetime.fromtimestamp(
            ssl.cert_time_to_seconds(str(shown["notAfter"])), tz=timezone.get_default_timezone()
        )
        if end - timezone.now() < CERTIFICATE_LEFT:
            yield f"The certificate of {name} ends on {end:%Y-%m-%d}: renew it."


def _backups() -> Iterator[Fault]:
    now = timezone.now()
    missing = list(without_backup(now=now).values_list("name", flat=True))
    if missing:
        yield f"{len(missing)} companies have no backup of today, such as {missing[0]}."
    figures = installation_figures(now=now)
    if figures.rehearsals_failed:
        yield f"{figures.rehearsals_failed} backups could not be restored: see tenants_backup."
    tried = figures.last_rehearsal
    if figures.companies.get("active") and (tried is None or now - tried > UNTRIED_AFTER):
        yield "No backup was tried for five weeks: the provisioner does it, and reads BACKUPS."


def _publisher() -> Iterator[Fault]:
    if not settings.PUBLISHER["name"] or not settings.PUBLISHER["contact"]:
        yield "PUBLISHER_NAME and PUBLISHER_CONTACT are printed in the legal notice: set them."
    if not settings.SECURITY_CONTACT:
        yield "SECURITY_CONTACT is printed in security.txt: set it."


CHECKS: dict[str, Check] = {
    "settings": _settings,
    "roles": _roles,
    "rights": _rights,
    "pooler": _pooler,
    "locks": _locks,
    "drift": _drift,
    "mail": _mail,
    "queue": _queue,
    "schedule": _schedule,
    "clock": _clock,
    "disk": _disk,
    "hosts": _hosts,
    "TLS": _tls,
    "backups": _backups,
    "publisher": _publisher,
}
