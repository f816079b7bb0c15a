"""A row is taken one way, and a stale version is said one way."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.members.models import Member
from tenants.rows import check_version, locked
from tests.architecture.sources import ROOT, sources
from tests.refusals import refused


@pytest.mark.django_db
def test_a_row_is_locked_and_found_by_its_id(acme):
    one = acme.members["lead"]
    with CaptureQueriesContext(
        connection,
    ) as seen:
        found = locked(Member, one.id, one.version)
    assert found == one
    assert seen.captured_queries[-1]["sql"].endswith('FOR UPDATE OF "governance_member"')


@pytest.mark.django_db
def test_who_is_not_there_is_not_found_by_the_models_own_code(acme):
    for code, named in (("", "member_not_found"), ("plan_not_found", "plan_not_found")):
        with refused(named):
            locked(Member, uuid4(), code=code)


@pytest.mark.django_db
def test_a_stale_version_tells_the_one_that_is_and_the_one_expected(acme):
    with refused("stale_version", version=1, expected=7):
        locked(Member.objects.all(), acme.members["lead"].id, 7)
    check_version(7, 7)
    check_version(7, None)


def test_nobody_else_says_that_a_version_is_stale():
    said = [
        source.module
        for source in sources(ROOT)
        for call in source.calls("Refused")
        if call.args and getattr(call.args[0], "value", None) == "stale_version"
    ]
    assert said == ["tenants.rows"]
