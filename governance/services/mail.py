from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from governance.models import Member
from governance.rules.mail import one_line
from governance.selectors.links import company_address, current_company


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a mail."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says beyond the ids its message holds, read when it leaves."""

    context: Mapping[str, Any] = field(default_factory=dict)
    enclosures: tuple[Enclosure, ...] = ()


# The ids a message holds, to what its mail says; called in the recipient's language and time zone.
Writer = Callable[[Mapping[str, Any]], Letter]


def send_mail(*, recipient: Member, template: str, context: Mapping[str, Any]) -> None:
    """The mail `emails/<template>` left in the recipient's language.

    Its subject is one line of `<template>.subject.txt`, its text `<template>.txt`, and its page
    `<template>.html` where there is one; what settings.LETTERS names for it adds facts read now,
    and files. Raises what the mail backend and that writer raise.
    """
    company = current_company()
    places = {
        **context,
        "address": company_address(company),
        "company": company.name,
        "recipient": recipient,
    }
    with translation.override(recipient.language), timezone.override(ZoneInfo(company.timezone)):
        letter = _letter(template, context)
        places |= letter.context
        subject = one_line(render_to_string(f"emails/{template}.subject.txt", places))
        text = render_to_string(f"emails/{template}.txt", places).strip() + "\n"
        page = _page(template, {**places, "subject": subject})
    message = EmailMultiAlternatives(subject=subject, body=text, to=[recipient.email])
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    if page is not None:
        message.attach_alternative(page, "text/html")
    for one in letter.enclosures:
        message.attach(one.name, one.content, one.media_type)
    message.send()


def _letter(template: str, context: Mapping[str, Any]) -> Letter:
    path = settings.LETTERS.get(template)
    if path is None:
        return Letter()
    write: Writer = import_string(path)
    return write(context)


def _page(template: str, places: Mapping[str, Any]) -> str | None:
    try:
        return render_to_string(f"emails/{template}.html", dict(places))
    except TemplateDoesNotExist as error:
        if str(error) != f"emails/{template}.html":
            raise
        return None
