from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from tenants.addresses import public_url


def send_founding_mail(*, email: str, token: str, minutes: int) -> None:
    """The address holds a link that opens a company; the language is the reader's."""
    link = public_url(reverse("founding_confirm", args=[token]))
    context = {"link": link, "minutes": minutes}
    subject = render_to_string("emails/account/founding_subject.txt", context).strip()
    body = render_to_string("emails/account/founding_message.txt", context).strip()
    EmailMultiAlternatives(subject, body, None, [email]).send()


def send_draft_link(*, email: str, link: str, until: datetime) -> None:
    """The address holds the private link of a diagnostic; the language is the reader's."""
    context = {"link": link, "until": until}
    subject = render_to_string("emails/account/draft_link_subject.txt", context).strip()
    body = render_to_string("emails/account/draft_link_message.txt", context).strip()
    EmailMultiAlternatives(subject, body, None, [email]).send()
