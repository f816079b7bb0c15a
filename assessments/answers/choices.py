from django.db import models


class AssessmentState(models.TextChoices):
    OPEN = "open"
    COMPLETED = "completed"
    EXPIRED = "expired"
