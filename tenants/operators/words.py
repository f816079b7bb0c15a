"""What is wrong with an installation, and what mends it, in words."""

from collections.abc import Callable

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from tenants.companies.choices import CompanyState
from tenants.operators.rules import Trouble

register = template.Library()
Text = str | Promise

_SAID: dict[str, Callable[[int], Text]] = {
    "queue_away": lambda n: _("The queue does not answer."),
    "schedule_silent": lambda n: _("Nothing that runs by itself is seen to run."),
    "set_apart": lambda n: ngettext(
        "%(n)s company is served to nobody: its schema differs.",
        "%(n)s companies are served to nobody: their schemas differ.",
        n,
    ),
    "trials_failed": lambda n: ngettext(
        "%(n)s backup could not be restored for trial.",
        "%(n)s backups could not be restored for trial.",
        n,
    ),
    "without_backup": lambda n: ngettext(
        "%(n)s company has no backup of today.", "%(n)s companies have no backup of today.", n
    ),
    "untried": lambda n: _("No backup was restored for trial for five weeks."),
    "jobs_late": lambda n: ngettext("%(n)s job is late.", "%(n)s jobs are late.", n),
    "mail_given_up": lambda n: ngettext(
        "%(n)s mail of the public host was given up.",
        "%(n)s mails of the public host were given up.",
        n,
    ),
    "mail_late": lambda n: _("Mails do not leave as they should."),
}
_MENDED: dict[str, Text] = {
    "queue_away": _("Start Valkey or Redis, or correct REDIS_URL."),
    "schedule_silent": _("Start the scheduler and the sweeper."),
    "set_apart": _("The reasons stand below; mend, then run migrate_all."),
    "trials_failed": _("The reasons stand below; make new backups and keep the old ones."),
    "without_backup": _("Run manage.py backup every night."),
    "untried": _("The provisioner does it each month: it must reach the folder BACKUPS."),
    "jobs_late": _("See Mail and jobs; the reason is in the worker’s log."),
    "mail_given_up": _("Look at the mail server’s answers in the courier’s log."),
    "mail_late": _("Look at the mail server: see the variables that begin with EMAIL_."),
}


@register.filter
def said(trouble: Trouble) -> str:
    """One sentence that says what is wrong."""
    return str(_SAID[trouble.code](trouble.count)) % {"n": trouble.count}


@register.filter
def mended(trouble: Trouble) -> str:
    """One sentence that says what to do about it."""
    return str(_MENDED[trouble.code])


_STATES: dict[str, Promise] = {
    CompanyState.ACTIVE: pgettext_lazy("state of a company", "open"),
    CompanyState.SUSPENDED: pgettext_lazy("state of a company", "suspended"),
    CompanyState.CLOSED: pgettext_lazy("state of a company", "closed"),
}


@register.filter
def state_word(state: str) -> str:
    """Where a company stands in its life."""
    return str(_STATES[state])
