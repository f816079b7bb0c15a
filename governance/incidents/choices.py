from django.db import models
from django.utils.translation import pgettext_lazy


class Severity(models.TextChoices):
    """How much it weighs, as whoever handles it sees it."""

    LOW = "low", pgettext_lazy("incident", "Low")
    MEDIUM = "medium", pgettext_lazy("incident", "Medium")
    HIGH = "high", pgettext_lazy("incident", "High")


class AuthorityAnswer(models.TextChoices):
    """What was settled about telling the data protection authority."""

    NONE = "", pgettext_lazy("incident", "Not settled yet")
    TOLD = "told", pgettext_lazy("incident", "The CNIL was told")
    NO_RISK = "no_risk", pgettext_lazy("incident", "No risk to anybody, because…")
