import re
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from msgspec.structs import replace

from governance.access.selectors import permission_table
from tests.cast import PUBLIC
from tests.committed import committed_database
from tests.config.doors import ASKED

__all__ = ["committed_database"]


@pytest.fixture(autouse=True)
def _own_counters(settings) -> None:
    """Rate limits and spent links of one test are not those of another."""
    settings.CACHES["default"]["KEY_PREFIX"] = "capitaine-test"
    cache.clear()


@pytest.fixture
def doors(settings, monkeypatch) -> None:
    """The company's hosts have a few plain rooms besides their own addresses."""
    settings.ROOT_URLCONF = "tests.config.doors"
    table = permission_table()
    known = replace(table, routes={**table.routes, **ASKED})
    monkeypatch.setattr("governance.access.views.permission_table", lambda: known)


@pytest.fixture
def public() -> Client:
    """A browser on the public host."""
    return Client(headers={"host": PUBLIC})


def link_in_mail(number: int = -1) -> str:
    """The path of the only link in a mail that was sent."""
    found = re.search(r"^http://localhost(/\S+)$", mail.outbox[number].body, re.MULTILINE)
    assert found is not None, mail.outbox[number].body
    return found[1]


def code_in(path: str) -> str:
    found = re.search(r"code=([^&]+)", path)
    assert found is not None
    return found[1]


ROOT = Path(__file__).resolve().parents[2]
