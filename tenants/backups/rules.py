"""What a backup of one company holds, and when it cannot be taken back."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from tenants.provisioning.rules import Structure
from tenants.shapes import Shape

FORMAT = 1
OWN_ARCHIVE = "_installation"

# The rows of the public side that are the company's; of accounts, those of its members and founder.
_MEMBERS = (
    "(SELECT user_id FROM tenants_membership WHERE organization_id = {id}"
    " UNION SELECT founder_id FROM tenants_founding WHERE organization_id = {id})"
)
OF_THE_COMPANY: Mapping[str, str] = {
    "tenants_organization": "id = {id}",
    "tenants_user": f"id IN {_MEMBERS}",
    "account_emailaddress": f"user_id IN {_MEMBERS}",
    "tenants_domain": "tenant_id = {id}",
    "tenants_membership": "organization_id = {id}",
    "tenants_founding": "organization_id = {id}",
    "tenants_consent": "organization_id = {id}",
    "tenants_contribution": "organization_id = {id}",
    "tenants_duework": "organization_id = {id}",
    "tenants_loganchor": "organization_id = {id}",
}
# What is everybody's stays as it is where it is there already.
SHARED = frozenset({"tenants_user", "account_emailaddress"})
# Frozen figures of all companies together: a quarter that is over cannot be computed again.
OF_THE_INSTALLATION: Mapping[str, str] = {"tenants_snapshot": "true"}
# Made by migrations, or over within a day: sessions, codes, what was typed, drafts of strangers,
# parts of a mail that waits for those of other companies. Nor a calendar's address, which a restore
# would open again, and what operators did on this host.
NOT_KEPT = frozenset(
    {
        "account_emailconfirmation",
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "django_content_type",
        "django_session",
        "tenants_backup",
        "tenants_digestpart",
        "tenants_draft",
        "tenants_handovercode",
        "tenants_keptform",
        "tenants_operatoract",
        "tenants_personcalendar",
        "tenants_publicmail",
        "tenants_pulse",
        "tenants_sentdigest",
    }
)


class BackupFault(Exception):
    """A backup cannot be made or taken back; the text says why and what to do."""


class Table(Shape, frozen=True):
    """One table's rows in an archive: which columns, how many, and the SHA-256 of their text."""

    name: str
    columns: list[str]
    rows: int
    digest: str


class Manifest(Shape, frozen=True):
    """What an archive says of itself. Without a company it is that of the installation's rows."""

    format: int
    made_at: datetime
    app_role: str
    public: list[Table]
    organization_id: UUID | None = None
    host: str = ""
    schema: str = ""
    migrations: list[str] = []
    structure: Structure | None = None
    tables: list[Table] = []

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


def refuse_what_is_newer(manifest: Manifest, known: Collection[str]) -> None:
    """Raises BackupFault for an archive that a newer version made."""
    newer = sorted(set(manifest.migrations) - set(known))
    if manifest.format > FORMAT or newer:
        told = f" (it has had {newer[0]})" if newer else ""
        raise BackupFault(f"A newer version made this backup{told}. Upgrade first, then restore.")


def file_name(manifest: Manifest) -> str:
    """`host-20261127T020000123456Z.zip`: sorts by company, then by time."""
    return f"{manifest.host or OWN_ARCHIVE}-{manifest.made_at:%Y%m%dT%H%M%S%fZ}.zip"
