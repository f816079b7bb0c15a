import pytest
from django.core.cache import cache
from redis.exceptions import ConnectionError as Lost

from governance.api.throttles import counted


def test_requests_are_counted() -> None:
    cache.delete("tests:count")
    assert [counted("tests:count"), counted("tests:count")] == [1, 2]


@pytest.mark.parametrize("fault", [ValueError, Lost])
def test_a_cache_that_forgets_or_is_gone_stops_nobody(monkeypatch, fault) -> None:
    def fail(*_: object) -> int:
        raise fault

    monkeypatch.setattr(cache, "incr", fail)
    assert counted("tests:count") == 1
