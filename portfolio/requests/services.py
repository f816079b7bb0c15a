"""A verdict is asked of who has the authority, and declined with a reason; taken, it settles."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.rules.authority import Denial, SubjectFacts
from governance.access.services import decide_authority, require
from governance.members.models import Member
from governance.outbox.services import LetterContent
from portfolio.decisions.rules.offering import possible_verdicts
from portfolio.decisions.selectors import engaged
from portfolio.decisions.services.messages import executives, tell
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.requests.choices import RequestOutcome
from portfolio.requests.models import AuthorityRequest
from portfolio.requests.selectors import get_request, subject_of
from portfolio.standing.selectors.facts import verdict_facts
from portfolio.standing.selectors.records import load_records
from tenants.columns import check_columns
from tenants.errors import Invalid, Refused
from tenants.rows import locked
from tenants.transactions import use_case

ASKED, DECLINED = "authority_asked", "authority_declined"


def ask_authority(
    act: Act, *, initiative_id: UUID, verdict: Verdict, reason: str
) -> AuthorityRequest:
    """Who has the authority for that verdict is asked for it, by mail and among their duties.

    Raises NotAllowed, NotFound `initiative_not_found`, Invalid `reason_missing`, Refused
    `wrong_state`, `authority_is_yours`, `request_open`.
    """
    require(act, permission="decision.ask")
    said = _said(reason, "reason")
    with use_case():
        row = locked(Initiative, initiative_id)
        (record,) = load_records([row.id], today=act.today)
        facts = verdict_facts(record=record, today=act.today)
        if verdict not in possible_verdicts(facts=facts.initiative):
            raise Refused("wrong_state", state=row.state)
        subject = SubjectFacts(initiative_id=row.id, captain_id=row.captain_id)
        amount = engaged(verdict=verdict, facts=facts)
        denial = decide_authority(
            act, permission=f"initiative.{verdict}", subject=subject, amount=amount
        )
        if not isinstance(denial, Denial):
            raise Refused("authority_is_yours")
        waiting = AuthorityRequest.objects.filter(initiative=row, settled_at=None)
        if waiting.filter(verdict=verdict).exists():
            raise Refused("request_open")
        asked = AuthorityRequest.objects.create(
            initiative=row,
            verdict=verdict,
            amount=amount,
            reason=said,
            asked_by_id=act.actor.person_id,
            asked_at=act.now,
        )
        tell(
            member_ids=_asked(denial),
            template=ASKED,
            key=f"{ASKED}:{asked.id}",
            context={"request_id": asked.id},
            now=act.now,
        )
    return asked


def decline_request(act: Act, *, request_id: UUID, answer: str) -> AuthorityRequest:
    """The verdict is not taken, and whoever asked knows why.

    Raises NotAllowed, NotFound `request_not_found`, Invalid `reason_missing`, Refused
    `request_settled`.
    """
    said = _said(answer, "answer")
    with use_case():
        locked(AuthorityRequest, request_id, code="request_not_found")
        row = get_request(request_id).row
        require(
            act,
            permission=f"initiative.{row.verdict}",
            subject=subject_of(row),
            amount=row.amount,
        )
        if row.settled_at is not None:
            raise Refused("request_settled")
        row.outcome, row.answer = RequestOutcome.REFUSED, said
        row.settled_by_id, row.settled_at = act.actor.member_id, act.now
        row.save(update_fields=["outcome", "answer", "settled_by", "settled_at"])
        tell(
            member_ids=[row.asked_by_id],
            template=DECLINED,
            key=f"{DECLINED}:{row.id}",
            context={"request_id": row.id},
            now=act.now,
        )
    return row


def write_request_mail(ids: Mapping[str, Any]) -> LetterContent:
    """What is asked, by whom, why, and what was answered."""
    line = get_request(UUID(ids["request_id"]))
    row, by = line.row, line.row.settled_by
    return LetterContent(
        {
            "title": row.initiative.title,
            "verdict": row.verdict,
            "asker": row.asked_by.display_name,
            "reason": row.reason,
            "answer": row.answer,
            "answered_by": "" if by is None else by.display_name,
            "due_on": line.due_on,
            "initiative_id": row.initiative_id,
        }
    )


def _asked(denial: Denial) -> list[UUID]:
    """Who hears of it: those whose mandate carries it, else the executives."""
    holders = Member.objects.filter(id__in=denial.facts.get("holder_ids", ()), left_at=None)
    return list(holders.values_list("id", flat=True)) or executives()


def _said(text: str, field: str) -> str:
    """The sentence, cleaned; raises Invalid `reason_missing`."""
    said = text.strip()
    if not said:
        raise Invalid("reason_missing", fields={field: ["reason_missing"]})
    check_columns(model=AuthorityRequest, values={field: said})
    return said
