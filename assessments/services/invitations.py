"""Others are asked to answer the open assessment: by a link, or by mail."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from assessments.choices import RespondentRole
from assessments.models import Assessment, Invitation, Respondent
from assessments.selectors.assessments import LASTS, refusal
from assessments.selectors.invitations import digest, link_token, new_token
from assessments.services.invitation_mail import send_link, tell_member
from governance.models import Member
from governance.rules.actors import Actor
from governance.services.authority import require
from tenants.columns import check_columns
from tenants.errors import Invalid, NotFound, Refused
from tenants.transactions import use_case

MOST_ON_A_LINK = 200
MOST_INVITATIONS = 300


def invite_by_link(
    *, actor: Actor, assessment_id: UUID, role: str, today: date, now: datetime
) -> Invitation:
    """A link stands that may be copied: the team's for many, any other role's for one person.

    The team has one open link at a time: asking again gives the same. Raises NotAllowed,
    NotFound `assessment_not_found`, Refused `assessment_completed`, `assessment_expired`,
    `too_many_invitations`, Invalid `invitation_invalid`.
    """
    with use_case():
        assessment = _open_for_more(actor, assessment_id, role, today=today, now=now)
        is_team = role == RespondentRole.TEAM
        if is_team and (known := _shared_link(assessment, now=now)) is not None:
            return known
        made = _made(assessment, actor, role, now=now)
        made.most = MOST_ON_A_LINK if is_team else 1
        made.token_hash = digest(link_token(made.id))
        made.save(force_insert=True)
    return made


def invite_by_email(
    *, actor: Actor, assessment_id: UUID, role: str, email: str, today: date, now: datetime
) -> Invitation:
    """The person is written to; nothing is kept if the mail cannot leave.

    A present member who is asked as boss, captain or manager answers signed in, under his or her
    name. Anybody else gets a link that works once, of which only the mail holds the token. Who
    was asked before and has not come gets a new link, and the old one is closed.
    Raises as `invite_by_link`; Refused `already_invited`; Unavailable `mail_not_sent`.
    """
    email = _checked(email)
    with use_case():
        assessment = _open_for_more(actor, assessment_id, role, today=today, now=now)
        _make_room(assessment, email, now=now)
        made = _made(assessment, actor, role, now=now)
        made.email = email
        member = None if role == RespondentRole.TEAM else _member(email)
        if member is not None:
            made.save(force_insert=True)
            _seat(made, member)
            tell_member(member=member, invitation=made, now=now)
            return made
        token = new_token()
        made.token_hash = digest(token)
        made.save(force_insert=True)
        send_link(invitation=made, token=token)
    return made


def close_invitation(
    *,
    actor: Actor,
    invitation_id: UUID,
    today: date,
    now: datetime,
    expected_version: int | None = None,
) -> Invitation:
    """Nobody enters by it any more; who is in goes on. Closing again changes nothing.

    Raises NotAllowed, NotFound `invitation_not_found`, Refused `stale_version`.
    """
    require(actor=actor, permission="assessment.invite", today=today)
    with use_case():
        found = _locked_invitation(invitation_id)
        if expected_version is not None and expected_version != found.version:
            raise Refused("stale_version", expected=expected_version, current=found.version)
        if found.closed_at is None:
            _close(found, now=now)
    return found


def _locked_invitation(invitation_id: UUID) -> Invitation:
    """Until the use case ends nobody answers: a place that is freed is an empty one."""
    rows = Invitation.objects.filter(id=invitation_id)
    known = rows.first()
    if known is None:
        raise NotFound("invitation_not_found")
    Assessment.objects.select_for_update(no_key=True).get(id=known.assessment_id)
    return rows.select_for_update().get()


def _open_for_more(
    actor: Actor, assessment_id: UUID, role: str, *, today: date, now: datetime
) -> Assessment:
    require(actor=actor, permission="assessment.invite", today=today)
    if role not in RespondentRole.values:
        raise Invalid("invitation_invalid", fields={"role": ["invalid_choice"]})
    found = Assessment.objects.select_for_update().filter(id=assessment_id).first()
    if found is None:
        raise NotFound("assessment_not_found")
    if (code := refusal(found, now=now)) is not None:
        raise Refused(code)
    if Invitation.objects.filter(assessment=found).count() >= MOST_INVITATIONS:
        raise Refused("too_many_invitations", most=MOST_INVITATIONS)
    return found


def _made(assessment: Assessment, actor: Actor, role: str, *, now: datetime) -> Invitation:
    return Invitation(
        assessment=assessment,
        role=role,
        made_by_id=actor.person_id,
        made_at=now,
        expires_at=assessment.started_at + LASTS,
    )


def _shared_link(assessment: Assessment, *, now: datetime) -> Invitation | None:
    """The team's open link, if it still has room and can still be copied."""
    rows = Invitation.objects.filter(
        assessment=assessment, role=RespondentRole.TEAM, most__gt=1, closed_at__isnull=True
    )
    return next(
        (
            one
            for one in rows.order_by("-id")
            if one.entered < one.most and one.token_hash is not None
            if bytes(one.token_hash) == digest(link_token(one.id))
        ),
        None,
    )


def _make_room(assessment: Assessment, email: str, *, now: datetime) -> None:
    """What this address was sent before is closed; Refused `already_invited` if it was used."""
    rows = Invitation.objects.select_for_update().filter(assessment=assessment, email=email)
    for one in rows.filter(closed_at__isnull=True):
        if one.entered:
            raise Refused("already_invited", email=email)
        _close(one, now=now)


def _close(invitation: Invitation, *, now: datetime) -> None:
    """Nobody enters any more; the place kept for a member who has not answered is free again."""
    Respondent.objects.filter(
        invitation=invitation, member__isnull=False, answers__isnull=True
    ).delete()
    invitation.closed_at = now
    invitation.version += 1
    invitation.save(update_fields=["closed_at", "version"])


def _member(email: str) -> Member | None:
    return Member.objects.filter(email__iexact=email, left_at__isnull=True).first()


def _seat(invitation: Invitation, member: Member) -> None:
    """The member answers in the capacity asked for, from the first answer or from now on."""
    Respondent.objects.bulk_create(
        [
            Respondent(
                assessment_id=invitation.assessment_id,
                member=member,
                role=invitation.role,
                invitation=invitation,
            )
        ],
        update_conflicts=True,
        unique_fields=["assessment", "member"],
        update_fields=["role", "invitation"],
    )


def _checked(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid("email_invalid", fields={"email": ["email_invalid"]}) from None
    check_columns(model=Invitation, values={"email": email})
    return email
