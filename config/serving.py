"""What must hold before a process of the product does anything for anybody."""

import logging
import os
import sys
from collections.abc import Sequence
from typing import Any

import django
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from config.environment import KEY_REMEDY
from tenants.database.apart import confirm_apart

# Where mails are only kept or shown, with the codes in them.
KEPT_MAIL = tuple(f"django.core.mail.backends.{one}." for one in ("filebased", "console", "dummy"))
KEPT_MAIL += ("config.letterbox.",)
SMTP = "django.core.mail.backends.smtp.EmailBackend"
# Commands that make their own key, and those that read no company's rows.
KEYLESS = frozenset({"up", "help", "--help", "--version"})
OFFLINE = frozenset({"check", "check_templates", "collectstatic", "content", "makemigrations"})
log = logging.getLogger(__name__)


def configuration_faults() -> list[str]:
    """What the settings lack to serve anybody, a sentence each with its remedy."""
    faults = _key_faults()
    if settings.EMAIL_BACKEND.startswith(KEPT_MAIL) and not settings.DEMO:
        faults.append(
            "EMAIL_BACKEND keeps mails on this machine, which is for the demo only: name a mail "
            "server with EMAIL_HOST."
        )
    if settings.EMAIL_BACKEND == SMTP and not settings.EMAIL_HOST:
        faults.append("EMAIL_HOST is not set: name the server that mails leave by.")
    return faults


def _key_faults() -> list[str]:
    """A key that can be guessed was refused when the settings were read."""
    return [] if settings.HAS_KEY else [f"SECRET_KEY is not set: {KEY_REMEDY}"]


def read_settings_or_exit(*, patience: str = "job") -> None:
    """The environment is understood, or the process ends with one sentence about it.

    `patience` is how long it waits for the database, as for a page or as for a job.
    """
    os.environ.setdefault("DATABASE_PATIENCE", patience)
    try:
        hasattr(settings, "HAS_KEY")
    except ImproperlyConfigured as wrong:
        _exit_with([str(wrong)])


def serve_or_exit() -> None:
    """Web, worker, scheduler, provisioner: the process may serve, or ends with the reasons."""
    read_settings_or_exit()
    _exit_with(configuration_faults())
    _kept_apart_or_exit()


def run_or_exit(command: str) -> None:
    """A management command may run, or ends with the reasons."""
    if command in KEYLESS:
        return
    _exit_with(_key_faults())
    if command not in OFFLINE:
        _kept_apart_or_exit()


def _kept_apart_or_exit() -> None:
    """A database that does not answer yet is looked at again by whoever enters a company."""
    django.setup()
    try:
        confirm_apart()
    except ImproperlyConfigured as fault:
        _exit_with([str(fault)])
    except DatabaseError:
        log.warning("the database does not answer; nothing is served before it was looked at")


def deployment_faults(app_configs: object = None, **options: Any) -> list[CheckMessage]:
    """The same for `manage.py check --deploy`."""
    return [Error(fault, id="config.E001") for fault in configuration_faults()]


def _exit_with(faults: Sequence[str]) -> None:
    """Nothing goes on with a fault: a sentence each, and exit code 2."""
    if faults:
        sys.stderr.write("\n".join(faults) + "\n")
        sys.stderr.flush()
        sys.exit(2)
