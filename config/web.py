"""The web server: what its workers need is loaded once, before they are forked, and shared."""

import gc

import django
from django.conf import settings
from django.urls import is_valid_path, reverse
from django.utils import translation
from granian.cli import entrypoint

from config.serving import read_settings_or_exit


def load() -> None:
    """Code, addresses and texts of both languages stand in memory; nothing is connected.

    What is frozen is looked through by no worker's collector, which would make its pages their own.
    """
    gc.disable()
    django.setup()
    for urlconf in (settings.PUBLIC_SCHEMA_URLCONF, settings.OPERATOR_URLCONF):
        is_valid_path("/", urlconf)
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            reverse("dashboard")
    gc.freeze()
    gc.enable()


def main() -> None:
    """The server runs until it is told to end."""
    read_settings_or_exit(patience="page")
    load()
    entrypoint()


if __name__ == "__main__":
    main()
