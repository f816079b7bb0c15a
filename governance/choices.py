from django.db import models


class Role(models.TextChoices):
    """A member's place in the company; captain is a relation, not a role."""

    EXECUTIVE = "executive"
    AI_LEAD = "ai_lead"
    CONTRIBUTOR = "contributor"
    VIEWER = "viewer"


class ActorKind(models.TextChoices):
    MEMBER = "member"
    KEY = "key"
    SYSTEM = "system"


class MandateKind(models.TextChoices):
    COMPANY = "company"
    INITIATIVE = "initiative"


class SubjectKind(models.TextChoices):
    """What a decision or a mandate is about; the subject itself lives in an upper app."""

    INITIATIVE = "initiative"
    PORTFOLIO = "portfolio"
    MANDATE = "mandate"
    MEMBER = "member"
    KEY = "key"
    DECISION = "decision"


class Channel(models.TextChoices):
    MAIL = "mail"


class Dpia(models.TextChoices):
    """What was settled about the data protection impact assessment."""

    OPEN = "open"
    REFERENCED = "referenced"
    WAIVED = "waived"
