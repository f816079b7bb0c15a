from django.db import models
from django.utils.translation import pgettext_lazy


class SubjectKind(models.TextChoices):
    """What a decision or a mandate is about; the subject itself lives in an upper app."""

    INITIATIVE = "initiative", pgettext_lazy("subject", "Initiative")
    PORTFOLIO = "portfolio", pgettext_lazy("subject", "Portfolio")
    MANDATE = "mandate", pgettext_lazy("subject", "Mandate")
    MEMBER = "member", pgettext_lazy("subject", "Member")
    KEY = "key", pgettext_lazy("subject", "API key")
    WEBHOOK = "webhook", pgettext_lazy("subject", "Webhook")
    DECISION = "decision", pgettext_lazy("subject", "Decision")
    CHARTER = "charter", pgettext_lazy("subject", "Charter")
    INCIDENT = "incident", pgettext_lazy("subject", "Incident")
    STATEMENT = "statement", pgettext_lazy("subject", "Statement")
