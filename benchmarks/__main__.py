"""`make bench`: the product beside a raw floor; ends with 1 where a ceiling is passed."""

import argparse
import gzip
import json
import re
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

from benchmarks import ceilings as goal
from benchmarks.ceilings import Row
from benchmarks.client import Cost, Entered, Line, Request, cost, rate
from benchmarks.machine import Machine
from benchmarks.many import IDLE_UPGRADE, PROVISION, SPARES, SWEEP
from benchmarks.processes import cpu_ms, memory_mb, tree

API = "/api/v1"
PAGES = {
    "dashboard page": ("/", goal.PAGE_MS),
    "portfolio page": ("/portfolio/", goal.PORTFOLIO_MS),
    "initiative page": ("/initiatives/{initiative}/", goal.PAGE_MS),
    "log page": ("/decisions/", goal.PAGE_MS),
    "reviews page": ("/reviews/", goal.PAGE_MS),
    "to do page": ("/mine/", goal.PAGE_MS),
    "money page": ("/initiatives/{initiative}/expenses/", goal.PAGE_MS),
    "register page": ("/register/", goal.PAGE_MS),
    "law page": ("/law/", goal.PAGE_MS),
    "charter page": ("/charter/", goal.PAGE_MS),
    "quarter page": ("/quarter-paper/", goal.PAGE_MS),
    "board page": ("/board-paper/", goal.PAGE_MS),
}


@dataclass
class Bench:
    """What is measured, on which machine, by how many requests each."""

    machine: Machine
    times: int
    rows: list[Row] = field(default_factory=list)

    def add(self, name: str, value: float, unit: str, **bound: float) -> None:
        """One more row of the table, printed at once."""
        row = Row(name, value, unit, bound.get("most"), bound.get("least"))
        self.rows.append(row)
        print(row, flush=True)

    def floor(self, path: str) -> Cost:
        """What the raw floor costs at that path."""
        request = Request(self.machine.port("floor"), path, {})
        assert self.machine.floor is not None
        server = self.machine.floor.process.pid
        return self._cost(request, server, self.times)

    def product(self, request: Request, times: int | None = None) -> Cost:
        """What the product costs for that request."""
        assert self.machine.web is not None
        return self._cost(request, self.machine.web.process.pid, times or self.times)

    def _cost(self, request: Request, pid: int, times: int) -> Cost:
        Line(request.port).ask(request, -1000)
        backends = self.machine.backends()
        return cost(request, times=times, server=lambda: tree(pid), database=backends)

    def api(self, company: Entered, path: str) -> Request:
        """A read by key."""
        port = self.machine.port("web")
        return Request(port, API + path, {"Host": company.host}, company.key_in_turn)

    def page(self, company: Entered, path: str) -> Request:
        """A page for an executive."""
        return Request(self.machine.port("web"), path, company.browser)


