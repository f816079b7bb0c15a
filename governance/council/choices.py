from django.db import models
from django.utils.translation import gettext_lazy as _


class Opinion(models.TextChoices):
    """What the works council answered."""

    NONE = "", _("No opinion yet")
    FAVOURABLE = "favourable", _("Favourable")
    RESERVED = "reserved", _("Favourable with reservations")
    UNFAVOURABLE = "unfavourable", _("Unfavourable")
