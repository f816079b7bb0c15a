from datetime import datetime, timedelta

from django.db.models import F, Q

from tenants.jobs import current_company_id, send
from tenants.models import DueWork
from tenants.transactions import after_commit, use_case

PATIENCE = timedelta(minutes=2)
LONGEST_PATIENCE = timedelta(hours=6)


def set_due(*, job: str, due_at: datetime | None) -> None:
    """The current company waits for `job` at that time; None: no longer."""
    organization_id = current_company_id()
    if due_at is None:
        DueWork.objects.filter(organization_id=organization_id, job=job).delete()
        return
    DueWork.objects.update_or_create(
        organization_id=organization_id,
        job=job,
        defaults={"due_at": due_at, "sent_at": None, "attempts": 0},
    )


def bring_forward(*, job: str, due_at: datetime) -> None:
    """The current company waits for `job` at that time or earlier."""
    organization_id = current_company_id()
    row, created = DueWork.objects.get_or_create(
        organization_id=organization_id, job=job, defaults={"due_at": due_at}
    )
    if not created and row.due_at > due_at:
        DueWork.objects.filter(pk=row.pk).update(due_at=due_at, sent_at=None, attempts=0)


def poke_due_work(*, now: datetime, limit: int = 500) -> int:
    """Every due row was handed to the queue; one that was handed over lately is left in peace.

    A row stays until its job has done the work, so a lost message is sent again: after two
    minutes, then twice as long each time, at most every six hours. Returns how many were sent.
    """
    with use_case():
        waiting = (
            DueWork.objects.select_for_update(skip_locked=True)
            .filter(due_at__lte=now)
            .filter(Q(sent_at__isnull=True) | Q(sent_at__lte=now - PATIENCE))
            .order_by("due_at")[:limit]
        )
        rows = [row for row in waiting if _is_patient_enough(row, now)]
        DueWork.objects.filter(pk__in=[row.pk for row in rows]).update(
            sent_at=now, attempts=F("attempts") + 1
        )

        def hand_over() -> None:
            for row in rows:
                send(row.job, row.organization_id)

        after_commit(hand_over)
    return len(rows)


def _is_patient_enough(row: DueWork, now: datetime) -> bool:
    if row.sent_at is None:
        return True
    patience = min(PATIENCE * 2 ** min(row.attempts - 1, 10), LONGEST_PATIENCE)
    return row.sent_at <= now - patience
