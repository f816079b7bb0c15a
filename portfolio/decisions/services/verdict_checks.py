"""What is asked before a verdict is written: authority, rows under lock, the one rule."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from governance.access.choices import Role
from governance.access.rules.actors import Act
from governance.access.rules.authority import Grant, SubjectFacts
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.decisions.models import Decision
from governance.members.models import Member
from portfolio.cap.selectors import active_initiatives, idlest_ideas, portfolio_policy
from portfolio.decisions.rules.verdicts import InitiativeFacts, InsteadOf, Request, refusal
from portfolio.decisions.services.verdicts import VerdictRequest, check_changes, engaged_amount
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.objectives.models import Objective
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import ReviewItem
from portfolio.standing.selectors.facts import facts_of
from portfolio.standing.selectors.records import Record, load_records
from tenants.columns import check_columns
from tenants.errors import Invalid, NotFound, Refused
from tenants.rows import check_version
from tenants.transactions import touch

Records = Mapping[UUID, Record]


def lock_records(act: Act, *, asks: Sequence[VerdictRequest]) -> Records:
    """The records of what is decided, by id; locked in the order of ids. Raises NotFound."""
    ids = [ask.initiative_id for ask in asks]
    rows = Initiative.objects.select_for_update().filter(id__in=ids).order_by("id")
    locked = [key for (key,) in rows.values_list("id")]
    records = {record.initiative.id: record for record in load_records(locked, today=act.today)}
    for key in ids:
        if key not in records:
            raise NotFound("initiative_not_found", named=key)
    touch(act, SubjectKind.INITIATIVE, *ids)
    return records


def authorise(act: Act, *, asks: Sequence[VerdictRequest], records: Records) -> dict[UUID, Grant]:
    """The authority for every verdict asked, by initiative; raises NotAllowed."""
    grants = {}
    for ask in asks:
        record = records[ask.initiative_id]
        grants[ask.initiative_id] = require(
            act,
            permission=f"initiative.{ask.verdict}",
            subject=SubjectFacts(
                initiative_id=ask.initiative_id, captain_id=record.initiative.captain_id
            ),
            amount=engaged_amount(record=record, ask=ask),
        )
    return grants


def review_items(
    *, asks: Sequence[VerdictRequest], records: Records, review_item_id: UUID | None
) -> dict[UUID, ReviewItem]:
    """The open review's items still without a verdict, by initiative.

    A named one must be among them: NotFound when it is not in the open review, Refused
    `review_item_decided` when it was decided.
    """
    items = {
        key: item
        for key, record in records.items()
        for item in record.reviews
        if item.review.state == ReviewState.OPEN
    }
    if review_item_id is not None:
        named = items.get(asks[0].initiative_id)
        if named is None or named.id != review_item_id:
            raise NotFound("review_item_not_found", named=review_item_id)
        if named.decision_id is not None:
            raise Refused("review_item_decided")
    return {key: item for key, item in items.items() if item.decision_id is None}


def check_said(*, asks: Sequence[VerdictRequest]) -> None:
    """Nothing if everything said can be kept; raises Invalid `invalid_fields`."""
    for ask in asks:
        check_columns(model=Decision, values={"reason": ask.reason})
        changes = {"summary": ask.changes.scope, "budget": ask.changes.budget}
        said = {"lesson": ask.lesson, "kept": ask.kept, "gained": ask.gained, **changes}
        check_columns(model=Initiative, values=said)
        check_columns(model=Objective, values={"target": ask.changes.target})


def check_people(*, asks: Sequence[VerdictRequest]) -> None:
    """Nothing if everybody named is present; raises NotFound `member_not_found`."""
    wanted = {ask.changes.captain_id for ask in asks} | {ask.runs_on_id for ask in asks}
    named = {member_id for member_id in wanted if member_id is not None}
    found = Member.objects.filter(id__in=named, left_at=None) if named else ()
    for unknown in named - {member.id for member in found}:
        raise NotFound("member_not_found", named=unknown)


def check_verdicts(
    act: Act, *, asks: Sequence[VerdictRequest], records: Records, is_at_review: bool
) -> None:
    """Nothing if the rule lets it happen; raises Refused with the code and what helps."""
    for ask in asks:
        row = records[ask.initiative_id].initiative
        check_version(row.version, ask.expected_version)
    policy = portfolio_policy(today=act.today)
    ask = asks[0]
    if len(asks) > 1 and ask.verdict is not Verdict.START:
        raise Invalid("instead_of_only_with_start", fields={"instead_of": ["only_with_start"]})
    request = _request(act, ask=ask, is_at_review=is_at_review)
    for other in asks[1:]:
        instead_of = InsteadOf(
            facts=_facts(records=records, ask=other, today=act.today),
            verdict=other.verdict,
            request=_request(act, ask=other, is_at_review=False),
        )
        request = replace(request, instead_of=instead_of)
    refused = refusal(
        facts=_facts(records=records, ask=ask, today=act.today),
        policy=policy,
        verdict=ask.verdict,
        request=request,
    )
    if refused is not None:
        raise Refused(refused.code, **{**refused.facts, **_helpful(refused.code)})
    if ask.verdict is Verdict.ADJUST:
        check_changes(record=records[ask.initiative_id], changes=ask.changes, today=act.today)


def _facts(*, records: Records, ask: VerdictRequest, today: date) -> InitiativeFacts:
    facts = facts_of(record=records[ask.initiative_id], today=today)
    return replace(facts, has_run_owner=facts.has_run_owner or ask.runs_on_id is not None)


def _request(act: Act, *, ask: VerdictRequest, is_at_review: bool) -> Request:
    return Request(
        reason=ask.reason,
        lesson=ask.lesson,
        restart_on=ask.restart_on,
        changes=ask.changes.kinds,
        claims_success=ask.claims_success,
        adopted_as=ask.adopted_as,
        is_at_review=is_at_review,
        is_by_system=act.actor.is_system,
        is_by_executive=act.actor.role == Role.EXECUTIVE,
    )


IN_THE_WAY: Mapping[str, Callable[[], list[Initiative]]] = {
    "cap_reached": active_initiatives,
    "pool_full": idlest_ideas,
}


def _helpful(code: str) -> dict[str, Any]:
    """Who holds the slots or waits longest in the pool, by id and by name, where that helps."""
    if code not in IN_THE_WAY:
        return {}
    rows = IN_THE_WAY[code]()
    return {
        "initiatives": [{"id": row.id, "title": row.title} for row in rows],
        "names": ", ".join(row.title for row in rows),
    }
