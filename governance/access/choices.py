from django.db import models
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """A member's place in the company; captain is a relation, not a role."""

    EXECUTIVE = "executive", pgettext_lazy("role", "Executive")
    AI_LEAD = "ai_lead", pgettext_lazy("role", "AI captain")
    CONTRIBUTOR = "contributor", pgettext_lazy("role", "Contributor")
    VIEWER = "viewer", pgettext_lazy("role", "Viewer")


class ActorKind(models.TextChoices):
    MEMBER = "member"
    KEY = "key"
    SYSTEM = "system"
