"""Is the process alive; can it serve."""

import logging

from celery import current_app
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.utils import timezone
from kombu.exceptions import OperationalError

from tenants.database.apart import faults_seen
from tenants.installation.selectors import is_schedule_silent, schedule_age

log = logging.getLogger(__name__)


def healthz() -> JsonResponse:
    """200: the process answers."""
    return JsonResponse({"status": "ok"})


def readyz() -> JsonResponse:
    """200: the queue answers, and so does a database that keeps companies apart; else 503.

    A schedule that stands still is told and stays 200: this process serves pages all the same.
    """
    words = {"database": _database(), "queue": "ok" if _queue_answers() else "silent"}
    status = 200 if set(words.values()) == {"ok"} else 503
    schedule = _schedule() if words["database"] == "ok" else "unknown"
    return JsonResponse({**words, "schedule": schedule}, status=status)


def _database() -> str:
    """Whether it answers ("ok", "silent"), or would mix companies up ("unsafe")."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        faults = faults_seen()
    except DatabaseError:
        log.warning("the database does not answer")
        return "silent"
    for fault in faults:
        log.error("nobody is served: %s", fault)
    return "unsafe" if faults else "ok"


def _schedule() -> str:
    """Whether what runs by itself was seen to run in the last minutes ("ok", "silent")."""
    try:
        return "silent" if is_schedule_silent(schedule_age(now=timezone.now())) else "ok"
    except DatabaseError:
        log.warning("the database does not say when the schedule last ran")
        return "unknown"


def _queue_answers() -> bool:
    try:
        with current_app.connection_for_read() as queue:
            queue.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    except OperationalError:
        log.warning("the queue does not answer")
        return False
    return True
