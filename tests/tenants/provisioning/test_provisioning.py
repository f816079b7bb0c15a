from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django_tenants.utils import tenant_context

from governance.decisions.models import ChainHead
from governance.founding.services import open_company
from governance.members.models import Canary
from portfolio.cap.models import Portfolio, Slot
from tenants.accounts.models import User
from tenants.companies.choices import CompanyState
from tenants.companies.models import Domain, Organization
from tenants.hosts import Company
from tenants.ids import TEMPLATE_SCHEMA, new_schema_name
from tenants.provisioning.selectors.compiler import compile_schema
from tenants.provisioning.selectors.fingerprint import PARTS, describe_structure, differences
from tenants.provisioning.services.schemas import (
    build_spare,
    create_schema,
    drop_schema,
    refill_spares,
)
from tests.cast import email_of
from tests.committed import CommittedDatabase
from tests.refusals import refused
from tests.tenants.schemas import migrated_company

EMPTY = {"types", "defaults"}


@pytest.fixture
def founder(db) -> User:
    return User.objects.get(email="outsider@nowhere.example")


@pytest.fixture
def as_owner(committed_database: CommittedDatabase) -> Iterator[None]:
    with committed_database.as_owner():
        yield


def spare() -> Organization:
    return Organization.objects.filter(state=CompanyState.SPARE).order_by("created_at")[0]


def test_a_compiled_schema_equals_the_migrated_template(db) -> None:
    assert differences(TEMPLATE_SCHEMA, spare().schema_name) == []
    found = describe_structure(spare().schema_name)
    assert all(found[part] for part in PARTS if part not in EMPTY)


def test_a_claimed_spare_equals_the_template(founder, now) -> None:
    company = open_company(name="New", host="new.localhost", founder=founder, now=now)
    assert differences(TEMPLATE_SCHEMA, company.schema_name) == []


def test_a_migrated_company_equals_a_compiled_one(as_owner, now) -> None:
    assert differences(spare().schema_name, migrated_company(now).schema_name) == []


def test_a_fresh_company_has_its_seeds_and_nothing_else(founder, now) -> None:
    company = open_company(name="New", host="new.localhost", founder=founder, now=now)
    with tenant_context(company):
        assert Canary.objects.get().organization_id == company.id
        assert list(Slot.objects.order_by("no").values_list("no", flat=True)) == [1, 2, 3]
        assert Portfolio.objects.get().cap == 3
        assert ChainHead.objects.get().seq == 0


def test_a_claim_takes_one_spare_and_lists_the_founder(founder, now) -> None:
    before = set(Organization.objects.filter(state=CompanyState.SPARE))
    company = open_company(name="New", host="new.localhost", founder=founder, now=now)
    after = set(Organization.objects.filter(state=CompanyState.SPARE))
    assert {row.id for row in before - after} == {company.id}
    assert founder.memberships.get().organization_id == company.id
    assert isinstance(company, Company)


def test_a_host_is_given_once(acme, founder, now) -> None:
    spares = Organization.objects.filter(state=CompanyState.SPARE).count()
    with refused("host_taken"):
        open_company(name="New", host=acme.host, founder=founder, now=now)
    assert Organization.objects.filter(state=CompanyState.SPARE).count() == spares


def test_a_host_taken_in_the_same_instant_is_refused(
    committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch, now
) -> None:
    committed_database.cast("acme")
    founder = User.objects.get(email=email_of("acme", "viewer"))
    monkeypatch.setattr(type(Domain.objects.all()), "exists", lambda self: False)
    with refused("host_taken"):
        open_company(name="New", host="acme.localhost", founder=founder, now=now)
    assert not Organization.objects.filter(name="New").count()


def test_without_a_spare_no_company_is_opened(founder, now) -> None:
    Organization.objects.filter(state=CompanyState.SPARE).update(state="closed", name="x")
    with refused("no_spare_company"):
        open_company(name="New", host="new.localhost", founder=founder, now=now)
    assert not Domain.objects.filter(domain="new.localhost").exists()


def test_the_app_cannot_make_a_schema(db) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA intruder")


@pytest.mark.parametrize(
    "attack",
    [
        "DELETE FROM tenants_organization",
        "UPDATE tenants_organization SET schema_name = 't_00000000000000000000'",
        "INSERT INTO tenants_organization (id, schema_name, name, state, cell, timezone, language,"
        " is_demo, created_at) VALUES (gen_random_uuid(), 't_00000000000000000000', 'x', 'active',"
        " '', '', 'fr', false, now())",
    ],
)
def test_the_app_cannot_make_rename_or_remove_a_company(db, attack: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(attack)


def test_a_schema_name_is_never_used_again(as_owner, now) -> None:
    used = spare()
    Organization.objects.filter(id=used.id).update(state=CompanyState.CLOSED, name="Gone")
    drop_schema(used.schema_name)
    again = Organization(schema_name=used.schema_name, state=CompanyState.SPARE, created_at=now)
    with pytest.raises(ValidationError, match="already exists"):
        again.save(force_insert=True)
    with pytest.raises(IntegrityError, match="schema_name"):
        Organization.objects.bulk_create([again])


@pytest.mark.parametrize("name", ["acme", "public", "t_acme", "T_00000000000000000000", "t_0' x"])
def test_a_schema_name_is_random_or_refused(as_owner, now, name: str) -> None:
    with pytest.raises(ValueError, match="not a company's schema"):
        create_schema(name, [])
    with pytest.raises(ValueError, match="not a company's schema"):
        drop_schema(name)
    with pytest.raises(IntegrityError, match="schema_name_random"):
        Organization(schema_name=name, state="spare", created_at=now).save(force_insert=True)


def test_creating_over_an_existing_schema_fails_and_changes_nothing(as_owner) -> None:
    name = spare().schema_name
    before = describe_structure(name)
    with pytest.raises(ProgrammingError, match="already exists"), transaction.atomic():
        create_schema(name, ["CREATE TABLE stranger (id int)"])
    assert describe_structure(name) == before


def test_a_schema_is_made_in_one_transaction_only(as_owner) -> None:
    with pytest.raises(RuntimeError, match="one transaction"):
        create_schema(new_schema_name(), ["CREATE TABLE stray (id int)"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.stray')")
        assert cursor.fetchone() == (None,)


def test_a_spare_that_fails_half_way_leaves_nothing(as_owner, now) -> None:
    rows = Organization.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace")
        schemas = cursor.fetchone()
    with pytest.raises(ProgrammingError):
        build_spare(statements=["CREATE TABLE one (id int)", "SELECT nonsense"], now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace")
        assert cursor.fetchone() == schemas
    assert Organization.objects.count() == rows


def test_spares_are_refilled_to_the_number_asked_for(as_owner, now) -> None:
    present = Organization.objects.filter(state=CompanyState.SPARE).count()
    assert refill_spares(keep=present + 2, now=now) == 2
    assert refill_spares(keep=present + 2, now=now) == 0
    newest = Organization.objects.filter(state=CompanyState.SPARE).order_by("created_at").last()
    assert differences(TEMPLATE_SCHEMA, newest.schema_name) == []


def test_no_statement_of_the_compiler_names_a_schema(as_owner) -> None:
    statements = compile_schema(TEMPLATE_SCHEMA)
    assert len(statements) > 50
    assert not [text for text in statements if TEMPLATE_SCHEMA in text or "public." in text]
