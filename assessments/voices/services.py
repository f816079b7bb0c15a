"""Others are asked to answer the open assessment: by a link, or by mail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db.models import F
from django.urls import reverse

from assessments.answers.models import Answer, Assessment, Invitation, Respondent
from assessments.answers.selectors import LASTS, refusal
from assessments.answers.services import read_answer
from assessments.results.rules.results import plain
from assessments.voices.choices import RespondentRole
from assessments.voices.selectors.invitations import (
    VoiceSeat,
    door_refusal,
    link_token,
    mail_token,
    seat_behind,
    voice_refusal,
)
from governance.access.rules.actors import Act
from governance.access.services import require
from governance.members.models import Member
from governance.outbox.services import LetterContent, tell, tell_address
from tenants.accounts.rules import mail_address
from tenants.columns import check_columns
from tenants.errors import Invalid, NotFound, Refused
from tenants.rows import check_version, locked
from tenants.tokens import new_token, token_digest
from tenants.transactions import use_case

MOST_ON_A_LINK = 200
MOST_INVITATIONS = 300


def invite_by_link(act: Act, *, assessment_id: UUID, role: str) -> Invitation:
    """A link stands that may be copied: the team's for many, any other role's for one person.

    The team has one open link at a time: asking again gives the same. Raises NotAllowed,
    NotFound `assessment_not_found`, Refused `assessment_completed`, `assessment_expired`,
    `too_many_invitations`, Invalid `invitation_invalid`.
    """
    with use_case():
        assessment = _open_for_more(act, assessment_id, role)
        is_team = role == RespondentRole.TEAM
        if is_team and (known := _shared_link(assessment, now=act.now)) is not None:
            return known
        made = _made(act, assessment, role)
        made.most = MOST_ON_A_LINK if is_team else 1
        made.token_hash = token_digest(link_token(made.id))
        made.save(force_insert=True)
    return made


def invite_by_email(act: Act, *, assessment_id: UUID, role: str, email: str) -> Invitation:
    """The person is written to as soon as mail leaves.

    A present member who is asked as boss, captain or manager answers signed in, under his or her
    name. Anybody else gets a link that works once, whose token is made when the mail is written
    and kept nowhere. Who was asked before and has not come gets a new link, and the old one is
    closed. Raises as `invite_by_link`; Refused `already_invited`.
    """
    email = _checked(email)
    with use_case():
        assessment = _open_for_more(act, assessment_id, role)
        _make_room(assessment, email, now=act.now)
        made = _made(act, assessment, role)
        made.email = email
        member = None if role == RespondentRole.TEAM else _member(email)
        if member is not None:
            made.save(force_insert=True)
            _seat(made, member)
            tell_member(member=member, invitation=made, now=act.now)
            return made
        made.token_hash = token_digest(mail_token(made.id))
        made.save(force_insert=True)
        send_link(invitation=made, now=act.now)
    return made


def close_invitation(
    act: Act, *, invitation_id: UUID, expected_version: int | None = None
) -> Invitation:
    """Nobody enters by it any more; who is in goes on. Closing again changes nothing.

    Raises NotAllowed, NotFound `invitation_not_found`, Refused `stale_version`.
    """
    require(act, permission="assessment.invite")
    with use_case():
        found = _locked_invitation(invitation_id)
        check_version(found.version, expected_version)
        if found.closed_at is None:
            _close(found, now=act.now)
    return found


def _locked_invitation(invitation_id: UUID) -> Invitation:
    """Until the use case ends nobody answers: a place that is freed is an empty one."""
    rows = Invitation.objects.filter(id=invitation_id)
    known = rows.first()
    if known is None:
        raise NotFound("invitation_not_found")
    Assessment.objects.select_for_update(no_key=True).get(id=known.assessment_id)
    return rows.select_for_update().get()


def _open_for_more(act: Act, assessment_id: UUID, role: str) -> Assessment:
    require(act, permission="assessment.invite")
    if role not in RespondentRole.values:
        raise Invalid("invitation_invalid", fields={"role": ["invalid_choice"]})
    found = locked(Assessment, assessment_id)
    if (code := refusal(found, now=act.now)) is not None:
        raise Refused(code)
    if Invitation.objects.filter(assessment=found).count() >= MOST_INVITATIONS:
        raise Refused("too_many_invitations", most=MOST_INVITATIONS)
    return found


def _made(act: Act, assessment: Assessment, role: str) -> Invitation:
    return Invitation(
        assessment=assessment,
        role=role,
        made_by_id=act.actor.person_id,
        made_at=act.now,
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
            if bytes(one.token_hash) == token_digest(link_token(one.id))
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
    email = mail_address(email)
    check_columns(model=Invitation, values={"email": email})
    return email


def tell_member(*, member: Member, invitation: Invitation, now: datetime) -> None:
    """The member is told where to answer, signed in."""
    tell(
        member=member,
        template="assessment_asked",
        context={"assessment_id": invitation.assessment_id},
        now=now,
        dedup_key=f"assessment_asked:{invitation.id}",
    )


def send_link(*, invitation: Invitation, now: datetime) -> None:
    """The link is on its way; the message holds the invitation's id only, never the token."""
    tell_address(
        address=invitation.email,
        template="assessment_voice",
        context={"invitation_id": invitation.id},
        now=now,
        dedup_key=f"assessment_voice:{invitation.id}",
    )


