from django.db import models
from django.utils.translation import pgettext_lazy


class Rating(models.TextChoices):
    """What somebody who tries it thinks of it: one tap."""

    USEFUL = "useful", pgettext_lazy("rating", "Useful")
    MIXED = "mixed", pgettext_lazy("rating", "So-so")
    USELESS = "useless", pgettext_lazy("rating", "Not useful")
