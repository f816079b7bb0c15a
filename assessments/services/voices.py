"""Somebody answers by a link: enters, answers, finishes. Of the team nobody is known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db.models import F

from assessments.choices import RespondentRole
from assessments.models import Answer, Assessment, Invitation, Respondent
from assessments.rules.results import plain
from assessments.selectors.invitations import (
    VoiceSeat,
    digest,
    door_refusal,
    new_token,
    seat_behind,
    voice_refusal,
)
from assessments.services.answers import read_answer
from tenants.errors import NotFound, Refused
from tenants.transactions import use_case

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
            token_hash=digest(own),
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
    found = Invitation.objects.filter(token_hash=digest(token)).first()
    if found is None:
        raise NotFound("invitation_not_found")
    Assessment.objects.select_for_update(no_key=True).get(id=found.assessment_id)
    rows = Invitation.objects.select_related("assessment").select_for_update(of=("self",))
    return rows.get(id=found.id)


def _locked_respondent(token: str, *, now: datetime) -> Respondent:
    """The respondent; until the use case ends the assessment is not completed."""
    found = Respondent.objects.filter(token_hash=digest(token)).first()
    if found is None:
        raise NotFound("invitation_not_found")
    held = Assessment.objects.select_for_update(no_key=True).get(id=found.assessment_id)
    if (code := voice_refusal(held, now=now)) is not None:
        raise Refused(code)
    found.assessment = held
    return found
