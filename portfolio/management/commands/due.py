from datetime import date
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portfolio.cap.selectors import company_zone
from portfolio.rhythm.services import move_due_date
from tenants.errors import Invalid
from tenants.hosts import find_company
from tenants.jobs import within


class Command(BaseCommand):
    help = "For development: move the due date of a company's job; the clock stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("job", help="portfolio.open_review or portfolio.review_rhythm")
        parser.add_argument("--company", required=True, help="the company's host name")
        parser.add_argument("--on", required=True, type=date.fromisoformat)

    def handle(self, *args: Any, **options: Any) -> None:
        company = find_company(options["company"])
        if company is None:
            raise CommandError(f"No company answers under {options['company']}.")
        try:
            with within(company):
                now = timezone.now()
                today = timezone.localdate(now, company_zone())
                move_due_date(job=options["job"], on=options["on"], now=now, today=today)
        except Invalid as error:
            raise CommandError(f"{error.code}: {dict(error.fields)}") from error
        self.stdout.write(f"{options['job']} is due on {options['on']} for {company.name}")
