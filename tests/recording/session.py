"""The recording: all is read by two processes, then one writes, then what changed is read."""

import multiprocessing
import re
import shutil
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

from django.core import mail
from django.core.cache import cache
from django.db import connections

from tests.databases import ROOT
from tests.recording.answers import written
from tests.recording.frozen import Clock
from tests.recording.reads import Ask, Visit, visits
from tests.recording.script import Script, mails
from tests.recording.world import MAIN, World, opened
from tests.recording.writes import Rows, play

SHARES = 2
# The provisioner alone may: it holds the owner's password.
FOR_OTHERS = {"tenants.refill_spares"}


def record(folder: str, clock: Clock, only: str = "") -> None:
    """The folder holds one file for each page and answer; what it held before is gone."""
    target, begin = Path(folder), time.monotonic()
    subprocess.run([sys.executable, "-m", "config.messages", "compile"], cwd=ROOT, check=True)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    with opened(clock) as world:
        say(begin, "the companies are open")
        everybody = visits(world, only)
        read_all(world, everybody, target)
        say(begin, f"{sum(len(one.asks) for one in everybody)} addresses are read")
        if not only:
            write_all(world, target)
            say(begin, "everything is written")
            read_all(world, again(world), target / "after")
            say(begin, "what was written is read")
    say(begin, f"{len(list(target.rglob('*.txt')))} answers are in {target}")


def say(begin: float, what: str) -> None:
    print(f"{time.monotonic() - begin:6.1f} s  {what}", file=sys.stderr, flush=True)


def write_all(world: World, target: Path) -> None:
    """The day of changes, then the jobs that it left, then the letters that went out."""
    mail.outbox.clear()
    script = Script(world, target / "writes")
    play(script, Rows(world))
    print("  ".join(f"{status}: {count}" for status, count in sorted(script.count().items())))
    run_jobs(world)
    (target / "writes" / "mails.txt").write_text("\n=====\n".join(mails(world)), "utf-8")


def run_jobs(world: World) -> None:
    """Each job that waits is done once, and then what the schedule would poke, twice."""
    app = import_module("config.celery").app
    app.loader.import_default_modules()
    scheduled = [(one["task"], {}) for one in app.conf.beat_schedule.values()]
    left = [one for one in scheduled if one[0] not in FOR_OTHERS]
    world.jobs += [*left, *left]
    done = []
    while world.jobs:
        name, arguments = world.jobs.pop(0)
        if (name, arguments) in done and arguments:
            continue
        done.append((name, arguments))
        app.tasks[name].apply(kwargs=arguments, throw=True)


def again(world: World) -> list[Visit]:
    """The main company once more, as an executive and a full key see it after the changes."""
    world.learn()
    kept = {f"{MAIN}/executive/fr", f"{MAIN}/key-full/api"}
    return [one for one in visits(world, "") if one.folder in kept]


def read_all(world: World, everybody: list[Visit], target: Path) -> None:
    """One visit after the other, as a visitor's language is the member's; each is shared out."""
    connections.close_all()  # a connection that two processes share serves neither
    fork = multiprocessing.get_context("fork")
    for visit in everybody:
        readers = [
            fork.Process(target=read_share, args=(world, visit, target, number))
            for number in range(SHARES)
        ]
        for one in readers:
            one.start()
        for one in readers:
            one.join()
        if any(one.exitcode for one in readers):
            sys.exit("A reader did not come to its end.")


def read_share(world: World, visit: Visit, target: Path, number: int) -> None:
    """Every so many-th address of the visit; nobody's question changes another's answer."""
    cookies = visit.client.cookies.output()
    for ask in visit.asks[number::SHARES]:
        path = target / visit.folder / ask.route / f"{file_name(ask)}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(answer_of(world, visit, ask), "utf-8")
        mail.outbox.clear()
        cache.clear()
        if visit.client.cookies.output() != cookies:
            visit.client.cookies.load(cookies)
    connections.close_all()


def answer_of(world: World, visit: Visit, ask: Ask) -> str:
    answer = visit.client.get(ask.path)
    return written(world.masks.hide(f"GET {ask.path}"), answer, world.masks)


def file_name(ask: Ask) -> str:
    return re.sub(r"[^\w.=&-]+", "-", ask.about)[:120].strip("-") or "page"
