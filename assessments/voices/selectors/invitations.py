"""Who was asked to answer an assessment, and what stands behind a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from assessments.answers.choices import AssessmentState
from assessments.answers.models import Answer, Assessment, Invitation, Respondent
from assessments.answers.selectors import LASTS, is_past
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import Answers, parse_answers
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.voices.choices import RespondentRole
from assessments.voices.rules.voices import gate_ids, voice_questionnaire
from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power
from governance.duties.selectors import DutySource, Owed, Reader
from tenants.errors import NotFound, Refused
from tenants.tokens import token_digest, token_of

SALT = "assessments.invitation"
MAIL_SALT = "assessments.invitation.mail"


@dataclass(frozen=True, slots=True)
class SentInvitation:
    """An invitation as the inviter sees it; *token* only where its link may still be copied.

    *entered* is None for one of the team who was written to: whether he or she came is not told.
    """

    invitation: Invitation
    token: str
    entered: int | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Invited:
    """Everybody asked, the newest first, and by role how many began and finished to answer."""

    asked: tuple[SentInvitation, ...]
    began: Mapping[str, int]
    finished: Mapping[str, int]

    @property
    def voices(self) -> int:
        """How many people have begun, whatever their role."""
        return sum(self.began.values())


@dataclass(frozen=True, slots=True)
class VoiceSeat:
    """A respondent behind his or her own link: the questions asked, the answers given."""

    respondent: Respondent
    questionnaire: Questionnaire
    answers: Answers


def link_token(invitation_id: UUID) -> str:
    """The token of a link that may be copied again: made anew from the id and our secret key."""
    return token_of(invitation_id, salt=SALT)


def mail_token(invitation_id: UUID) -> str:
    """The token of a link that only a mail may hold, never a page: made anew in the same way."""
    return token_of(invitation_id, salt=MAIL_SALT)


def invitation_rows(assessment_id: UUID) -> QuerySet[Invitation]:
    """The invitations of that assessment, the newest first, with who made them."""
    rows = Invitation.objects.filter(assessment_id=assessment_id).select_related("made_by")
    return rows.order_by("-id")


def invited_people(assessment: Assessment, *, now: datetime) -> Invited:
    """Who was asked and how many came, in two queries."""
    rows = Respondent.objects.filter(assessment=assessment).values("role")
    counts = rows.annotate(began=Count("id"), done=Count("id", filter=Q(is_finished=True)))
    by_role = {row["role"]: row for row in counts}
    return Invited(
        asked=tuple(asked(one, now=now) for one in invitation_rows(assessment.id)),
        began={role: row["began"] for role, row in by_role.items()},
        finished={role: row["done"] for role, row in by_role.items()},
    )


def is_team_asked(assessment: Assessment) -> bool:
    """Whether the team was asked at all, come who may."""
    return Invitation.objects.filter(assessment=assessment, role=RespondentRole.TEAM).exists()


def asked(invitation: Invitation, *, now: datetime) -> SentInvitation:
    """One invitation as it may be shown."""
    is_secret = invitation.role == RespondentRole.TEAM and not invitation.is_shared
    is_full = invitation.entered >= invitation.most and not is_secret
    is_open = invitation.closed_at is None and invitation.expires_at > now and not is_full
    return SentInvitation(
        invitation=invitation,
        token=_copied(invitation) if is_open else "",
        entered=None if is_secret else invitation.entered,
        is_open=is_open,
    )


def _copied(invitation: Invitation) -> str:
    """The token if it can be made again; a mailed one, or one of a former secret key, cannot."""
    token = link_token(invitation.id)
    kept = invitation.token_hash
    return token if kept is not None and bytes(kept) == token_digest(token) else ""


def door_refusal(invitation: Invitation, *, now: datetime) -> str | None:
    """Why nobody enters any more, as a code, or None."""
    if invitation.closed_at is not None:
        return "invitation_closed"
    if (ended := voice_refusal(invitation.assessment, now=now)) is not None:
        return ended
    if invitation.expires_at <= now:
        return "invitation_expired"
    if invitation.entered >= invitation.most:
        return "invitation_full" if invitation.is_shared else "invitation_used"
    return None


def voice_refusal(assessment: Assessment, *, now: datetime) -> str | None:
    """Why a voice is not heard any more: `voice_completed`, `voice_expired`, or None."""
    if assessment.state == AssessmentState.COMPLETED:
        return "voice_completed"
    if assessment.state == AssessmentState.EXPIRED or is_past(assessment, now=now):
        return "voice_expired"
    return None


def open_invitation(*, token: str, now: datetime) -> Invitation | None:
    """The invitation behind a link, None where the link is none's; Refused as `door_refusal`."""
    rows = Invitation.objects.select_related("assessment").filter(token_hash=token_digest(token))
    found = rows.first()
    if found is not None and (code := door_refusal(found, now=now)) is not None:
        raise Refused(code)
    return found


