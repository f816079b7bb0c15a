from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import Cast
from tests.portfolio.calls import Call, caller


@pytest.fixture
def day() -> date:
    """The company's today, as the pages see it."""
    return timezone.localdate()


@pytest.fixture
def open_page(acme: Cast) -> Callable[..., Any]:
    """Opens an address as a part of the cast, in French unless told."""

    def opened(address: str, part: str = "executive", language: str = "fr") -> Any:
        client: Client = acme.client(part)
        client.cookies["language"] = language
        return client.get(address)

    return opened


@pytest.fixture
def send(acme: Cast) -> Callable[..., Any]:
    """Sends a form as a part of the cast, in English."""

    def sent(address: str, data: dict[str, Any], part: str = "executive", **more: Any) -> Any:
        client: Client = acme.client(part)
        client.cookies["language"] = "en"
        return client.post(address, data, **more)

    return sent


@pytest.fixture
def api(acme: Cast) -> Call:
    """Calls with a key of the executive; `api(method, path, body=None, **headers)`."""
    return caller(acme, "executive")
