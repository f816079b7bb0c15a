"""The queue. Its schedule is static and only pokes: due work is read from rows."""

import signal
from typing import Any

from celery import Celery, signals
from django.apps import apps
from django.conf import settings
from django.utils.log import configure_logging

from config.environment import broker_url
from config.serving import read_settings_or_exit, serve_or_exit
from tenants.leash import follow_parent

SCHEDULE = {
    "poke due work": {"task": "tenants.poke_due_work", "schedule": 20.0},
    "send posted mail": {"task": "tenants.send_mail", "schedule": 20.0},
    "refill spare schemas": {"task": "tenants.refill_spares", "schedule": 60.0},
    "send weeks of several companies": {"task": "portfolio.send_weeks", "schedule": 60.0},
    "forget expired codes": {"task": "tenants.forget_expired_codes", "schedule": 3600.0},
    "forget expired forms": {"task": "tenants.forget_expired_forms", "schedule": 600.0},
    "forget expired drafts": {"task": "tenants.forget_expired_drafts", "schedule": 3600.0},
    "rehearse restores": {"task": "tenants.rehearse_restores", "schedule": 3600.0},
    "anchor logs": {"task": "governance.anchor_logs", "schedule": 3600.0},
    "freeze peers": {"task": "assessments.freeze_peers", "schedule": 3600.0},
}

# Each kind of work has its own processes: a slow mail server or a long job of one company keeps
# nobody else waiting. The provisioner is the only one that holds the owner's password. What is
# not named here is work of companies and stands in the queue `celery`.
ROUTES = {
    "tenants.refill_spares": {"queue": "provision"},
    "tenants.rehearse_restores": {"queue": "provision"},
    "tenants.send_mail": {"queue": "mail"},
    "governance.send_outbox": {"queue": "mail"},
    "governance.send_webhooks": {"queue": "webhooks"},
    "tenants.poke_due_work": {"queue": "sweep"},
    "tenants.forget_*": {"queue": "sweep"},
    "portfolio.send_weeks": {"queue": "sweep"},
}


def queue_names() -> list[str]:
    """Every queue that jobs are put into."""
    return sorted({"celery", *(route["queue"] for route in ROUTES.values())})


# A server that accepts and never answers holds whoever asks it no longer than this, twice.
PATIENCE_SECONDS = 3.0

read_settings_or_exit()
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
    worker_redirect_stdouts=False,
    accept_content=["json"],
    timezone="UTC",
    beat_schedule=SCHEDULE,
    task_routes=ROUTES,
    # A queue that is away for a night is there again in the morning, and so is every worker.
    broker_connection_max_retries=None,
    # The schedule is static and what is due is read from rows: nothing to keep in a file.
    beat_scheduler="celery.beat:Scheduler",
)
app.autodiscover_tasks(lambda: [c.name for c in apps.get_app_configs()])


@signals.worker_process_init.connect
def stay_with_worker(**_: Any) -> None:
    """A process of a worker that was killed takes no more jobs."""
    follow_parent(signal.SIGKILL)


@signals.setup_logging.connect
def _our_own_logs(**_: Any) -> None:
    """Jobs log as pages do: with the schema, without secrets."""
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)


@signals.celeryd_init.connect
@signals.beat_init.connect
def _serve_or_exit(**_: Any) -> None:
    """A worker, a scheduler or a provisioner that may not serve ends at once."""
    serve_or_exit()
