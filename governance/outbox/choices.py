from django.db import models


class Channel(models.TextChoices):
    MAIL = "mail"
