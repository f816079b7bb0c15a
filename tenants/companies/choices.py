from django.db import models


class CompanyState(models.TextChoices):
    """Where a company's schema stands in its life; `closed` rows stay as tombstones."""

    TEMPLATE = "template"
    SPARE = "spare"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"
