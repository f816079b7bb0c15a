from django.db import models
from django.utils.translation import pgettext_lazy


class RespondentRole(models.TextChoices):
    """In what capacity somebody answers."""

    BOSS = "boss", pgettext_lazy("respondent", "Executive")
    CAPTAIN = "captain", pgettext_lazy("respondent", "AI captain")
    MANAGER = "manager", pgettext_lazy("respondent", "Manager")
    TEAM = "team", pgettext_lazy("respondent", "Team")
