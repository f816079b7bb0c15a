"""What is wrong with an installation, and what mends it, in words."""

from collections.abc import Callable

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from tenants.companies.choices import CompanyState
from tenants.operators.rules import OFFERED, DeadLetter, LetterAct, LetterKind, Trouble

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
    "given_up": lambda n: ngettext("%(n)s thing was given up.", "%(n)s things were given up.", n),
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
    "given_up": _("See Given up: try it again or let it go."),
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


KINDS: dict[LetterKind, Promise] = {
    LetterKind.WORK: _("Jobs that fail for a day"),
    LetterKind.PUBLIC_MAIL: _("Mails of the public host"),
    LetterKind.MAIL: _("Mails of companies"),
    LetterKind.WEBHOOK: _("Webhooks of companies"),
    LetterKind.TRIAL: _("Restores for trial"),
}
ACTS: dict[LetterAct, Promise] = {
    LetterAct.AGAIN: _("tried again"),
    LetterAct.LET_GO: _("let go"),
}


@register.filter
def kind_word(kind: str) -> str:
    """What was given up, in words."""
    return str(KINDS[LetterKind(kind)])


@register.filter
def act_word(act: str) -> str:
    """What an operator did with it."""
    return str(ACTS[LetterAct(act)])


@register.filter
def offered(letter: DeadLetter) -> str:
    """What may be done with it, where not both may."""
    found = OFFERED[letter.kind]
    if found == {LetterAct.AGAIN}:
        return str(_("can only be tried again"))
    return "" if len(found) > 1 else str(_("can only be let go"))