def main(arguments: list[str]) -> int:
    """The table is printed; 1 where a ceiling is passed, else 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--times", type=int, default=200, help="requests behind each figure")
    parser.add_argument("--companies", type=int, default=1000, help="for sweep and idle upgrade")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, Machine(Path(folder)) as machine:
        bench = Bench(machine, options.times)
        cold_start(bench)
        reads(bench)
        writes(bench)
        starts(bench)
        growth(bench)
        crowd(bench)
        many(bench, companies=options.companies)
    missed = [row for row in bench.rows if row.is_passed]
    print(f"\n{len(missed)} goals missed", *missed, sep="\n")
    return 1 if missed else 0


def cold_start(bench: Bench) -> None:
    """From the start of a worker to its first answer to a key."""
    company = bench.machine.companies["middle"]
    began = time.perf_counter()
    bench.machine.restart_web()
    Line(bench.machine.port("web")).ask(bench.api(company, "/me"))
    took = time.perf_counter() - began
    bench.add("first authenticated answer", took, "s", most=goal.FIRST_ANSWER_S)


def reads(bench: Bench) -> None:
    """The list, the detail, the dashboard and the pages beside the floor, at 2,000."""
    company = bench.machine.companies["middle"]
    floor_list, floor_detail = bench.floor("/list"), bench.floor(f"/detail/{company.initiative}")
    bench.add("raw list of 50", floor_list.cpu, f"ms {floor_list.size // 1000} kB")
    bench.add("raw detail", floor_detail.cpu, f"ms {floor_detail.size // 1000} kB")
    asked = {
        "me": ("/me", None, 0.0),
        "list": ("/initiatives/?limit=50", floor_list, goal.LIST_RATIO),
        "detail": (f"/initiatives/{company.initiative}/", floor_detail, goal.DETAIL_RATIO),
        "dashboard": ("/dashboard/", floor_list, goal.DASHBOARD_RATIO),
    }
    for name, (path, floor, most) in asked.items():
        request = bench.api(company, path)
        found = bench.product(request)
        told(bench, name, found)
        if floor is None:
            bench.add(f"{name}: server alone", found.server, "ms", most=goal.ME_MS)
        else:
            bench.add(f"{name} × floor", found.cpu / floor.cpu, "×", most=most)
        counted(bench, name, request)
    for name, (path, most) in PAGES.items():
        request = bench.page(company, path.format(initiative=company.initiative))
        found = bench.product(request, max(20, bench.times // 4))
        bench.add(f"{name}: processor", found.cpu, "ms", most=most)
        bench.add(f"{name}: p95", found.p95, "ms")
        counted(bench, name, request)
    sign_in = Request(bench.machine.port("web"), "/accounts/login/", {"Host": "localhost"})
    bench.add("sign-in page: processor", bench.product(sign_in, 50).cpu, "ms", most=goal.PAGE_MS)
    weight(bench, company)
    assert bench.machine.web is not None
    shares = [memory_mb(pid) for pid in tree(bench.machine.web.process.pid)]
    bench.add("memory of a worker (PSS)", max(shares), "MB", most=goal.WORKER_MB)
    bench.add("memory of the web server (PSS)", sum(shares), "MB")


def told(bench: Bench, name: str, found: Cost) -> None:
    """Its processor time, waits and size."""
    bench.add(f"{name}: server + database", found.cpu, f"ms {found.size // 1000} kB")
    bench.add(f"{name}: p50", found.p50, "ms")
    bench.add(f"{name}: p95", found.p95, "ms")


def counted(bench: Bench, name: str, request: Request) -> None:
    """How many statements one warm request asks."""
    line = Line(request.port)
    number = bench.machine.statements(lambda: line.ask(request), warm=lambda: line.ask(request))
    most = goal.STATEMENTS.get(name)
    bench.add(f"{name}: statements", number, "", **({} if most is None else {"most": most}))


def weight(bench: Bench, company: Entered) -> None:
    """What a first visit to the dashboard loads: the page, its styles, scripts and icons."""
    line, request = Line(bench.machine.port("web")), bench.page(company, "/")
    page = line.ask(request)
    total = len(gzip.compress(page))
    for path in sorted(set(re.findall(rb'(?:href|src)="(/static/[^"#?]+)', page))):
        asset = Request(request.port, path.decode(), company.browser)
        total += len(gzip.compress(line.ask(asset)))
    bench.add("first page with its files, gzip", total / 1000, "kB", most=goal.FIRST_PAGE_KB)


def writes(bench: Bench) -> None:
    """A proposal by API, and a start by API."""
    company = bench.machine.companies["middle"]

    def idea(number: int) -> bytes:
        said = {"title": f"Measured {number}", "benefit": "time", "confirmed": True}
        return json.dumps(said).encode()

    asked = bench.api(company, "/initiatives/")
    create = replace(asked, method="POST", body=idea, status=201)
    found = bench.product(create, max(20, bench.times // 4))
    bench.add("create: server + database", found.cpu, "ms", most=goal.CREATE_MS)
    bench.add("create: p95", found.p95, "ms")
    line, number = Line(create.port), iter(range(10**6, 10**7))
    count = bench.machine.statements(
        lambda: line.ask(create, next(number)), warm=lambda: line.ask(create, next(number))
    )
    bench.add("create: statements", count, "")


def starts(bench: Bench) -> None:
    """Starts into free slots by API; what they started is stopped again, unmeasured."""
    company = bench.machine.companies["middle"]
    line, spent, ready = Line(bench.machine.port("web")), [], list(company.ready)
    me = bench.api(company, "/me")

    def decide(initiative: str, **said: str) -> Request:
        body = json.dumps(said).encode()
        asked = bench.api(company, f"/initiatives/{initiative}/decisions/")
        return replace(asked, method="POST", body=lambda _: body, status=201)

    assert bench.machine.web is not None
    server, counted_once = bench.machine.web.process.pid, 0
    while ready:
        running = [ready.pop() for _ in range(min(3, len(ready)))]
        for one in running:
            request = decide(one, verdict="start")
            if not counted_once:
                counted_once = bench.machine.statements(
                    lambda request=request: line.ask(request), warm=lambda: line.ask(me)
                )
                continue
            backends = bench.machine.backends()
            before = cpu_ms(tree(server)) + cpu_ms(backends)
            line.ask(request)
            spent.append(cpu_ms(tree(server)) + cpu_ms(backends) - before)
        for one in running:
            line.ask(decide(one, verdict="stop", reason="Measured", lesson="None", kept="Nothing"))
    bench.add("start: server + database", median(spent), "ms", most=goal.START_MS)
    bench.add("start: statements", counted_once, "", most=goal.STATEMENTS["start"])


def growth(bench: Bench) -> None:
    """The same reads at 200 and at 20,000."""
    for name, path in (("list", "/initiatives/?limit=50"), ("dashboard", "/dashboard/")):
        small, large = (
            bench.product(bench.api(bench.machine.companies[size], path)).cpu
            for size in ("small", "large")
        )
        bench.add(f"{name}: 20,000 beside 200", large / small, "×", most=goal.GROWTH)


def crowd(bench: Bench) -> None:
    """Eight clients of one worker beside one."""
    company = bench.machine.companies["middle"]
    request = bench.api(company, "/initiatives/?limit=50")
    one, eight = (rate(request, clients=number, seconds=4) for number in (1, 8))
    bench.add("list: answers a second, one client", one, "/s")
    bench.add("list: eight clients beside one", eight / one, "×", least=goal.EIGHT_CLIENTS)


def many(bench: Bench, *, companies: int) -> None:
    """Provisioning and claim, then a sweep and an upgrade with nothing to do over all of them."""
    machine = bench.machine
    bench.add(
        "a company from compiled statements", float(machine.python(PROVISION, is_owner=True)), "s"
    )
    machine.python(SPARES.format(companies=companies), is_owner=True)
    bench.add(f"sweep over {companies} companies", float(machine.python(SWEEP)), "s")
    took = float(machine.python(IDLE_UPGRADE, is_owner=True))
    bench.add(f"upgrade of {companies} with nothing to do", took, "s", most=goal.IDLE_UPGRADE_S)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
