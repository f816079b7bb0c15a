import logging
from dataclasses import dataclass
from functools import cache
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

REQUESTS_PER_MINUTE = 600
FAILURES_PER_MINUTE = 30
KEPT_SECONDS = 120
log = logging.getLogger(__name__)

# How often keys failed from an address; below the limit, one more in the other counter.
COUNT = """
local failed = tonumber(redis.call('GET', KEYS[1]) or '0')
if failed >= tonumber(ARGV[1]) then return {failed, 0} end
local count = redis.call('INCR', KEYS[2])
if count == 1 then redis.call('EXPIRE', KEYS[2], ARGV[2]) end
return {failed, count}
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """What one clock minute has seen, counted together by all processes.

    Past thirty failed keys nothing from that address is answered, not even a good key, until the
    minute is over.
    """

    failures: int
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

    @property
    def is_closed(self) -> bool:
        """Whether too many keys failed from that address."""
        return self.failures >= FAILURES_PER_MINUTE


@cache
def counters() -> Redis:
    """The one client that counts."""
    return Redis.from_url(settings.CACHE_URL, **settings.CACHE_OPTIONS)


def count(door: Any, key_id: object = None) -> Counted:
    """One more request of that key, or one more key that failed; one round trip.

    Without the cache the interface still answers: a limit of requests is no lock.
    """
    stamp = int(door.now.timestamp())
    minute, left = stamp // 60, 60 - stamp % 60
    failed = f"capitaine:key-failures:{get_adapter().get_client_ip(door)}:{minute}"
    asked = f"capitaine:requests:{door.company.schema_name}:{key_id}:{minute}"
    names = (failed, failed if key_id is None else asked)
    try:
        found: Any = counters().eval(COUNT, 2, *names, FAILURES_PER_MINUTE, KEPT_SECONDS)
    except RedisError:
        log.warning("the cache does not answer; requests are not counted")
        found = (0, 1)
    return Counted(failures=int(found[0]), requests=int(found[1]), seconds_left=left)


class KeyThrottle(BaseThrottle):
    """A key makes at most 600 requests in a clock minute."""

    def allow_request(self, request: Request, view: Any) -> bool:
        self.counted: Counted | None = getattr(request._request, "counted", None)
        return self.counted is None or self.counted.requests <= REQUESTS_PER_MINUTE

    def wait(self) -> float:
        return float(self.counted.seconds_left if self.counted else 60)
