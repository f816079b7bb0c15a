from django.apps import AppConfig
from django.core.checks import register

from assessments.checks import published_content_is_unchanged


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self) -> None:
        register(published_content_is_unchanged)
