"""What a monitoring system reads: the installation's figures as Prometheus writes them."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from hmac import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from config.dead_letters import letter_counts
from tenants.installation.selectors import InstallationFigures, installation_figures
from tenants.operators.rules import LetterKind

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[str, str, str, float]


def may_read(request: HttpRequest) -> bool:
    """The request bears the token of the settings; nobody may where there is none."""
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    given = request.headers.get("Authorization", "")
    return bool(settings.METRICS_TOKEN) and compare_digest(given.encode(), wanted.encode())


def metrics() -> HttpResponse:
    """The exposition of every figure."""
    now = timezone.now()
    told = exposition(installation_figures(now=now), letter_counts(now=now))
    return HttpResponse(told, content_type=CONTENT_TYPE)


def exposition(figures: InstallationFigures, letters: Mapping[LetterKind, int]) -> str:
    """Text of the exposition format; what was never seen is NaN."""
    lines, told = [], ""
    for name, labels, said, value in _samples(figures, letters):
        if name != told:
            lines += [f"# HELP {name} {said}", f"# TYPE {name} gauge"]
            told = name
        lines.append(f"{name}{labels} {value:.15g}")
    return "\n".join([*lines, ""])


def _samples(figures: InstallationFigures, letters: Mapping[LetterKind, int]) -> Iterator[Sample]:
    for state, count in sorted(figures.companies.items()):
        yield "capitaine_companies", f'{{state="{state}"}}', "Companies by state.", count
    for kind in LetterKind:
        labels = f'{{kind="{kind}"}}'
        yield (
            "capitaine_given_up",
            labels,
            "What was given up and not let go.",
            letters.get(kind, 0),
        )
    last = figures.last_rehearsal
    rest = {
        "companies_set_apart": ("Companies served by nobody, for their schema.", figures.set_apart),
        "accounts": ("Accounts that belong to a company.", figures.accounts),
        "jobs_late": ("Jobs due for more than ten minutes.", figures.jobs_late),
        "oldest_job_seconds": ("Age of the oldest late job.", _seconds(figures.oldest_job, 0)),
        "mail_waiting": ("Mails of the public side that wait.", figures.mail_waiting),
        "mail_given_up": ("Mails of the public side given up.", figures.mail_given_up),
        "schedule_age_seconds": (
            "Since something that runs by itself ran.",
            _seconds(figures.schedule_age, float("nan")),
        ),
        "schedule_silent": ("1 while the schedule stands still.", figures.schedule_is_silent),
        "companies_without_backup": (
            "Companies without a backup of today.",
            figures.without_backup,
        ),
        "rehearsal_age_seconds": (
            "Since a backup was restored for trial.",
            _seconds(figures.at - last if last else None, float("nan")),
        ),
        "rehearsals_failed": ("Trials that failed lately.", figures.rehearsals_failed),
    }
    for name, (said, value) in rest.items():
        yield f"capitaine_{name}", "", said, value


def _seconds(age: timedelta | None, otherwise: float) -> float:
    return otherwise if age is None else age.total_seconds()
