from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from assessments.content.rules.publication import changed_documents
from assessments.questionnaire import selectors as catalogue
from tenants.documents import BadDocument

HINT = "Put the file back, and publish what is new as a version of its own."


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self) -> None:
        register(published_content_is_unchanged)


def published_content_is_unchanged(
    app_configs: Sequence[AppConfig] | None = None, **options: Any
) -> list[CheckMessage]:
    """Each published file that changed or is gone, by its name; asked at every start."""
    try:
        found = [*changed_documents(catalogue.publications(), catalogue.documents())]
    except BadDocument as wrong:
        found = list(wrong.problems)
    return [Error(f"{one.where}: {one.code}", hint=HINT, id="assessments.E001") for one in found]
