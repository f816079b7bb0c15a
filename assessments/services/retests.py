"""A few companies are asked to take the assessment again, to measure the instrument itself."""

from datetime import datetime, timedelta

from assessments.models import Assessment
from assessments.rules.contributions import KIND, RETEST_FROM, is_retest
from assessments.selectors.assessments import completed_assessments
from governance.models import Member, OutboxMessage
from governance.services.outbox import tell
from tenants.selectors.contributions import own_contributions
from tenants.services.due_work import set_due
from tenants.transactions import use_case

INVITATION_JOB = "assessments.invite_retest"
RETEST_AFTER = timedelta(days=RETEST_FROM)


def invite_retest(*, now: datetime) -> None:
    """Whoever took the newest assessment is asked once to take it again, in time or never."""
    with use_case():
        newest = next(iter(completed_assessments(most=1)), None)
        if newest is not None and _is_in_time(newest, now) and _is_open(newest):
            _tell(newest, now=now)
        set_due(job=INVITATION_JOB, due_at=None)


def _is_in_time(assessment: Assessment, now: datetime) -> bool:
    completed = assessment.completed_at
    return completed is not None and is_retest(completed, now)


def _is_open(assessment: Assessment) -> bool:
    """Whether its company lends it still and was not asked yet."""
    asked = OutboxMessage.objects.filter(dedup_key=_key(assessment))
    return assessment.id in own_contributions(kind=KIND) and not asked.exists()


def _tell(assessment: Assessment, *, now: datetime) -> None:
    tell(
        member=Member.objects.get(id=assessment.started_by_id),
        template="retest_invitation",
        context={},
        now=now,
        dedup_key=_key(assessment),
    )


def _key(assessment: Assessment) -> str:
    return f"retest:{assessment.id}"
