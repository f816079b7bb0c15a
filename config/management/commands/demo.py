from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.demo.companies import ZONE, is_open, open_demo_company
from config.demo.logins import write_logins
from config.demo.stories import SETS, read_story
from config.startup import LOGINS
from tenants.errors import Unavailable


class Command(BaseCommand):
    help = "Open the sample companies, with a year lived through the services. Runs once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", help="the day the story leads to (YYYY-MM-DD)")
        parser.add_argument("--only", help="one company of the set, by its label")
        parser.add_argument("--set", choices=sorted(SETS), default="ordinary")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The sample companies belong to a demo: set CAPITAINE_DEMO=1.")
        names = [name for name in SETS[options["set"]] if options["only"] in (None, name)]
        if not names:
            raise CommandError(f"No company {options['only']} in the set {options['set']}.")
        stories = [read_story(name) for name in names]
        missing = [story for story in stories if not is_open(story)]
        if not missing and (settings.VAR_DIR / LOGINS).exists():
            self.stdout.write("The sample companies are open already.")
            return
        # The letters of past months were read long ago: they fill no letter box today.
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        until = _until(options["today"])
        today = until.astimezone(ZONE).date()
        for story in missing:
            self._open(story, today=today, until=until)
        self.stdout.write(str(write_logins(stories=stories, now=until, today=today)))

    def _open(self, story: dict[str, Any], *, today: date, until: datetime) -> None:
        try:
            open_demo_company(story=story, today=today, until=until)
        except Unavailable as error:
            raise CommandError("No spare company is ready: run `manage.py spares`.") from error


def _until(day: str | None) -> datetime:
    """Noon of that day, or now; CommandError when it is no day."""
    if day is None:
        return timezone.now()
    try:
        return datetime.combine(date.fromisoformat(day), time(12), tzinfo=ZONE)
    except ValueError as error:
        raise CommandError(f"{day!r} is not a day such as 2026-11-24.") from error
