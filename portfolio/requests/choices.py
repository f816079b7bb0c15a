from django.db import models
from django.utils.translation import pgettext_lazy


class RequestOutcome(models.TextChoices):
    """What became of a request; the last where its object changed before anybody answered."""

    TAKEN = "taken", pgettext_lazy("request", "Decided")
    REFUSED = "refused", pgettext_lazy("request", "Declined")
    LAPSED = "lapsed", pgettext_lazy("request", "No longer needed")
