from typing import Any

from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

REQUESTS_PER_MINUTE = 600


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
        cache.add(counter, 0, 120)
        return cache.incr(counter) <= REQUESTS_PER_MINUTE

    def wait(self) -> float:
        return float(self.seconds_left)
