from django.db import models
from django.utils.translation import pgettext_lazy

# Whoever is away longer hands the mandate over.
MOST_AWAY = 60


class MandateKind(models.TextChoices):
    COMPANY = "company", pgettext_lazy("mandate", "The company's AI")
    INITIATIVE = "initiative", pgettext_lazy("mandate", "One initiative")
