from typing import ClassVar

from django.db import models
from django.utils.translation import gettext

from governance.access.choices import Role
from tenants.ids import uuid7


class Canary(models.Model):
    """The one row that says which company this schema belongs to; read with every request."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    organization_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="canary_one_row"),
        ]

    def __str__(self) -> str:
        return str(self.organization_id)


class Member(models.Model):
    """A person's place in this company. `user_id` names the public user; no foreign key upward.

    Who is invited has not joined yet, and is known by what the invitation said only.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id = models.UUIDField(unique=True)
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=12, choices=Role.choices)
    language = models.CharField(max_length=2, default="fr")
    keyboard_shortcuts = models.BooleanField(default=True)
    weekly_mail = models.BooleanField(default=True, db_default=True)
    on_team_page = models.BooleanField(default=False, db_default=False)
    joined_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(role__regex=f"^({'|'.join(Role.values)})$"),
                name="member_role_known",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name every screen, mail and answer shows; the address is for the settings alone."""
        return self.name.strip() or gettext("Member without a name")

    @property
    def initials(self) -> str:
        """Two capitals at most, a question mark for somebody without a name."""
        return "".join(word[0] for word in self.name.split()[:2]).upper() or "?"

    @property
    def is_present(self) -> bool:
        return self.left_at is None