def voice_seat(*, token: str, now: datetime) -> VoiceSeat:
    """The respondent behind his or her own link, in two queries.

    NotFound `invitation_not_found`; Refused `voice_completed`, `voice_expired`.
    """
    rows = Respondent.objects.select_related("assessment").filter(token_hash=token_digest(token))
    found = rows.first()
    if found is None:
        raise NotFound("invitation_not_found")
    if (code := voice_refusal(found.assessment, now=now)) is not None:
        raise Refused(code)
    return seat_behind(found)


def seat_behind(respondent: Respondent) -> VoiceSeat:
    """What this respondent is asked and has answered, in one query."""
    whole = catalogue.questionnaire(respondent.assessment.questionnaire_version)
    firms = Q(
        ~Q(respondent__role=RespondentRole.TEAM),
        respondent__assessment_id=respondent.assessment_id,
        item__in=gate_ids(whole),
    )
    rows = Answer.objects.filter(Q(respondent=respondent) | firms).order_by("answered_at")
    own: dict[str, object] = {}
    gates: dict[str, object] = {}
    for who, item, value in rows.values_list("respondent_id", "item", "value"):
        (own if who == respondent.id else gates)[item] = value
    questionnaire = voice_questionnaire(whole, firm=parse_answers(whole, gates))
    asked_ids = {item.id for item in questionnaire.items}
    given = {item: value for item, value in parse_answers(whole, own).items() if item in asked_ids}
    return VoiceSeat(respondent, questionnaire, given)


def _voice(row: Owed, reader: Reader) -> Duty:
    return Duty(
        kind=DutyKind.VOICE,
        powers=(Power(permission="assessment.answer"),),
        door=Place(route="assessment_detail", parts=(row.id,)),
        operation=Place(route="api_assessment_answers", parts=(row.id,)),
        **row.of(reader),
    )


# A member who was asked as boss, captain or manager answers signed in, until the assessment ends.
VOICES_OWED = DutySource(
    sql=f"""
SELECT a.id, r.role AS code, btrim(m.name) AS about,
 (v.made_at AT TIME ZONE %(zone)s)::date AS since,
 (a.started_at AT TIME ZONE %(zone)s)::date + {LASTS.days} AS due_on, %(today)s::date AS opens_on
FROM assessments_respondent r JOIN assessments_assessment a ON a.id = r.assessment_id
JOIN assessments_invitation v ON v.id = r.invitation_id
JOIN governance_member m ON m.id = v.made_by_id
WHERE r.member_id = %(reader)s AND v.closed_at IS NULL
 AND a.state = '{AssessmentState.OPEN}'
 AND a.started_at > %(now)s::timestamptz - interval '{LASTS.days} days'
 AND NOT EXISTS (SELECT 1 FROM assessments_answer w WHERE w.respondent_id = r.id)
""",
    row=Owed,
    read=_voice,
)
