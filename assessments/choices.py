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


class StepState(models.TextChoices):
    """What people decided about an action of the roadmap; open: proposed again."""

    OPEN = "open"
    TAKEN = "taken"
    REFUSED = "refused"
    DONE = "done"
