"""The web server's workers share what was loaded before they were forked."""

import json
import os
import subprocess
import sys
from pathlib import Path

from config.children import GRANIAN

ROOT = Path(__file__).resolve().parents[2]
# What only few processes ever need is in none from the start: lists of passwords, workbooks read.
SELDOM = ("zxcvbn", "python_calamine")
PARENT = """
import gc, json, sys, threading
from config import web
def told():
    from django.conf import settings
    from django.db import connection
    from django.utils.module_loading import import_string
    shared = set(sys.modules)
    for name in settings.MIDDLEWARE:
        import_string(name)
    print(json.dumps({
        "is_connected": connection.connection is not None,
        "threads": threading.active_count(),
        "is_a_page": settings.DATABASE_LIMITS == settings.LIMITS_OF["page"],
        "frozen": gc.get_freeze_count(),
        "collects": gc.isenabled(),
        "loaded": sorted(shared),
        "own": sorted(set(sys.modules) - shared),
    }))
web.entrypoint = told
web.main()
"""


def test_what_every_worker_needs_is_loaded_before_they_are_forked() -> None:
    environment = {name: one for name, one in os.environ.items() if name != "DATABASE_PATIENCE"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PARENT],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert "config.web" in GRANIAN
    assert not told["is_connected"]
    assert told["threads"] == 1
    assert told["is_a_page"]
    assert told["collects"]
    assert told["frozen"] > 100_000
    assert "portfolio.initiatives.api" in told["loaded"]
    assert not set(SELDOM) & set(told["loaded"])
    ours = [name for name in told["own"] if not name.startswith("config.middleware")]
    assert len(ours) < 60, ours
