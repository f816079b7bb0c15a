from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import F, Q

from tenants.builds import own_build
from tenants.companies.choices import CompanyState
from tenants.connections import connection
from tenants.due_work.models import DueWork
from tenants.ids import uuid7
from tenants.jobs import present_company_id, send
from tenants.transactions import after_commit, use_case

PATIENCE = timedelta(minutes=2)
LONGEST_PATIENCE = timedelta(hours=6)


def set_due(*, job: str, due_at: datetime | None) -> None:
    """The current company waits for `job` at that time; None: no longer."""
    organization_id = present_company_id()
    if due_at is None:
        DueWork.objects.filter(organization_id=organization_id, job=job).delete()
        return
    DueWork.objects.bulk_create(
        [DueWork(organization_id=organization_id, job=job, due_at=due_at)],
        update_conflicts=True,
        unique_fields=["organization", "job"],
        update_fields=["due_at", "sent_at", "attempts"],
    )


BROUGHT_FORWARD = """
INSERT INTO tenants_duework AS known (id, organization_id, job, due_at, attempts)
SELECT new.id, %(organization)s, new.job, new.due_at, 0
FROM unnest(%(ids)s::uuid[], %(jobs)s::text[], %(due)s::timestamptz[]) AS new (id, job, due_at)
ON CONFLICT (organization_id, job) DO UPDATE
SET due_at = excluded.due_at, sent_at = NULL, attempts = 0 WHERE known.due_at > excluded.due_at
RETURNING 1
"""


def bring_forward(*, job: str, due_at: datetime) -> None:
    """The current company waits for `job` at that time or earlier."""
    bring_all_forward({job: due_at})


def bring_all_forward(due: Mapping[str, datetime]) -> None:
    """The current company waits for each of those jobs at its time or earlier; one statement."""
    jobs = sorted(due)
    values = {
        "organization": present_company_id(),
        "ids": [uuid7() for _ in jobs],
        "jobs": jobs,
        "due": [due[job] for job in jobs],
    }
    connection.prepared(BROUGHT_FORWARD, values)


def poke_due_work(*, now: datetime, limit: int = 500) -> int:
    """Every due row was handed to the queue; one that was handed over lately is left in peace.

    A row stays until its job has done the work, so a lost message is sent again: after two
    minutes, then twice as long each time, at most every six hours. Returns how many were sent.
    """
    with use_case():
        rows = list(
            DueWork.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(_patience_is_over(now), due_at__lte=now)
            .filter(organization__state=CompanyState.ACTIVE, organization__build=own_build())
            .order_by("due_at")[:limit]
        )
        DueWork.objects.filter(pk__in=[row.pk for row in rows]).update(
            sent_at=now, attempts=F("attempts") + 1
        )

        def hand_over() -> None:
            for row in rows:
                send(row.job, row.organization_id)

        after_commit(hand_over)
    return len(rows)


def _patience_is_over(now: datetime) -> Q:
    """Never sent, or sent long enough ago for the number of attempts.

    Asked in SQL, so that many rows that wait patiently never crowd out one that may go.
    """
    over, patience, attempts = Q(sent_at__isnull=True), PATIENCE, 1
    while patience < LONGEST_PATIENCE:
        over |= Q(attempts__lte=attempts, sent_at__lte=now - patience)
        patience, attempts = patience * 2, attempts + 1
    return over | Q(sent_at__lte=now - LONGEST_PATIENCE)
