from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django_tenants.utils import tenant_context

from tenants.backups.services import back_up_company
from tenants.hosts import Company
from tests.committed import CommittedDatabase
from tests.harness.company import qualify_an_initiative, record_decisions


@pytest.fixture
def company(committed_database: CommittedDatabase, now: datetime) -> Iterator[Company]:
    """A company in which something was decided; Django works as the owner."""
    company = committed_database.cast("acme").company
    with committed_database.as_owner():
        with tenant_context(company):
            qualify_an_initiative(now)
            record_decisions(3, now)
        yield company


@pytest.fixture
def archive(company: Company, tmp_path: Path, now: datetime) -> Path:
    """That company's archive."""
    return Path(back_up_company(company, folder=tmp_path, now=now).path)
