"""The browser of the tests: found, or fetched by `python -m tests.browser.chromium`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

VARIABLE = "TEST_BROWSER"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REMEDY = (
    "No browser for the tests was found or could be fetched: install Chromium "
    "(Debian: apt-get install chromium), or set TEST_BROWSER to the path of one."
)


def find_browser() -> Path | None:
    """The path of a Chromium: TEST_BROWSER's, one of this machine, or Playwright's own."""
    for name in (os.environ.get(VARIABLE, ""), *NAMES):
        found = shutil.which(name)
        if found is not None:
            return Path(found)
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None


def launch_options() -> dict[str, Any]:
    """Arguments for playwright.chromium.launch; fails with the remedy where there is no browser."""
    browser = find_browser()
    if browser is None:
        raise RuntimeError(REMEDY)
    # Chromium refuses its sandbox to root.
    return {"executable_path": str(browser), "args": ["--no-sandbox"] if os.geteuid() == 0 else []}


def fetch() -> bool:
    """Whether a browser could be fetched: Debian's as root, otherwise Playwright's own download."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], install):
            subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
        if find_browser() is not None:
            return True
    download = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(download, check=False).returncode == 0 and find_browser() is not None


def main() -> int:
    """0 when the tests have a browser, 2 with the remedy otherwise."""
    if find_browser() is None:
        print("  Fetching a browser for the tests, once ...", flush=True)
        if not fetch():
            print(REMEDY, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
