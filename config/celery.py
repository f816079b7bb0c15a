"""The queue. Its schedule is static and only pokes: due work is read from rows."""

import os

from celery import Celery
from django.apps import apps
from django.conf import settings

from config.environment import broker_url

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

SCHEDULE = {
    "poke due work": {"task": "tenants.poke_due_work", "schedule": 20.0},
    "refill spare schemas": {
        "task": "tenants.refill_spares",
        "schedule": 60.0,
        "options": {"queue": "provision"},
    },
    "forget expired codes": {"task": "tenants.forget_expired_codes", "schedule": 3600.0},
    "forget expired forms": {"task": "tenants.forget_expired_forms", "schedule": 600.0},
    "forget expired drafts": {"task": "tenants.forget_expired_drafts", "schedule": 3600.0},
    "rehearse restores": {"task": "tenants.rehearse_restores", "schedule": 3600.0},
    "anchor logs": {"task": "governance.anchor_logs", "schedule": 3600.0},
    "freeze peers": {"task": "assessments.freeze_peers", "schedule": 3600.0},
}

# A server that accepts and never answers holds whoever asks it no longer than this, twice.
PATIENCE_SECONDS = 3.0

app = Celery("capitaine")
app.conf.update(
    broker_url=broker_url(settings.REDIS_URL),
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "global_keyprefix": "capitaine:",
        "visibility_timeout": 900,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": PATIENCE_SECONDS,
        "socket_connect_timeout": PATIENCE_SECONDS,
    },
    task_publish_retry_policy={"max_retries": 1, "interval_start": 0, "interval_max": 0.2},
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_time_limit=300,
    task_soft_time_limit=240,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=500,
    accept_content=["json"],
    timezone="UTC",
    beat_schedule=SCHEDULE,
)
app.autodiscover_tasks(lambda: [c.name for c in apps.get_app_configs()])
