from typing import Any

from django.core.management import BaseCommand
from django.db.models import Count, Max, Min, Q

from governance.outbox.selectors import outbox_figures
from tenants.jobs import read_each_company
from tenants.mail.models import PublicMail


class Command(BaseCommand):
    help = "Say which mails wait or were given up, by company; of no mail what it says."

    def handle(self, *args: Any, **options: Any) -> None:
        waits = Q(given_up_at__isnull=True)
        public = PublicMail.objects.aggregate(
            waiting=Count("id", filter=waits),
            oldest=Min("created_at", filter=waits),
            given_up=Count("id", filter=~waits),
            last_error=Max("last_error"),
        )
        self._say("the public host", public)
        for company, figures in read_each_company(outbox_figures):
            self._say(company.host, figures)

    def _say(self, host: str, figures: Any) -> None:
        if figures["waiting"] or figures["given_up"]:
            since = f" since {figures['oldest']:%Y-%m-%d %H:%M}" if figures["oldest"] else ""
            why = f", last error: {figures['last_error']}" if figures["last_error"] else ""
            self.stdout.write(
                f"{host}: {figures['waiting']} waiting{since}, {figures['given_up']} given up{why}"
            )
