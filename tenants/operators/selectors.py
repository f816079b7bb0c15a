"""What an operator sees of companies and jobs: names and hosts, dates and counts, no content."""

from datetime import datetime
from typing import Any

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
from tenants.operators.models import OperatorAct
from tenants.operators.rules import DEAD_ATTEMPTS, DeadLetter, FiguresSeen, LetterKind

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


ACTS_SHOWN = 20


def dead_work() -> QuerySet[DueWork]:
    """Work of open companies that was tried again and again, the oldest first."""
    rows = DueWork.objects.filter(
        attempts__gte=DEAD_ATTEMPTS, organization__state=CompanyState.ACTIVE
    )
    return rows.order_by("due_at", "id")


def dead_trials(*, now: datetime) -> QuerySet[Backup]:
    """Trials that failed lately and were not let go."""
    return failed_trials(now=now).filter(let_go_at=None)


def dead_mails() -> QuerySet[PublicMail]:
    """Mails of the public host that were given up; what they said is gone with it."""
    return PublicMail.objects.filter(given_up_at__isnull=False).defer("sealed")


def public_letters(*, now: datetime, most: int = 500) -> list[DeadLetter]:
    """What was given up on the public side: jobs, mails, trials; three statements."""
    work = dead_work().select_related("organization").annotate(host=_host_of("organization"))
    found = [
        _of_company(one, LetterKind.WORK, one.attempts, one.due_at, one.sent_at, one.job)
        for one in work[:most]
    ]
    found += [
        _of_company(one, LetterKind.TRIAL, 1, one.made_at, one.rehearsed_at, "")
        for one in dead_trials(now=now)[:most]
    ]
    return found + [
        DeadLetter(
            kind=LetterKind.PUBLIC_MAIL,
            id=one.id,
            attempts=one.attempts,
            first_at=one.created_at,
            last_at=one.given_up_at,
            error=one.last_error,
        )
        for one in dead_mails().order_by("-given_up_at", "id")[:most]
    ]


def public_letter_counts(*, now: datetime) -> dict[LetterKind, int]:
    """How much was given up on the public side, by kind; three statements."""
    return {
        LetterKind.WORK: dead_work().count(),
        LetterKind.PUBLIC_MAIL: dead_mails().count(),
        LetterKind.TRIAL: dead_trials(now=now).count(),
    }


def newest_acts() -> QuerySet[OperatorAct]:
    """What operators did last with what was given up."""
    return OperatorAct.objects.order_by("-at", "-id")[:ACTS_SHOWN]


def _of_company(
    row: Any, kind: LetterKind, attempts: int, first: datetime, last: datetime | None, error: str
) -> DeadLetter:
    return DeadLetter(
        kind=kind,
        id=row.id,
        attempts=attempts,
        first_at=first,
        last_at=last,
        error=error,
        organization_id=row.organization_id,
        company=row.organization.name,
        host=row.host or "",
    )


def seen(figures: InstallationFigures, *, queued: int | None, given_up: int = 0) -> FiguresSeen:
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
        given_up=given_up,
    )


def _host_of(organization: str) -> Subquery:
    hosts = Domain.objects.filter(tenant=OuterRef(organization), is_primary=True)
    return Subquery(hosts.values("domain")[:1])
