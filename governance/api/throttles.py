import logging
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

REQUESTS_PER_MINUTE = 600
FAILURES_PER_MINUTE = 30
log = logging.getLogger(__name__)


def counted(counter: str) -> int:
    """One more in this counter of a minute; its new value, 1 where the cache just forgot it.

    Without its cache the interface still answers: a limit of requests is no lock.
    """
    try:
        cache.add(counter, 0, 120)
        return cache.incr(counter)
    except ValueError:
        return 1
    except RedisError:
        log.warning("the cache does not answer; requests are not counted")
        return 1


class KeyThrottle(BaseThrottle):
    """A key makes at most 600 requests in a clock minute, counted together by all processes."""

    def allow_request(self, request: Request, view: Any) -> bool:
        key: Any = request.auth
        door: Any = request._request
        if key is None:
            return True
        stamp = int(door.now.timestamp())
        self.seconds_left = 60 - stamp % 60
        counter = f"requests:{door.company.schema_name}:{key.id}:{stamp // 60}"
        return counted(counter) <= REQUESTS_PER_MINUTE

    def wait(self) -> float:
        return float(self.seconds_left)


class KeyFailures:
    """Keys that failed from one address in a clock minute, counted together by all processes.

    Past thirty nothing from there is looked at, not even a good key, until the minute is over.
    """

    def __init__(self, door: Any) -> None:
        stamp = int(door.now.timestamp())
        self.seconds_left = 60 - stamp % 60
        self._counter = f"key-failures:{get_adapter().get_client_ip(door)}:{stamp // 60}"

    def are_too_many(self) -> bool:
        try:
            return (cache.get(self._counter) or 0) >= FAILURES_PER_MINUTE
        except RedisError:
            return False

    def add(self) -> None:
        counted(self._counter)
