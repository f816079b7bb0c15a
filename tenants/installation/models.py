"""When what runs by itself last ran."""

from django.db import models


class Pulse(models.Model):
    """The last time that the schedule asked for this and a process did it."""

    name = models.SlugField(primary_key=True, max_length=20)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.at}"
