import re
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from governance.outbox.services import note_bounce
from tenants.companies.selectors import company_by_id
from tenants.jobs import do_in_company

ID = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
OURS = re.compile(rf"^Message-ID:\s*<{ID}\.{ID}@", re.MULTILINE | re.IGNORECASE)
FAILED = re.compile(r"^Action:\s*failed\b", re.MULTILINE | re.IGNORECASE)


class Command(BaseCommand):
    help = (
        "Read a delivery status notification (RFC 3464) from the standard input: the mail that "
        "came back counts as given up. For the pipe of the address that mails are sent from."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        notice = message_from_bytes(
            sys.stdin.buffer.read(), _class=EmailMessage, policy=policy.default
        )
        text = notice.as_string()
        mail = OURS.search(text)
        if mail is None:
            raise CommandError("This notice names no mail of a company.")
        if not FAILED.search(text):
            return
        company = company_by_id(UUID(mail[2]))
        if company is None:
            raise CommandError("This notice names no company of this installation.")
        do_in_company(company, lambda: note_bounce(message_id=UUID(mail[1]), now=timezone.now()))
