from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from config import messages
from tests.browser.chromium import launch_options
from tests.browser.site import Site, running_site
from tests.databases import ROOT


@pytest.fixture(scope="session")
def site(
    django_test_environment: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The running product, once for all tests of the browser."""
    messages.compile_all(ROOT / "locale")
    folder: Path = tmp_path_factory.mktemp("site")
    with django_db_blocker.unblock(), running_site(folder) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for one file: its event loop must be gone before other tests use the database."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**launch_options())
        yield chromium
        chromium.close()
