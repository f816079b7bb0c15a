from django.db import models


class StepState(models.TextChoices):
    """What people decided about an action of the roadmap; open: proposed again."""

    OPEN = "open"
    TAKEN = "taken"
    REFUSED = "refused"
    DONE = "done"
