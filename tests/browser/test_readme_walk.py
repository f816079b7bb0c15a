import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import steps
from tests.browser.site import Site
from tests.cast import host_of
from tests.databases import ROOT

HOST = host_of("acme")
FENCE = re.compile(r"^```\n(.*?)^```$", re.DOTALL | re.MULTILINE)
EXPECTED = [200, 201, 201, 200, 201, 200, 200, 409, 409, 201, 200, 201, 200, 200]


def readme_script(*, key: str, api: str) -> str:
    """The lines of the README's walk, with this site's key and address."""
    text = (ROOT / "README.md").read_text()
    walk = text.partition("## The walk, by API")[2].partition("\n## ")[0]
    script = "\n".join(FENCE.findall(walk))
    script = re.sub(r"^KEY=.*$", f"KEY={key}", script, flags=re.MULTILINE)
    return re.sub(r"^API=.*$", f"API={api}", script, flags=re.MULTILINE)


@pytest.fixture
def own_curl(tmp_path: Path) -> Path:
    """A folder with a `curl`, the same on every machine, and the `python3` of these tests."""
    for name, words in (("curl", "-m tests.browser.curl"), ("python3", "")):
        program = tmp_path / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n')
        program.chmod(0o755)
    return tmp_path


def test_the_lines_of_the_readme_do_the_walk(site: Site, own_curl: Path):
    made = steps.fill_the_cap(
        site, host=HOST, started=["One", "Two", "Three"], ready=["The one that is ready"]
    )
    key = json.loads(site.call("tests.browser.furnish", f"make_key(host={HOST!r})"))
    done = subprocess.run(
        ["sh", "-eu", "-c", readme_script(key=key, api=site.url("/api/v1", host=HOST))],
        cwd=ROOT,
        env={**os.environ, "PATH": f"{own_curl}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stderr.splitlines()
    assert done.returncode == 0, done.stderr
    assert [int(line.split()[0]) for line in said] == EXPECTED, done.stdout
    answers = [json.loads(line) for line in done.stdout.splitlines() if line]
    codes = [answer["code"] for answer in answers if "code" in answer]
    assert codes == ["not_ready", "cap_reached"]
    full = next(answer for answer in answers if answer.get("code") == "cap_reached")
    assert {one["title"] for one in full["facts"]["initiatives"]} == {"One", "Two", "Three"}
    assert any(made["The one that is ready"] in line for line in said)
