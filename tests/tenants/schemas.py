"""Companies made by hand, for tests that work as the owner."""

from datetime import datetime

from django.db import connection

from tenants.canary import set_canary
from tenants.companies.choices import CompanyState
from tenants.companies.models import Domain, Organization
from tenants.hosts import Company
from tenants.ids import TEMPLATE_SCHEMA, new_schema_name
from tenants.provisioning.selectors.fingerprint import structure_digests
from tenants.provisioning.services.upgrade import migrate_schema, upgrade_company


def migrated_company(now: datetime, host: str = "migrated.localhost") -> Company:
    """An open company whose schema was migrated step by step, not compiled."""
    organization = Organization(
        schema_name=new_schema_name(), state=CompanyState.ACTIVE, name="Migrated", created_at=now
    )
    organization.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA "{organization.schema_name}"')
    migrate_schema(organization.schema_name)
    set_canary(schema=organization.schema_name, organization_id=organization.id)
    wished = structure_digests([TEMPLATE_SCHEMA])[TEMPLATE_SCHEMA]
    upgrade_company(organization.schema_name, wished)
    Domain.objects.bulk_create([Domain(domain=host, tenant=organization, is_primary=True)])
    return Company(
        organization.id,
        organization.schema_name,
        organization.state,
        organization.name,
        host,
        organization.timezone,
        organization.language,
    )
