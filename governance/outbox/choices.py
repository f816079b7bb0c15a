from django.db import models


class Channel(models.TextChoices):
    MAIL = "mail"


# Instead of an error: the address has had its mails of the day, and this one waits for the next.
HELD = "day_full"
