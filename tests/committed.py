"""A private database for tests that must really commit: several threads, processes or roles.

The suite's own tests run inside a transaction that is rolled back. One that asks for
`committed_database` works on a fresh copy of the template database instead, which is dropped after.
"""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connections

from tests import databases
from tests.conftest import Cast, _cast

_number = itertools.count(1)


@dataclass(frozen=True)
class CommittedDatabase:
    """The database's name, its three doors, and the cast that lives in it."""

    name: str

    @property
    def app_url(self) -> str:
        return databases.with_database(os.environ["DATABASE_URL"], self.name)

    @property
    def owner_url(self) -> str:
        return databases.with_database(os.environ["OWNER_URL"], self.name)

    @property
    def admin_url(self) -> str:
        return databases.with_database(os.environ["TEST_DATABASE_ADMIN_URL"], self.name)

    def app(self) -> psycopg.Connection:
        """A connection as the web has it; every statement commits."""
        return psycopg.connect(self.app_url, autocommit=True)

    def owner(self) -> psycopg.Connection:
        return psycopg.connect(self.owner_url, autocommit=True)

    def admin(self) -> psycopg.Connection:
        """A superuser's connection."""
        return psycopg.connect(self.admin_url, autocommit=True)

    def cast(self, slug: str) -> Cast:
        """A company of the cast as it is in this database, not entered."""
        return _cast(slug)

    @property
    def environment(self) -> dict[str, str]:
        """For processes that should work on this database as the web does."""
        return {**os.environ, "DATABASE_URL": self.app_url}

    @contextmanager
    def as_owner(self) -> Iterator[None]:
        """This thread's Django works with the owner's rights."""
        wrapper = connections["default"]
        before = {key: wrapper.settings_dict[key] for key in ("USER", "PASSWORD")}
        with psycopg.connect(self.owner_url) as probe:
            owner = {"USER": probe.info.user, "PASSWORD": probe.info.password}
        wrapper.close()
        wrapper.settings_dict.update(owner)
        try:
            yield
        finally:
            wrapper.close()
            wrapper.settings_dict.update(before)


@contextmanager
def working_on(name: str) -> Iterator[CommittedDatabase]:
    """Every thread's `connections["default"]` is that database, which is dropped after."""
    wrapper = connections["default"]
    before = wrapper.settings_dict["NAME"]
    wrapper.close()
    wrapper.settings_dict["NAME"] = name
    try:
        yield CommittedDatabase(name)
    finally:
        wrapper.close()
        wrapper.settings_dict["NAME"] = before
        databases.drop(name)


@pytest.fixture
def committed_database(django_db_setup, django_db_blocker) -> Iterator[CommittedDatabase]:
    """Until the test ends, every thread's `connections["default"]` is a private database."""
    template, name = databases.ensure_template(), f"{databases.run_name()}_{next(_number)}"
    databases.copy_template(template, name)
    with databases.admin() as admin:
        owner = urlsplit(os.environ["OWNER_URL"]).username
        admin.execute(f'ALTER DATABASE "{name}" OWNER TO "{owner}"')
    with django_db_blocker.unblock(), working_on(name) as database:
        yield database
