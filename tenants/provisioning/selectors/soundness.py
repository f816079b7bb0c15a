"""What must hold in the database before anybody is served."""

from tenants.canary import TABLE
from tenants.checks import company_models
from tenants.companies.choices import CompanyState
from tenants.companies.models import Organization
from tenants.connections import connection


def tenancy_faults() -> list[str]:
    """What could make one company read another's rows, a line each; empty if all is sound."""
    apart = [f"{one} is set apart, for it differs:\n{lines}" for one, lines in set_apart().items()]
    return [*_company_tables_in_public(), *_schemas_of_nobody(), *_foreign_canaries(), *apart]


def set_apart() -> dict[str, str]:
    """What differs in each company that is served by nobody until it is mended, by schema."""
    rows = Organization.objects.exclude(drift="").exclude(state=CompanyState.CLOSED)
    return dict(rows.order_by("schema_name").values_list("schema_name", "drift"))


def _company_tables_in_public() -> list[str]:
    names = [model._meta.db_table for model in company_models()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relname = ANY(%s) ORDER BY relname",
            [names],
        )
        return [
            f"public.{row[0]} belongs in company schemas only: a company that lacks the table"
            " would read this one. Drop it."
            for row in cursor.fetchall()
        ]


def _schemas_of_nobody() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT schema_name FROM tenants_organization"
            " WHERE state <> %s AND to_regnamespace(schema_name) IS NULL ORDER BY schema_name",
            [CompanyState.CLOSED],
        )
        lost = [f"{row[0]} is a company without a schema. Restore it." for row in cursor.fetchall()]
        cursor.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname ~ '^t_[0-9a-f]{20}$' AND nspname NOT IN"
            " (SELECT schema_name FROM tenants_organization) ORDER BY nspname"
        )
        return lost + [
            f"{row[0]} is a schema of no company. Find out whose it was, then drop it."
            for row in cursor.fetchall()
        ]


def _foreign_canaries() -> list[str]:
    living = [CompanyState.SPARE, CompanyState.ACTIVE, CompanyState.SUSPENDED]
    found = []
    for organization in Organization.objects.filter(state__in=living).order_by("created_at"):
        schema = organization.schema_name
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s)", [f"{schema}.{TABLE}"])
            present = cursor.fetchone()[0] is not None
            if present:
                cursor.execute(f'SELECT organization_id FROM "{schema}".{TABLE}')
            row = cursor.fetchone() if present else None
        if row is None or row[0] != organization.id:
            found.append(f"{schema} does not say that it is the company {organization.id}.")
    return found
