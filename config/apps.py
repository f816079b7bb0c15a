from django.apps import AppConfig

from config import celery


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """The queue is the default in every thread, not only in the one that made it."""
        celery.app.set_default()
