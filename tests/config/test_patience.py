"""A queue that accepts and never answers holds nobody long."""

import socket
import time
from collections.abc import Iterator

import pytest
from celery import Celery

from config.celery import PATIENCE_SECONDS
from config.celery import app as queue
from tenants import jobs


@pytest.fixture
def hung() -> Iterator[int]:
    """The port of a server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield server.getsockname()[1]


def test_asking_a_queue_that_hangs_gives_up_within_seconds(hung, monkeypatch, caplog) -> None:
    other = Celery("hung", set_as_current=False)
    other.conf.update(
        broker_url=f"redis://127.0.0.1:{hung}/0",
        broker_transport_options={
            **queue.conf.broker_transport_options,
            "socket_timeout": 0.3,
            "socket_connect_timeout": 0.3,
        },
        task_publish_retry_policy=queue.conf.task_publish_retry_policy,
    )
    monkeypatch.setattr(jobs, "current_app", other)
    begun = time.monotonic()
    jobs.send("tenants.poke_due_work", None)
    assert time.monotonic() - begun < 0.3 * 10
    assert "the queue does not answer" in caplog.text


@pytest.mark.parametrize("option", ["socket_timeout", "socket_connect_timeout"])
def test_the_queue_and_the_cache_are_asked_with_a_limit(option, settings) -> None:
    assert queue.conf.broker_transport_options[option] == PATIENCE_SECONDS <= 5
    assert settings.CACHES["default"]["OPTIONS"][option] <= 5
