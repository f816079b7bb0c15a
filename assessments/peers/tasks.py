from celery import shared_task
from django.utils import timezone

from assessments.peers.services import INVITATION_JOB, freeze_peers, invite_retest
from tenants.jobs import tenant_task


@shared_task(name="assessments.freeze_peers")
def freeze() -> None:
    """The quarter that ended has its snapshot of what companies lend."""
    now = timezone.now()
    freeze_peers(today=now.date(), now=now)


@tenant_task(INVITATION_JOB)
def invite() -> None:
    """A chosen company is asked to take the assessment again."""
    invite_retest(now=timezone.now())
