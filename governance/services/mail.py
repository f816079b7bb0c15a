from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.core.mail import EmailMultiAlternatives
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import timezone, translation

from governance.models import Member
from governance.rules.mail import one_line
from governance.selectors.links import company_address, current_company


def send_mail(*, recipient: Member, template: str, context: Mapping[str, Any]) -> None:
    """The mail `emails/<template>` left in the recipient's language.

    Its subject is one line of `<template>.subject.txt`, its text `<template>.txt`, and its page
    `<template>.html` where there is one. Raises what the mail backend raises.
    """
    company = current_company()
    places = {
        **context,
        "address": company_address(company),
        "company": company.name,
        "recipient": recipient,
    }
    with translation.override(recipient.language), timezone.override(ZoneInfo(company.timezone)):
        subject = one_line(render_to_string(f"emails/{template}.subject.txt", places))
        text = render_to_string(f"emails/{template}.txt", places).strip() + "\n"
        page = _page(template, {**places, "subject": subject})
    message = EmailMultiAlternatives(subject=subject, body=text, to=[recipient.email])
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    if page is not None:
        message.attach_alternative(page, "text/html")
    message.send()


def _page(template: str, places: Mapping[str, Any]) -> str | None:
    try:
        return render_to_string(f"emails/{template}.html", dict(places))
    except TemplateDoesNotExist as error:
        if str(error) != f"emails/{template}.html":
            raise
        return None
