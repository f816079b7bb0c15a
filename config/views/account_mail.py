from datetime import datetime, timedelta

from django.template.loader import render_to_string
from django.urls import reverse

from tenants.addresses import public_url
from tenants.mail.services import post


def send_founding_mail(*, email: str, token: str, minutes: int, now: datetime) -> None:
    """The address is sent a link that opens a company; the language is the reader's."""
    link = public_url(reverse("founding_confirm", args=[token]))
    context = {"link": link, "minutes": minutes}
    subject = render_to_string("emails/account/founding_subject.txt", context).strip()
    body = render_to_string("emails/account/founding_message.txt", context).strip()
    post(to=email, subject=subject, body=body, now=now, lasts=timedelta(minutes=minutes))


def send_draft_link(*, email: str, link: str, until: datetime, now: datetime) -> None:
    """The address is sent the private link of a diagnostic; the language is the reader's."""
    context = {"link": link, "until": until}
    subject = render_to_string("emails/account/draft_link_subject.txt", context).strip()
    body = render_to_string("emails/account/draft_link_message.txt", context).strip()
    post(to=email, subject=subject, body=body, now=now, lasts=until - now)
