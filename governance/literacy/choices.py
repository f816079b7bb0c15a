from django.db import models
from django.utils.translation import pgettext_lazy


class MeasureKind(models.TextChoices):
    """What was done so that people use AI knowingly."""

    TRAINING = "training", pgettext_lazy("literacy", "Training")
    GUIDANCE = "guidance", pgettext_lazy("literacy", "Guidance")
    BRIEFING = "briefing", pgettext_lazy("literacy", "Briefing")
    DOCUMENTATION = "documentation", pgettext_lazy("literacy", "Documentation")
    PRACTICE = "practice", pgettext_lazy("literacy", "Practice on real cases")


class LiteracyFactor(models.TextChoices):
    """What a measure took into account of the people and of the use."""

    KNOWLEDGE = "knowledge", pgettext_lazy("literacy", "What they already know")
    EXPERIENCE = "experience", pgettext_lazy("literacy", "Their experience and trade")
    CONTEXT = "context", pgettext_lazy("literacy", "The context of use")
    PERSONS_AFFECTED = "persons_affected", pgettext_lazy("literacy", "The people concerned by it")
