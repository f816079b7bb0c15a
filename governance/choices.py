from django.db import models
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """A member's place in the company; captain is a relation, not a role."""

    EXECUTIVE = "executive", pgettext_lazy("role", "Executive")
    AI_LEAD = "ai_lead", pgettext_lazy("role", "AI captain")
    CONTRIBUTOR = "contributor", pgettext_lazy("role", "Contributor")
    VIEWER = "viewer", pgettext_lazy("role", "Viewer")


class ActorKind(models.TextChoices):
    MEMBER = "member"
    KEY = "key"
    SYSTEM = "system"


class MandateKind(models.TextChoices):
    COMPANY = "company", pgettext_lazy("mandate", "The company's AI")
    INITIATIVE = "initiative", pgettext_lazy("mandate", "One initiative")


class SubjectKind(models.TextChoices):
    """What a decision or a mandate is about; the subject itself lives in an upper app."""

    INITIATIVE = "initiative", pgettext_lazy("subject", "Initiative")
    PORTFOLIO = "portfolio", pgettext_lazy("subject", "Portfolio")
    MANDATE = "mandate", pgettext_lazy("subject", "Mandate")
    MEMBER = "member", pgettext_lazy("subject", "Member")
    KEY = "key", pgettext_lazy("subject", "API key")
    DECISION = "decision", pgettext_lazy("subject", "Decision")


class Channel(models.TextChoices):
    MAIL = "mail"


class Dpia(models.TextChoices):
    """What was settled about the data protection impact assessment."""

    OPEN = "open"
    REFERENCED = "referenced"
    WAIVED = "waived"


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
