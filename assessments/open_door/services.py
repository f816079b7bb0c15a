"""The diagnostic taken without an account: its answers wait in a draft until somebody claims it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from assessments.advice.rules import Advice
from assessments.again.services import expect_next
from assessments.answers.choices import AssessmentState
from assessments.answers.models import Answer, Assessment, Respondent
from assessments.answers.services import final_outcome, read_answer
from assessments.diagnostic.rules import active_seconds
from assessments.diagnostic.selectors import SECONDS_MARK, is_whole
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import Answers, parse_answers
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.results.rules.results import Result, plain
from assessments.voices.choices import RespondentRole
from governance.access.rules.actors import Act, member_actor
from governance.access.services import require
from governance.founding.services import found_company, seat_founder
from governance.members.models import Member
from tenants.accounts.models import User
from tenants.companies.services import Origin, founded_from_draft
from tenants.drafts.models import Draft
from tenants.drafts.services import (
    claimed_draft,
    create_draft,
    empty_claimed_draft,
    lock_draft,
    read_draft,
    read_draft_by_id,
    write_draft,
)
from tenants.errors import Refused
from tenants.hosts import Company
from tenants.jobs import within
from tenants.transactions import use_case

KIND = "diagnostic"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft as the diagnostic reads it; *result* and *advice* once it is completed."""

    id: UUID
    questionnaire: Questionnaire
    answers: Answers
    answered_at: Mapping[str, datetime]
    started_at: datetime
    expires_at: datetime
    completed_at: datetime | None
    result: Result | None
    advice: Advice | None


def start_draft(*, item_id: str, raw: object, language: str, today: date, now: datetime) -> str:
    """The first answer is kept; returns the token of the private link.

    Invalid as `save_draft_answer`; then nothing is kept.
    """
    questionnaire = catalogue.current_questionnaire(today=today)
    item, value = read_answer(questionnaire=questionnaire, answers={}, item_id=item_id, raw=raw)
    _, token = create_draft(
        kind=KIND,
        content_version=questionnaire.version,
        language=language,
        document={
            "answers": {item.id: plain(value)},
            "answered_at": {item.id: now.isoformat()},
        },
        now=now,
    )
    return token


def drafted(*, token: str, now: datetime) -> Drafted:
    """The diagnostic behind a link, in one query.

    NotFound `draft_not_found`, Refused `draft_expired`, `draft_claimed`.
    """
    return _drafted(read_draft(token=token, kind=KIND, now=now))


def save_draft_answer(*, token: str, item_id: str, raw: object, now: datetime) -> Drafted:
    """One answer is kept, in the place of the one before; all others stay as they are.

    As `drafted`; Refused `assessment_completed`, Invalid as `read_answer`.
    """
    with use_case():
        draft = lock_draft(token=token, kind=KIND, now=now)
        before = _unfinished(draft)
        item, value = read_answer(
            questionnaire=before.questionnaire, answers=before.answers, item_id=item_id, raw=raw
        )
        document = {
            **draft.document,
            "answers": {**draft.document["answers"], item.id: plain(value)},
            "answered_at": {**draft.document.get("answered_at", {}), item.id: now.isoformat()},
        }
        write_draft(draft=draft, document=document, now=now)
    return _drafted(draft)


def complete_draft(*, token: str, now: datetime) -> Drafted:
    """The result is computed once and stays so. As `drafted`; Refused `assessment_empty`."""
    with use_case():
        draft = lock_draft(token=token, kind=KIND, now=now)
        before = _drafted(draft)
        if before.completed_at is not None:
            return before
        outcome = final_outcome(questionnaire=before.questionnaire, answers=before.answers)
        document = {
            **draft.document,
            "completed_at": now.isoformat(),
            **_duration(before),
            "result": plain(outcome.result),
            "advice": plain(outcome.advice),
        }
        write_draft(draft=draft, document=document, now=now)
    return _drafted(draft)


def _duration(one: Drafted) -> dict[str, float]:
    """How long it took, of a questionnaire that was answered whole."""
    if not is_whole(one.questionnaire.version, len(one.answers)):
        return {}
    return {SECONDS_MARK: active_seconds(one.answered_at.values())}


def keepable_draft(*, draft_id: UUID, now: datetime) -> Drafted:
    """The completed draft that a mailed link names; refused as `drafted`, `assessment_open`."""
    return _finished(_drafted(read_draft_by_id(draft_id=draft_id, kind=KIND, now=now)))


