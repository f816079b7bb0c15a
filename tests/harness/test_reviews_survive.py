"""Killed, flushed, doubled, at once: a period has exactly one review."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import redis
from celery import Celery
from django.db import connections
from django.utils import timezone
from django_tenants.utils import tenant_context

from config.celery import app
from governance.outbox.models import OutboxMessage
from portfolio.cap.selectors import get_portfolio
from portfolio.reviews.models import Review
from portfolio.reviews.services import reviews
from portfolio.rhythm.services import OPEN_REVIEW, move_due_date
from tenants import transactions
from tests import proof
from tests.committed import CommittedDatabase
from tests.conftest import Cast
from tests.leash import leashed
from tests.portfolio.scene import started

ROOT = Path(__file__).resolve().parents[2]
PERIODS, AT_ONCE = 5, 8
KILLS, FLUSHES = proof.size("REVIEW_KILLS"), proof.size("REVIEW_FLUSHES")
SECONDS = 60 + 8 * KILLS


def working_days(count: int) -> list[date]:
    """The last working days up to today, oldest first: each begins a period of its own."""
    day, found = datetime.now(UTC).date(), []
    while len(found) < count:
        if day.weekday() < 5:
            found.append(day)
        day -= timedelta(days=1)
    return found[::-1]


def opened_at_once(cast: Cast) -> int:
    """How many of eight that ask at the same moment open a review."""
    with tenant_context(cast.company):
        started(cast)
    day = datetime(2026, 12, 1, 9, tzinfo=UTC)
    barrier, opened = threading.Barrier(AT_ONCE), []

    def ask() -> None:
        with tenant_context(cast.company):
            barrier.wait()
            opened.append(reviews.open_due_review(now=day, today=day.date()))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(review is not None for review in opened)


def test_eight_at_once_open_one_review(committed_database: CommittedDatabase) -> None:
    cast = committed_database.cast("acme")
    assert opened_at_once(cast) == 1
    with tenant_context(cast.company):
        assert Review.objects.count() == 1


def test_a_missing_lock_and_missing_constraints_are_caught(
    committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, barrier, to_review = (
        committed_database.cast("acme"),
        threading.Barrier(AT_ONCE),
        reviews.to_review,
    )

    def together(**given: date):
        barrier.wait(30)
        return to_review(**given)

    monkeypatch.setattr(reviews, "lock_portfolio", get_portfolio)
    monkeypatch.setattr(reviews, "to_review", together)
    # What is recomputed afterwards would stumble over the second one.
    monkeypatch.setattr(transactions, "before_commit", lambda: lambda touched: None)
    with committed_database.owner() as owner:
        owner.execute(f"SET search_path = {cast.company.schema_name}")
        owner.execute("ALTER TABLE portfolio_review DROP CONSTRAINT portfolio_review_period_key")
        owner.execute("DROP INDEX review_one_open")
    assert opened_at_once(cast) > 1
    proof.caught("reviews", "no lock")


@pytest.fixture
def queue() -> Iterator[tuple[str, redis.Redis]]:
    """An own corner of the queue's server: another database number, empty."""
    url = os.environ["REDIS_URL"].split("?")[0]
    client = redis.Redis(unix_socket_path=url.split("://")[1], db=9)
    client.flushdb()
    yield f"{url}?virtual_host=9", client
    client.flushdb()
    client.close()


def worker(environment: dict[str, str]) -> subprocess.Popen:
    """A real worker, in its own process group."""
    command = [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "-c", "2"]
    command += ["-Q", "celery,mail,sweep"]
    return leashed(
        [*command, "--loglevel", "ERROR"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kill(process: subprocess.Popen) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_every_period_has_one_review_whatever_is_killed_flushed_or_doubled(
    committed_database: CommittedDatabase, queue: tuple[str, redis.Redis]
) -> None:
    url, server = queue
    cast = committed_database.cast("acme")
    with tenant_context(cast.company):
        started(cast)
    dice, days = random.Random(5), working_days(PERIODS)
    sender = Celery("sender", broker=url)
    sender.conf.broker_transport_options = app.conf.broker_transport_options
    environment = {**committed_database.environment, "REDIS_URL": url}
    process, kills, flushes, end = worker(environment), 0, 0, time.monotonic() + SECONDS
    messages = 0
    try:
        for number, day in enumerate(days, 1):
            become_due(cast, day)
            while time.monotonic() < end and (
                not is_reviewed(cast, day) or kills < KILLS * number // PERIODS
            ):
                for _ in range(3):
                    sender.send_task(OPEN_REVIEW, kwargs={"organization_id": str(cast.company.id)})
                    messages += 1
                if kills < KILLS * number // PERIODS:
                    time.sleep(dice.uniform(1, 4))
                    kill(process)
                    kills += 1
                    if flushes < kills * FLUSHES // KILLS:
                        server.flushdb()
                        flushes += 1
                    process = worker(environment)
                time.sleep(0.5)
        time.sleep(2)
    finally:
        kill(process)
    with tenant_context(cast.company):
        found = list(Review.objects.order_by("period").values_list("period", flat=True))
        told = OutboxMessage.objects.filter(template="review_opened").count()
        opened = Review.objects.exclude(state="missed").count()
    proof.measured(
        "reviews",
        done={"REVIEW_KILLS": kills, "REVIEW_FLUSHES": flushes},
        figures={
            "messages": messages,
            "periods": len(days),
            "without one review": sum(found.count(day) != 1 for day in days),
        },
    )
    assert len(found) == len(set(found))
    assert set(days) <= set(found)
    assert (told, kills, flushes) == (opened * 2, KILLS, FLUSHES)


def become_due(cast: Cast, day: date) -> None:
    """The review before is over, and a period that begins that day is due."""
    with tenant_context(cast.company):
        Review.objects.filter(state="open").update(state="closed")
        move_due_date(job=OPEN_REVIEW, on=day, now=timezone.now(), today=day)


def is_reviewed(cast: Cast, day: date) -> bool:
    with tenant_context(cast.company):
        return Review.objects.filter(period=day).exists()
