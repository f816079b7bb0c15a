"""Work on many schemas, shared by several processes."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import django
from django.db import connections
from django.utils.module_loading import import_string

from tenants.leash import follow_parent

# A process takes seconds to start: fewer schemas than this are done without.
FEWEST = 4


class HelperKilled(Exception):
    """A process was ended from outside in the middle of its work; what others did stays done."""


def in_parallel(work: str, items: Sequence[str], *more: str, processes: int) -> Iterator[str]:
    """`work(item, *more)` is done for every item, each of which is named once it is done.

    `work` is the path of a function. What it raises for one is raised here; what was begun then
    ends, and nothing else begins. Raises HelperKilled when a process is ended from outside.
    """
    count = min(processes, len(items) // FEWEST)
    if count < 2:
        function: Callable[..., None] = import_string(work)
        for item in items:
            function(item, *more)
            yield item
        return
    place = {**connections["default"].settings_dict}
    with ProcessPoolExecutor(
        count,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(place, os.getpid()),
    ) as pool:
        futures = {pool.submit(_work, work, item, *more): item for item in items}
        try:
            for future in as_completed(futures):
                future.result()
                yield futures[future]
        except BrokenProcessPool as error:
            raise HelperKilled from error
        finally:
            pool.shutdown(cancel_futures=True)


def _begin(place: Mapping[str, Any], parent: int) -> None:
    """This process works on the same database, and ends with the one that started it."""
    follow_parent(signal.SIGKILL, parent=parent)
    django.setup()
    connections["default"].settings_dict.update(place)


def _work(work: str, item: str, *more: str) -> None:
    import_string(work)(item, *more)
