import pytest
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import models
from django.test.utils import isolate_apps

from tenants.accounts.models import User
from tenants.checks import NATURAL_KEYS, company_apps, company_models, model_errors
from tenants.checks import company_models_stand_alone as check
from tenants.database.apart import database_faults
from tenants.ids import uuid7
from tenants.provisioning.selectors.soundness import tenancy_faults
from tests.committed import CommittedDatabase


def ids(model: type[models.Model]) -> list[str]:
    return sorted({error.id for error in model_errors(model, company_apps())})


def test_the_models_of_companies_stand_alone() -> None:
    assert check() == []
    assert len(company_models()) > 15


def test_every_natural_key_belongs_to_a_model() -> None:
    assert {model._meta.label for model in company_models()} >= NATURAL_KEYS


@isolate_apps("governance")
def test_a_foreign_key_to_a_public_table_is_found() -> None:
    class Planted(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid7)
        user = models.ForeignKey(User, on_delete=models.CASCADE)

        class Meta:
            app_label = "governance"

    assert ids(Planted) == ["tenants.E002"]


@isolate_apps("governance")
def test_a_counted_primary_key_is_found() -> None:
    class Planted(models.Model):
        class Meta:
            app_label = "governance"

    assert ids(Planted) == ["tenants.E003"]


@isolate_apps("governance")
def test_a_generic_key_is_found() -> None:
    class Planted(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid7)
        kind = models.ForeignKey(ContentType, on_delete=models.CASCADE)
        target_id = models.UUIDField()
        target = GenericForeignKey("kind", "target_id")

        class Meta:
            app_label = "governance"

    assert ids(Planted) == ["tenants.E002", "tenants.E004"]


def test_an_app_that_is_shared_and_a_companys_is_found(settings) -> None:
    settings.SHARED_APPS = [*settings.SHARED_APPS, "governance"]
    assert [error.id for error in check()] == ["tenants.E001"]


def test_this_database_is_sound(committed_database: CommittedDatabase) -> None:
    call_command("check_tenancy")
    call_command("check_database")
    assert tenancy_faults() == []
    assert database_faults() == []


@pytest.mark.parametrize(
    ("planted", "named"),
    [
        ("CREATE TABLE public.governance_decision (id int)", "public.governance_decision"),
        ("CREATE SCHEMA t_0123456789abcdef0123", "t_0123456789abcdef0123"),
        ("DROP SCHEMA {acme} CASCADE", "{acme}"),
        ("DELETE FROM {acme}.governance_canary", "{acme}"),
        (
            "UPDATE tenants_organization SET drift = 'x' WHERE schema_name = '{acme}'",
            "{acme} is set",
        ),
        ("UPDATE {acme}.governance_canary SET organization_id = gen_random_uuid()", "{acme}"),
    ],
)
def test_an_unsound_database_is_named(
    committed_database: CommittedDatabase, planted: str, named: str
) -> None:
    schema = committed_database.cast("acme").company.schema_name
    with committed_database.owner() as owner:
        owner.execute(planted.format(acme=schema))
    with pytest.raises(CommandError, match=named.format(acme=schema)):
        call_command("check_tenancy")
