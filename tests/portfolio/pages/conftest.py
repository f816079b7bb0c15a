from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import Cast


@pytest.fixture
def day() -> date:
    """The company's today, as the pages see it."""
    return timezone.localdate()


@pytest.fixture
def open_page(acme: Cast) -> Callable[..., Any]:
    """Opens an address as a part of the cast, in French unless told."""

    def opened(address: str, part: str = "executive", language: str = "fr") -> Any:
        client: Client = acme.client(part)
        client.cookies["django_language"] = language
        return client.get(address)

    return opened
