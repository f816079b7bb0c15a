from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_tenants.models import DomainMixin, TenantMixin

from tenants.companies.choices import CompanyState
from tenants.ids import uuid7


class Organization(TenantMixin):  # type: ignore[misc]
    """One company, one schema of the database; its row outlives the schema, so no name returns.

    `build` says which version's schema it was last proven to have, and is empty while that is not
    known: only that version serves it (`tenants.builds`). `witness` tells whether anything changed
    since that proof. `drift` says what differs in one that is set apart (`provisioning.upgrade`).
    """

    auto_create_schema = False
    auto_drop_schema = False

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=10, choices=CompanyState.choices)
    cell = models.CharField(max_length=20, default="default")
    timezone = models.CharField(max_length=40, default="Europe/Paris")
    language = models.CharField(max_length=2, default="fr")
    postal_address = models.CharField(max_length=200, blank=True, default="", db_default="")
    is_demo = models.BooleanField(default=False)
    build = models.CharField(max_length=16, blank=True, default="", db_default="")
    witness = models.CharField(max_length=64, blank=True, default="", db_default="")
    drift = models.TextField(blank=True, default="", db_default="")
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(schema_name__regex=r"^t_[0-9a-f]{20}$")
                | Q(state="template", schema_name="zz_template"),
                name="organization_schema_name_random",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["spare", "template"]) | ~Q(name=""),
                name="organization_open_has_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.schema_name


class Domain(DomainMixin):  # type: ignore[misc]
    """A host name under which a company answers (no port)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    def __str__(self) -> str:
        return str(self.domain)


class Founding(models.Model):
    """One opening of a company by an account: what it was opened from opens no second one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    founder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="foundings"
    )
    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, related_name="founding"
    )
    link_digest = models.BinaryField(max_length=32, unique=True, null=True)
    draft_id = models.UUIDField(unique=True, null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.organization_id} by {self.founder_id}"
