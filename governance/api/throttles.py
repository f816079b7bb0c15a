import logging
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

REQUESTS_PER_MINUTE = 600
FAILURES_PER_MINUTE = 30
KEPT_SECONDS = 120
log = logging.getLogger(__name__)

COUNT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return count
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """What one clock minute has seen of a key, counted together by all processes."""

    requests: int
    seconds_left: int

    @property
    def headers(self) -> dict[str, str]:
        """What is left of the minute, as the caller is told."""
        left = max(0, REQUESTS_PER_MINUTE - self.requests)
        return {
            "X-RateLimit-Limit": str(REQUESTS_PER_MINUTE),
            "X-RateLimit-Remaining": str(left),
            "X-RateLimit-Reset": str(self.seconds_left),
        }


@cache
def counters() -> Redis:
    """The one client that counts."""
    return Redis.from_url(settings.CACHE_URL, **settings.CACHE_OPTIONS)


def count(door: Any, key_id: object) -> Counted:
    """One more request of that key; one round trip."""
    stamp = int(door.now.timestamp())
    found = _one_more(f"requests:{door.company.schema_name}:{key_id}:{stamp // 60}")
    return Counted(requests=found, seconds_left=60 - stamp % 60)


def failed_too_often(door: Any, prefix: str) -> Counted | None:
    """The minute of a prefix that failed thirty times in this company; None until then.

    Asked once a key has failed: a good one is never refused for what others tried.
    """
    stamp = int(door.now.timestamp())
    found = _one_more(f"key-failures:{door.company.schema_name}:{prefix}:{stamp // 60}")
    left = 60 - stamp % 60
    return Counted(requests=found, seconds_left=left) if found > FAILURES_PER_MINUTE else None


def _one_more(name: str) -> int:
    """How often that was counted; without the cache the first time: a limit is no lock."""
    try:
        found: Any = counters().eval(COUNT, 1, f"capitaine:{name}", KEPT_SECONDS)
    except RedisError:
        log.warning("the cache does not answer; requests are not counted")
        return 1
    return int(found)


class KeyThrottle(BaseThrottle):
    """A key makes at most 600 requests in a clock minute."""

    def allow_request(self, request: Request, view: Any) -> bool:
        self.counted: Counted | None = getattr(request._request, "counted", None)
        return self.counted is None or self.counted.requests <= REQUESTS_PER_MINUTE

    def wait(self) -> float:
        return float(self.counted.seconds_left if self.counted else 60)
