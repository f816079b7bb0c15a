from django.db import models
from django.utils.translation import pgettext_lazy


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
