"""One client of the product or of the floor: requests one after the other, or eight at a time."""

import http.client
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import cycle
from statistics import median, quantiles

from benchmarks.processes import cpu_ms


@dataclass(frozen=True)
class Request:
    """What is asked of whom; `keys` in turn, `body` makes a new body for each call of a write."""

    port: int
    path: str
    headers: Mapping[str, str]
    keys: Iterator[str] | None = None
    method: str = "GET"
    body: Callable[[int], bytes] | None = None
    status: int = 200


@dataclass(frozen=True, kw_only=True)
class Entered:
    """One company as a client reaches it: host, schema, many keys, an executive's cookie.

    Many, because each key has its limit of requests a minute, and no client is above it.
    """

    host: str
    schema: str
    keys: list[str]
    cookie: str
    initiative: str
    ready: list[str]

    @cached_property
    def key_in_turn(self) -> Iterator[str]:
        """The keys, one after the other, for ever."""
        return cycle(self.keys)

    @property
    def browser(self) -> dict[str, str]:
        """The headers of an executive's browser."""
        return {"Host": self.host, "Cookie": self.cookie, "Accept-Language": "fr"}


@dataclass(frozen=True)
class Cost:
    """Milliseconds of processor (server, database) and of waiting; bytes of the last answer."""

    server: float
    database: float
    p50: float
    p95: float
    size: int

    @property
    def cpu(self) -> float:
        """Server and database together."""
        return self.server + self.database


class Line:
    """A kept-alive connection that answers or fails loudly."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, request: Request, number: int = 0) -> bytes:
        """The body of the answer; RuntimeError when its status is another than expected."""
        body = request.body(number) if request.body else None
        headers = dict(request.headers)
        if body:
            headers["Content-Type"] = "application/json"
        if request.keys is not None:
            headers["Authorization"] = f"Bearer {next(request.keys)}"
        self.connection.request(request.method, request.path, body=body, headers=headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != request.status:
            raise RuntimeError(
                f"{request.method} {request.path}: {answer.status} {content[:300]!r}"
            )
        return content


def cost(
    request: Request, *, times: int, server: Callable[[], list[int]], database: list[int]
) -> Cost:
    """What one request costs, over `times` of them after a tenth of that to warm up."""
    line, waits, content = Line(request.port), [], b""
    for number in range(max(3, times // 10)):
        line.ask(request, -1 - number)
    before = cpu_ms(server()), cpu_ms(database)
    for number in range(times):
        began = time.perf_counter()
        content = line.ask(request, number)
        waits.append((time.perf_counter() - began) * 1000)
    after = cpu_ms(server()), cpu_ms(database)
    return Cost(
        server=(after[0] - before[0]) / times,
        database=(after[1] - before[1]) / times,
        p50=median(waits),
        p95=quantiles(waits, n=20)[18],
        size=len(content),
    )


def rate(request: Request, *, clients: int, seconds: float) -> float:
    """Answers a second with that many clients at once."""
    until = time.perf_counter() + seconds

    def work(_: int) -> int:
        line, done = Line(request.port), 0
        while time.perf_counter() < until:
            line.ask(request)
            done += 1
        return done

    with ThreadPoolExecutor(clients) as pool:
        return sum(pool.map(work, range(clients))) / seconds
