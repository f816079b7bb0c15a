from django.db import models


class DpiaSettlement(models.TextChoices):
    """What was settled about the data protection impact assessment."""

    OPEN = "open"
    REFERENCED = "referenced"
    WAIVED = "waived"
