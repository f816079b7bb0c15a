import pytest
from django.db import DatabaseError, connection

from governance.models import Canary
from tenants.choices import CompanyState
from tenants.ids import TEMPLATE_SCHEMA
from tenants.models import Organization
from tenants.provisioning.fingerprint import PARTS, describe_structure, differences

pytestmark = pytest.mark.django_db


def test_a_compiled_schema_equals_the_migrated_template() -> None:
    spare = Organization.objects.filter(state=CompanyState.SPARE).first()
    assert differences(TEMPLATE_SCHEMA, spare.schema_name) == []
    assert all(describe_structure(spare.schema_name)[part] for part in PARTS if part != "types")


def test_the_schema_of_a_company_says_whose_it_is(acme) -> None:
    assert Canary.objects.get().organization_id == acme.company.id


def test_the_app_cannot_make_a_schema() -> None:
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA intruder")
