from django.db import models


class AssessmentState(models.TextChoices):
    OPEN = "open"
    COMPLETED = "completed"
    EXPIRED = "expired"


class RespondentRole(models.TextChoices):
    """In what capacity somebody answers."""

    BOSS = "boss"
    CAPTAIN = "captain"
    MANAGER = "manager"
    TEAM = "team"
