from django.apps import AppConfig
from django.core.checks import Tags, register

from config import celery
from config.serving import deployment_faults


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """The queue is the default in every thread, not only in the one that made it."""
        celery.app.set_default()
        register(deployment_faults, Tags.security, deploy=True)
