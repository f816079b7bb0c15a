from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from tenants.addresses import company_url
from tenants.operators.services import appoint_operator, dismiss_operator


class Command(BaseCommand):
    help = "Say who may enter the operator's console, which stands on its own host."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("add", "remove"))
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"]
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is no e-mail address.") from None
        if options["what"] == "add":
            is_new = appoint_operator(
                email=email, language=settings.LANGUAGE_CODE, now=timezone.now()
            )
            told = "enters" if is_new else "enters already"
            self.stdout.write(f"{email} {told} {company_url(settings.OPERATOR_HOST)}")
        elif dismiss_operator(email=email):
            self.stdout.write(f"{email} is no operator any more.")
        else:
            raise CommandError(f"{email} is no operator.")
