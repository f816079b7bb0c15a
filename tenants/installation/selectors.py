"""How the installation fares, in figures that hold nothing of any company's content."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet

from tenants.accounts.models import Membership
from tenants.backups.models import Backup
from tenants.backups.selectors import last_rehearsal
from tenants.companies.choices import CompanyState
from tenants.companies.models import Organization
from tenants.due_work.models import DueWork
from tenants.installation.models import Pulse
from tenants.mail.models import PublicMail
from tenants.provisioning.selectors.soundness import set_apart

# The schedule asks three times a minute: this long without an answer is no accident.
SILENT_AFTER = timedelta(minutes=5)
# A job that is due is handed over within seconds; one that waits longer is told of.
LATE_AFTER = timedelta(minutes=10)
# Backups are made every night.
STALE_AFTER = timedelta(hours=26)
# Trials are made every thirty days.
UNTRIED_AFTER = timedelta(days=35)


@dataclass(frozen=True, slots=True)
class InstallationFigures:
    """As of `at`. Ages are None where nothing was ever seen."""

    at: datetime
    companies: dict[str, int]
    set_apart: int
    accounts: int
    jobs_late: int
    oldest_job: timedelta | None
    mail_waiting: int
    mail_given_up: int
    schedule_age: timedelta | None
    without_backup: int
    last_rehearsal: datetime | None
    rehearsals_failed: int

    @property
    def schedule_is_silent(self) -> bool:
        """Whether nothing that runs by itself was seen to run lately."""
        return is_schedule_silent(self.schedule_age)


def installation_figures(*, now: datetime) -> InstallationFigures:
    """One statement for each kind of figure, whatever the number of companies."""
    states = Organization.objects.values_list("state").annotate(count=Count("id"))
    late = DueWork.objects.filter(
        due_at__lte=now - LATE_AFTER, organization__state=CompanyState.ACTIVE
    ).aggregate(count=Count("id"), oldest=Min("due_at"))
    mail = PublicMail.objects.aggregate(
        waiting=Count("id", filter=Q(given_up_at__isnull=True)),
        given_up=Count("id", filter=Q(given_up_at__isnull=False)),
    )
    return InstallationFigures(
        at=now,
        companies={state: count for state, count in states if state != CompanyState.TEMPLATE},
        set_apart=len(set_apart()),
        accounts=Membership.objects.values("user").distinct().count(),
        jobs_late=late["count"],
        oldest_job=now - late["oldest"] if late["oldest"] else None,
        mail_waiting=mail["waiting"],
        mail_given_up=mail["given_up"],
        schedule_age=schedule_age(now=now),
        without_backup=without_backup(now=now).count(),
        last_rehearsal=last_rehearsal(),
        rehearsals_failed=Backup.objects.exclude(fault="")
        .filter(rehearsed_at__gt=now - UNTRIED_AFTER)
        .count(),
    )


def schedule_age(*, now: datetime) -> timedelta | None:
    """How long ago something that runs by itself was seen to run; None if never."""
    last = Pulse.objects.aggregate(at=Max("at"))["at"]
    return now - last if last else None


def is_schedule_silent(age: timedelta | None) -> bool:
    """Whether scheduler, queue or sweeper stands still, by how long ago the schedule was seen."""
    return age is None or age > SILENT_AFTER


def without_backup(*, now: datetime) -> QuerySet[Organization]:
    """The companies that have no backup of today, those opened first first."""
    fresh = Backup.objects.filter(made_at__gt=now - STALE_AFTER).values("organization")
    rows: QuerySet[Organization] = Organization.objects.exclude(id__in=fresh)
    rows = rows.filter(state=CompanyState.ACTIVE, opened_at__lt=now - STALE_AFTER)
    return rows.order_by("opened_at", "id")