def write_invitation(context: Mapping[str, Any]) -> LetterContent:
    """The link that works once, made anew from the invitation's id.

    NotFound `invitation_not_found` when it is closed: then there is nothing to send.
    """
    rows = Invitation.objects.filter(id=context["invitation_id"], closed_at__isnull=True)
    invitation = rows.first()
    if invitation is None:
        raise NotFound("invitation_not_found")
    told = {
        "path": reverse("voice", args=[mail_token(invitation.id)]),
        "until": invitation.expires_at,
        "role": invitation.role,
    }
    return LetterContent(context=told)


DAY_ZONE = ZoneInfo("UTC")


def enter_by_invitation(*, token: str, now: datetime) -> str:
    """A new respondent has a place; returns the token of his or her own link, told this once.

    NotFound `invitation_not_found`; Refused `invitation_closed`, `invitation_expired`,
    `invitation_used`, `invitation_full`, `voice_completed`, `voice_expired`.
    """
    own = new_token()
    with use_case():
        door = _locked_door(token)
        if (code := door_refusal(door, now=now)) is not None:
            raise Refused(code)
        is_team = door.role == RespondentRole.TEAM
        Respondent.objects.create(
            id=uuid4(),
            assessment_id=door.assessment_id,
            role=door.role,
            invitation=None if is_team else door,
            token_hash=token_digest(own),
        )
        Invitation.objects.filter(id=door.id).update(entered=F("entered") + 1)
    return own


def save_voice_answer(*, token: str, item_id: str, raw: object, now: datetime) -> VoiceSeat:
    """One answer is kept, in the place of the one before.

    As `voice_seat`; Invalid `not_an_item`, `not_asked`, `bad_answer` as for a member.
    """
    with use_case():
        respondent = _locked_respondent(token, now=now)
        seat = seat_behind(respondent)
        item, value = read_answer(
            questionnaire=seat.questionnaire, answers=seat.answers, item_id=item_id, raw=raw
        )
        is_team = respondent.role == RespondentRole.TEAM
        answer = Answer(
            id=uuid4(),
            respondent=respondent,
            item=item.id,
            item_version=item.revision,
            value=plain(value),
            answered_at=_day(now) if is_team else now,
        )
        Answer.objects.bulk_create(
            [answer],
            update_conflicts=True,
            unique_fields=["respondent", "item"],
            update_fields=["item_version", "value", "answered_at"],
        )
    return VoiceSeat(respondent, seat.questionnaire, {**seat.answers, item.id: value})


def finish_voice(*, token: str, now: datetime) -> None:
    """The respondent has said so: nothing more is expected. Answers may still be changed."""
    with use_case():
        respondent = _locked_respondent(token, now=now)
        respondent.is_finished = True
        respondent.save(update_fields=["is_finished"])


def seal_voices(*, assessment_ids: Iterable[UUID], now: datetime) -> None:
    """Nothing in the team's rows tells any more who came when: all are written anew at once."""
    ended = list(assessment_ids)
    team = Respondent.objects.filter(assessment_id__in=ended, role=RespondentRole.TEAM)
    if ended and team.update(is_finished=F("is_finished")):
        Answer.objects.filter(respondent__in=team).update(answered_at=_day(now))


def _day(now: datetime) -> datetime:
    """The beginning of the day, so that no hour tells who was at work."""
    return datetime.combine(now.astimezone(DAY_ZONE).date(), time(), tzinfo=DAY_ZONE)


def _locked_door(token: str) -> Invitation:
    found = Invitation.objects.filter(token_hash=token_digest(token)).first()
    if found is None:
        raise NotFound("invitation_not_found")
    Assessment.objects.select_for_update(no_key=True).get(id=found.assessment_id)
    rows = Invitation.objects.select_related("assessment").select_for_update(of=("self",))
    return rows.get(id=found.id)


def _locked_respondent(token: str, *, now: datetime) -> Respondent:
    """The respondent; until the use case ends the assessment is not completed."""
    found = Respondent.objects.filter(token_hash=token_digest(token)).first()
    if found is None:
        raise NotFound("invitation_not_found")
    held = Assessment.objects.select_for_update(no_key=True).get(id=found.assessment_id)
    if (code := voice_refusal(held, now=now)) is not None:
        raise Refused(code)
    found.assessment = held
    return found
