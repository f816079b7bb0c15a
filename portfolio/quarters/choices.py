"""The stored words of the quarter's page."""

from django.db import models
from django.utils.translation import pgettext_lazy


class AskAnswer(models.TextChoices):
    """What an executive says to an ask."""

    YES = "yes", pgettext_lazy("an ask", "Yes")
    NO = "no", pgettext_lazy("an ask", "No")
    LATER = "later", pgettext_lazy("an ask", "Later")
