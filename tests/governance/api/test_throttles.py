from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from redis.exceptions import ConnectionError as Lost

from governance.api import throttles
from governance.api.throttles import Counted, count, failed_too_often


@pytest.fixture
def door() -> Any:
    """A request from an address of its own."""
    return SimpleNamespace(
        now=datetime(2026, 11, 26, 9, 0, 20, tzinfo=UTC),
        company=SimpleNamespace(schema_name="tests"),
        META={"REMOTE_ADDR": f"2001:db8::{uuid4().hex[:4]}:{uuid4().hex[:4]}"},
        headers={},
    )


def test_requests_and_failures_are_counted_apart(door, monkeypatch) -> None:
    monkeypatch.setattr(throttles, "FAILURES_PER_MINUTE", 1)
    key, prefix = uuid4(), uuid4().hex[:8]
    assert [count(door, key).requests for _ in range(3)] == [1, 2, 3]
    assert count(door, uuid4()) == Counted(requests=1, seconds_left=40)
    assert failed_too_often(door, prefix) is None
    assert failed_too_often(door, prefix) == Counted(requests=2, seconds_left=40)
    assert failed_too_often(door, uuid4().hex[:8]) is None
    assert count(door, key) == Counted(requests=4, seconds_left=40)
    door.company.schema_name = "elsewhere"
    assert failed_too_often(door, prefix) is None


def test_a_counter_is_forgotten_after_two_minutes(door) -> None:
    key = uuid4()
    count(door, key)
    names = list(throttles.counters().scan_iter(f"*{key}*"))
    assert len(names) == 1
    assert 0 < throttles.counters().ttl(names[0]) <= throttles.KEPT_SECONDS


def test_a_cache_that_is_gone_stops_nobody(door, monkeypatch) -> None:
    def fail(*_: object) -> int:
        raise Lost

    monkeypatch.setattr(throttles.counters(), "eval", fail)
    assert count(door, uuid4()) == Counted(requests=1, seconds_left=40)
