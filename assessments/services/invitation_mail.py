"""The mails that ask somebody to answer."""

import smtplib
from datetime import datetime

from django.urls import reverse

from assessments.models import Invitation
from governance.models import Member
from governance.selectors.links import current_company
from governance.services.mail import send_mail
from governance.services.outbox import tell
from tenants.errors import Unavailable


def tell_member(*, member: Member, invitation: Invitation, now: datetime) -> None:
    """The member is told where to answer, signed in."""
    tell(
        member=member,
        template="assessment_asked",
        context={"assessment_id": invitation.assessment_id},
        now=now,
        dedup_key=f"assessment_asked:{invitation.id}",
    )


def send_link(*, invitation: Invitation, token: str) -> None:
    """The link is on its way; Unavailable `mail_not_sent` if the server does not take it.

    It passes by the outbox: the outbox keeps what it sends, and this token is kept nowhere.
    """
    company = current_company()
    stranger = Member(email=invitation.email, language=company.language)
    context = {
        "path": reverse("voice", args=[token]),
        "until": invitation.expires_at,
        "role": invitation.role,
    }
    try:
        send_mail(recipient=stranger, template="assessment_voice", context=context)
    except (smtplib.SMTPException, OSError) as error:
        raise Unavailable("mail_not_sent") from error
