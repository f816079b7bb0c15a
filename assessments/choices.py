from django.db import models
from django.utils.translation import pgettext_lazy


class AssessmentState(models.TextChoices):
    OPEN = "open"
    COMPLETED = "completed"
    EXPIRED = "expired"


class RespondentRole(models.TextChoices):
    """In what capacity somebody answers."""

    BOSS = "boss", pgettext_lazy("respondent", "Executive")
    CAPTAIN = "captain", pgettext_lazy("respondent", "AI captain")
    MANAGER = "manager", pgettext_lazy("respondent", "Manager")
    TEAM = "team", pgettext_lazy("respondent", "Team")


class StepState(models.TextChoices):
    """What people decided about an action of the roadmap; open: proposed again."""

    OPEN = "open"
    TAKEN = "taken"
    REFUSED = "refused"
    DONE = "done"


class Mastery(models.TextChoices):
    """Where somebody stands with a skill, for planning; it is no grade."""

    NONE = "none", pgettext_lazy("mastery", "Not yet")
    LEARNING = "learning", pgettext_lazy("mastery", "Is learning")
    ABLE = "able", pgettext_lazy("mastery", "Can do it")
    TEACHER = "teacher", pgettext_lazy("mastery", "Can teach it")


class PlanWay(models.TextChoices):
    """How a missing skill comes into the company."""

    TRAIN = "train", pgettext_lazy("way", "Train")
    HIRE = "hire", pgettext_lazy("way", "Hire")
    BUY = "buy", pgettext_lazy("way", "Buy")