def keepable_draft_of(*, token: str, now: datetime) -> Drafted:
    """The completed draft behind a private link; refused as `drafted`, `assessment_open`."""
    return _finished(drafted(token=token, now=now))


def _finished(found: Drafted) -> Drafted:
    if found.completed_at is None:
        raise Refused("assessment_open")
    return found


def found_from_draft(*, founder: User, name: str, origin: Origin, now: datetime) -> Company:
    """A company is open whose first assessment is this draft, answered by its founder.

    The draft is claimed with the company. What a crash left undone is done by asking again: the
    same account finds the company it opened. Refused as `keepable_draft`, and `found_company`.
    """
    draft_id = _draft_of(origin)
    company = founded_from_draft(draft_id=draft_id, founder_id=founder.id)
    if company is None:
        keepable_draft(draft_id=draft_id, now=now)
        company = found_company(founder=founder, name=name, now=now, origin=origin)
    left = claimed_draft(draft_id=draft_id, organization_id=company.id)
    if left is None:
        raise Refused("draft_claimed")
    with within(company):
        seat_founder(founder=founder, now=now)
        member = Member.objects.get(user_id=founder.id)
        adopt_draft(
            Act(
                actor=member_actor(member.id, member.role),
                today=now.astimezone(ZoneInfo(company.timezone)).date(),
                now=now,
            ),
            kept=_drafted(left),
        )
    empty_claimed_draft(draft_id=draft_id, organization_id=company.id, now=now)
    return company


def can_be_kept(*, draft_id: UUID, email: str, now: datetime) -> None:
    """Whoever holds the address may open a company from that draft, or finish opening it.

    Refused as `keepable_draft`.
    """
    founder = User.objects.filter(email=email).first()
    company = founded_from_draft(draft_id=draft_id, founder_id=founder.id) if founder else None
    if company is None or claimed_draft(draft_id=draft_id, organization_id=company.id) is None:
        keepable_draft(draft_id=draft_id, now=now)


def _draft_of(origin: Origin) -> UUID:
    if origin.draft_id is None:
        raise TypeError("a company is opened from a draft")
    return origin.draft_id


def adopt_draft(act: Act, *, kept: Drafted) -> Assessment:
    """The draft is a completed assessment of this company, with the result computed then.

    Adopting it again, or twice in the same instant, changes nothing. NotAllowed for who may not
    answer.
    """
    require(act, permission="assessment.answer")
    if kept.result is None:
        raise TypeError("what is completed is adopted")
    with use_case():
        adopted = Assessment(
            id=kept.id,
            questionnaire_version=kept.questionnaire.version,
            state=AssessmentState.COMPLETED,
            started_by_id=act.actor.person_id,
            started_at=kept.started_at,
            completed_at=kept.completed_at,
            engine_version=kept.result.engine,
            result=kept.result,
            advice=kept.advice,
        )
        Assessment.objects.bulk_create([adopted], ignore_conflicts=True)
        assessment = Assessment.objects.get(id=kept.id)
        if Respondent.objects.filter(assessment=assessment).exists():
            return assessment
        respondent = Respondent.objects.create(
            assessment=assessment, member_id=act.actor.person_id, role=RespondentRole.BOSS
        )
        Answer.objects.bulk_create(
            Answer(
                respondent=respondent,
                item=item_id,
                item_version=kept.questionnaire.item(item_id).revision,
                value=plain(value),
                answered_at=kept.answered_at.get(item_id, kept.completed_at or act.now),
            )
            for item_id, value in kept.answers.items()
        )
        expect_next(completed_at=kept.completed_at or act.now)
    return assessment


def _unfinished(draft: Draft) -> Drafted:
    found = _drafted(draft)
    if found.completed_at is not None:
        raise Refused("assessment_completed")
    return found


def _drafted(draft: Draft) -> Drafted:
    questionnaire = catalogue.questionnaire(draft.content_version)
    document = draft.document
    completed = document.get("completed_at")
    return Drafted(
        id=draft.id,
        questionnaire=questionnaire,
        answers=parse_answers(questionnaire, document["answers"]),
        answered_at={
            item: datetime.fromisoformat(at) for item, at in document.get("answered_at", {}).items()
        },
        started_at=draft.created_at,
        expires_at=draft.expires_at,
        completed_at=datetime.fromisoformat(completed) if completed else None,
        result=msgspec.convert(document["result"], Result) if completed else None,
        advice=msgspec.convert(document["advice"], Advice) if completed else None,
    )
