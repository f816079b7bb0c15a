"""What an operator sees of companies and jobs: names and hosts, dates and counts, no content."""

from datetime import datetime

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tenants.accounts.models import Membership
from tenants.backups.models import Backup
from tenants.companies.choices import CompanyState
from tenants.companies.models import Domain, Organization
from tenants.due_work.models import DueWork
from tenants.installation.selectors import (
    LATE_AFTER,
    UNTRIED_AFTER,
    InstallationFigures,
    without_backup,
)
from tenants.mail.models import PublicMail
from tenants.mail.selectors import is_mail_late
from tenants.operators.rules import FiguresSeen

SHOWN_STATES = (CompanyState.ACTIVE, CompanyState.SUSPENDED, CompanyState.CLOSED)


def listed_companies(*, state: str = "") -> QuerySet[Organization]:
    """Companies by name, with host, members, last backup and last trial; of one state if told."""
    own = Backup.objects.filter(organization=OuterRef("pk")).order_by().values("organization")
    seats = Membership.objects.filter(organization=OuterRef("pk")).order_by().values("organization")
    states = [state] if state in SHOWN_STATES else SHOWN_STATES
    rows: QuerySet[Organization] = Organization.objects.filter(state__in=states)
    found: QuerySet[Organization] = rows.annotate(
        host=_host_of("pk"),
        seats=Coalesce(Subquery(seats.annotate(count=Count("id")).values("count")), 0),
        saved_at=Subquery(own.annotate(at=Max("made_at")).values("at")),
        tried_at=Subquery(own.annotate(at=Max("rehearsed_at")).values("at")),
    )
    return found.order_by("name", "id")


def companies_apart() -> QuerySet[Organization]:
    """Companies that nobody is served from until their schema is mended."""
    rows: QuerySet[Organization] = Organization.objects.exclude(drift="")
    found: QuerySet[Organization] = rows.annotate(host=_host_of("pk"))
    return found.exclude(state=CompanyState.CLOSED).order_by("name", "id")


def unsaved_companies(*, now: datetime) -> QuerySet[Organization]:
    """Companies without a backup of today, those opened first first."""
    found: QuerySet[Organization] = without_backup(now=now).annotate(host=_host_of("pk"))
    return found


def failed_trials(*, now: datetime) -> QuerySet[Backup]:
    """Backups that could not be restored when they were tried lately, the newest trial first."""
    rows = Backup.objects.exclude(fault="").filter(rehearsed_at__gt=now - UNTRIED_AFTER)
    rows = rows.select_related("organization").annotate(host=_host_of("organization"))
    return rows.order_by("-rehearsed_at", "id")


def late_jobs(*, now: datetime) -> QuerySet[DueWork]:
    """Work of open companies that should have been done, the oldest first."""
    rows = DueWork.objects.filter(
        due_at__lte=now - LATE_AFTER, organization__state=CompanyState.ACTIVE
    )
    rows = rows.select_related("organization").annotate(host=_host_of("organization"))
    return rows.order_by("due_at", "id")


def public_mails() -> QuerySet[PublicMail]:
    """Mails of the public host that wait or were given up, those given up first."""
    rows = PublicMail.objects.defer("sealed", "last_error")
    return rows.order_by(F("given_up_at").desc(nulls_last=True), "created_at", "id")


def seen(figures: InstallationFigures, *, queued: int | None) -> FiguresSeen:
    """What the figures say of right and wrong."""
    now, tried = figures.at, figures.last_rehearsal
    has_companies = figures.companies.get(CompanyState.ACTIVE, 0) > 0
    return FiguresSeen(
        schedule_is_silent=figures.schedule_is_silent,
        schedule_age=figures.schedule_age,
        queued=queued,
        set_apart=figures.set_apart,
        without_backup=figures.without_backup,
        trials_failed=figures.rehearsals_failed,
        is_untried=has_companies and (tried is None or now - tried > UNTRIED_AFTER),
        jobs_late=figures.jobs_late,
        oldest_job=figures.oldest_job,
        mail_given_up=figures.mail_given_up,
        mail_is_late=is_mail_late(now=now),
    )


def _host_of(organization: str) -> Subquery:
    hosts = Domain.objects.filter(tenant=OuterRef(organization), is_primary=True)
    return Subquery(hosts.values("domain")[:1])
