"""Is the process alive; can it serve."""

import logging

from celery import current_app
from django.db import DatabaseError, connection
from django.http import JsonResponse
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def healthz() -> JsonResponse:
    """200: the process answers."""
    return JsonResponse({"status": "ok"})


def readyz() -> JsonResponse:
    """200: the database and the queue answer too; else 503 with what does not."""
    parts = {"database": _database_answers(), "queue": _queue_answers()}
    words = {name: "ok" if answers else "silent" for name, answers in parts.items()}
    return JsonResponse(words, status=200 if all(parts.values()) else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        log.warning("the database does not answer")
        return False
    return True


def _queue_answers() -> bool:
    try:
        with current_app.connection_for_read() as queue:
            queue.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    except OperationalError:
        log.warning("the queue does not answer")
        return False
    return True
