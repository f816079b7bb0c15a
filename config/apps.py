from django.apps import AppConfig

from config import celery


class ConfigConfig(AppConfig):
    name = "config"
    # Loaded with the apps, so that every shared task finds the queue.
    queue = celery.app
