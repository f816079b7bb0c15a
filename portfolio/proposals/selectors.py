"""The proposals that wait for an answer, what is due first, and those answered this month."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from statistics import median
from typing import Any
from uuid import UUID

import msgspec
from django.core.paginator import Page, Paginator
from django.db.models import Count, DateField, ExpressionWrapper, F, Min, Q
from django.db.models.functions import Coalesce

from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power
from governance.duties.selectors import DutySource, Owed, Reader
from governance.members.models import Member
from portfolio.cap.selectors import company_zone, portfolio_policy
from portfolio.initiatives.models import Initiative, InitiativeDecision
from portfolio.life.choices import State, Verdict
from portfolio.likeness.selectors import IdeaWords, SimilarLine, similar_of
from portfolio.notes.models import Note
from portfolio.notes.selectors import MOST_SHOWN
from portfolio.objectives.models import Objective
from portfolio.proposals.models import Interest, ProposalQuestion
from portfolio.proposals.rules import ANSWERED_WITHIN, QUESTION_STOPS, SOON, answer_due
from tenants.connections import connection
from tenants.row_shapes import RowShape

ON_A_PAGE, MOST_ANSWERED = 10, 12


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """One idea as its proposer wrote it, and what it lacks to enter the pool."""

    id: UUID
    version: int
    title: str
    summary: str
    beneficiaries: str
    benefit: str
    situation: str
    proposed_by: str
    is_public: bool
    proposed_at: datetime
    days: int
    due_on: date
    due_in: int
    similar: tuple[SimilarLine, ...]
    interested: tuple[str, ...]
    has_objective: bool
    taps: dict[str, str]
    questions: tuple[ProposalQuestion, ...]

    @property
    def is_late(self) -> bool:
        """Whether the day for its answer has passed."""
        return self.due_in < 0

    @property
    def is_soon(self) -> bool:
        """Whether that day comes soon."""
        return not self.is_late and self.due_in <= SOON.days

    @property
    def waits_since(self) -> datetime | None:
        """When the question was asked that has no answer yet."""
        return next((one.asked_at for one in self.questions if one.answered_at is None), None)


@dataclass(frozen=True, kw_only=True)
class AnsweredProposal:
    """A proposal that was answered this month: how, by whom, and the days it took."""

    id: UUID
    title: str
    proposed_by: str
    verdict: str
    state: State
    reason: str
    answered_on: date
    answered_by: str
    days: int


@dataclass(frozen=True, kw_only=True)
class ProposalsPage:
    """One page of the proposals; `pager` counts them all. `late` are past their day."""

    pager: Page[Initiative]
    lines: tuple[Proposal, ...]
    first_due: date | None
    late: int
    pool_cap: int
    pool_left: int
    answered: tuple[AnsweredProposal, ...]
    median_days: int | None


DUE = Coalesce("answer_by", ExpressionWrapper(F("state_since") + ANSWERED_WITHIN, DateField()))


def due_on(row: Initiative) -> date:
    """The last day for its answer."""
    return row.answer_by or answer_due(proposed_on=row.state_since)


def proposals_page(*, number: str, today: date) -> ProposalsPage:
    """One page of the proposals, what is due first; nine queries."""
    rows = Initiative.objects.filter(state=State.PROPOSED).select_related("proposed_by")
    pager = Paginator(rows.order_by(DUE, "created_at", "id"), ON_A_PAGE).get_page(number)
    shown = list(pager)
    ids = [row.id for row in shown]
    served = set(
        Objective.objects.filter(initiative__in=ids).values_list("initiative_id", flat=True)
    )
    asked, joined = questions_of(ids), interested_in(ids)
    similar = similar_of(
        [
            IdeaWords(title=row.title, summary=row.summary, use_case=row.use_case, own=row.id)
            for row in shown
        ]
    )
    lines = (
        _proposal(
            row,
            has_objective=row.id in served,
            questions=asked[row.id],
            similar=similar[at],
            interested=joined[row.id],
            today=today,
        )
        for at, row in enumerate(shown)
    )
    dues = (
        rows.order_by()
        .annotate(due=DUE)
        .aggregate(first=Min("due"), late=Count("id", filter=Q(due__lt=today)))
    )
    policy, answered = portfolio_policy(today=today), answered_since(today.replace(day=1))
    return ProposalsPage(
        pager=pager,
        lines=tuple(lines),
        first_due=dues["first"],
        late=dues["late"],
        pool_cap=policy.pool_cap,
        pool_left=max(0, policy.pool_cap - policy.pool_count),
        answered=answered[:MOST_ANSWERED],
        median_days=round(median(one.days for one in answered)) if answered else None,
    )


ANSWERS = (Verdict.QUALIFY.value, Verdict.REJECT.value)


def answered_since(day: date) -> tuple[AnsweredProposal, ...]:
    """The proposals that were answered from that day on, the newest first; two queries."""
    since = datetime.combine(day, time(), tzinfo=company_zone())
    rows = InitiativeDecision.objects.filter(
        from_state=State.PROPOSED, decision__verdict__in=ANSWERS, decision__at__gte=since
    ).select_related("decision", "initiative__proposed_by")
    found = list(rows.order_by("-decision__seq"))
    deciders = {one.decision.actor_id for one in found}
    names = {
        key: member.display_name
        for member in Member.objects.filter(Q(id__in=deciders) | Q(keys__id__in=deciders))
        for key in (member.id, *(one.id for one in member.keys.all() if one.id in deciders))
    }
    return tuple(_answered(one, names) for one in found)


def _answered(tie: InitiativeDecision, names: Mapping[UUID, str]) -> AnsweredProposal:
    row, decision = tie.initiative, tie.decision
    answered_on = decision.at.astimezone(company_zone()).date()
    return AnsweredProposal(
        id=row.id,
        title=row.title,
        proposed_by=_proposer(row),
        verdict=decision.verdict,
        state=State(tie.to_state),
        reason=decision.reason,
        answered_on=answered_on,
        answered_by=names.get(decision.actor_id, "") if decision.actor_id else "",
        days=(answered_on - row.created_at.astimezone(company_zone()).date()).days,
    )


def interested_in(initiative_ids: Iterable[UUID]) -> Mapping[UUID, tuple[str, ...]]:
    """Who stands beside each, by name, the first first; one query."""
    rows = Interest.objects.filter(initiative__in=initiative_ids).select_related("member")
    found: dict[UUID, tuple[str, ...]] = defaultdict(tuple)
    for one in rows.order_by("since", "id"):
        found[one.initiative_id] += (one.member.display_name,)
    return found


NOTES, QUESTIONS, PEOPLE = RowShape(Note), RowShape(ProposalQuestion), RowShape(Member)
SAID = f"""
SELECT
 (SELECT json_agg(json_build_array({QUESTIONS.json("q")}, {PEOPLE.json("a")},
    CASE WHEN b.id IS NOT NULL THEN {PEOPLE.json("b")} END) ORDER BY q.asked_at, q.id)
  FROM portfolio_proposalquestion q JOIN governance_member a ON a.id = q.asked_by_id
  LEFT JOIN governance_member b ON b.id = q.answered_by_id
  WHERE q.initiative_id = %(initiative)s)::text,
 (SELECT json_agg({PEOPLE.json("m")} ORDER BY i.since, i.id)
  FROM portfolio_interest i JOIN governance_member m ON m.id = i.member_id
  WHERE i.initiative_id = %(initiative)s)::text,
 (SELECT json_agg(json_build_array({NOTES.json("n")}, {PEOPLE.json("m")})
    ORDER BY n.written_at DESC, n.id DESC)
  FROM (SELECT * FROM portfolio_note WHERE initiative_id = %(initiative)s
    ORDER BY written_at DESC, id DESC LIMIT {MOST_SHOWN}) n
  JOIN governance_member m ON m.id = n.author_id)::text
"""


@dataclass(frozen=True, kw_only=True)
class SaidAbout:
    """What people said about an initiative: `interested` by name, notes the newest first."""

    questions: tuple[ProposalQuestion, ...]
    interested: tuple[str, ...]
    notes: tuple[Note, ...]


def said_about(initiative_id: UUID) -> SaidAbout:
    """What was asked of its proposer, who stands beside it, what is noted; one statement."""
    (row,) = connection.prepared(SAID, {"initiative": initiative_id})
    asked, joined, noted = (msgspec.json.decode(part or "[]") for part in row)
    return SaidAbout(
        questions=tuple(_question(*one) for one in asked),
        interested=tuple(PEOPLE.read(one).display_name for one in joined),
        notes=tuple(_note(*one) for one in noted),
    )


def _question(
    row: list[Any], asked_by: list[Any], answered_by: list[Any] | None
) -> ProposalQuestion:
    question = QUESTIONS.read(row)
    question.asked_by = PEOPLE.read(asked_by)
    question.answered_by = None if answered_by is None else PEOPLE.read(answered_by)
    return question


def _note(row: list[Any], author: list[Any]) -> Note:
    note = NOTES.read(row)
    note.author = PEOPLE.read(author)
    return note


def _proposer(row: Initiative) -> str:
    """Who proposed it, as far as it was told."""
    return row.proposed_name if row.proposed_by is None else row.proposed_by.name.strip()


def questions_of(initiative_ids: Iterable[UUID]) -> Mapping[UUID, tuple[ProposalQuestion, ...]]:
    """What their proposers were asked, oldest first, with who asked and answered; one query."""
    rows = ProposalQuestion.objects.filter(initiative__in=initiative_ids)
    found: dict[UUID, tuple[ProposalQuestion, ...]] = defaultdict(tuple)
    for one in rows.select_related("asked_by", "answered_by").order_by("asked_at", "id"):
        found[one.initiative_id] += (one,)
    return found


def _proposal(
    row: Initiative,
    *,
    has_objective: bool,
    questions: tuple[ProposalQuestion, ...],
    similar: tuple[SimilarLine, ...],
    interested: tuple[str, ...],
    today: date,
) -> Proposal:
    due = due_on(row)
    return Proposal(
        id=row.id,
        version=row.version,
        title=row.title,
        summary=row.summary,
        beneficiaries=row.beneficiaries,
        benefit=row.benefit,
        situation=row.situation,
        proposed_by=_proposer(row),
        is_public=row.proposed_by_id is None,
        proposed_at=row.created_at,
        days=(today - row.created_at.date()).days,
        due_on=due,
        due_in=(due - today).days,
        similar=similar,
        interested=interested,
        has_objective=has_objective,
        taps={"value": row.value_tap, "effort": row.effort_tap},
        questions=questions,
    )


def _tell(row: Owed, reader: Reader) -> Duty:
    return Duty(
        kind=DutyKind.TELL,
        powers=(Power(permission="proposal.answer"),),
        door=Place(route="proposal_answer", parts=(row.initiative_id,)),
        **row.of(reader),
    )


def _answers(row: Owed, reader: Reader) -> Duty:
    ways = [Power(permission=f"initiative.{one}") for one in ANSWERS]
    return Duty(
        kind=DutyKind.PROPOSALS,
        powers=tuple(ways),
        door=Place(route="proposals"),
        operation=Place(route="api_initiatives"),
        **row.of(reader),
    )


# What its proposer is asked, and what waits for an answer, due with the first.
QUESTIONS_OWED = DutySource(
    sql=f"""
SELECT q.id, i.id AS initiative_id, q.question AS title, i.title AS about,
 (q.asked_at AT TIME ZONE %(zone)s)::date AS since,
 (q.asked_at AT TIME ZONE %(zone)s)::date + {QUESTION_STOPS.days} AS due_on,
 %(today)s::date AS opens_on
FROM portfolio_proposalquestion q JOIN portfolio_initiative i ON i.id = q.initiative_id
WHERE q.answered_at IS NULL AND i.state = '{State.PROPOSED}' AND i.proposed_by_id = %(reader)s
""",
    row=Owed,
    read=_tell,
)
PROPOSALS_OWED = DutySource(
    sql=f"""
SELECT count(*) AS count, %(today)s::date AS opens_on,
 min(coalesce(i.answer_by, i.state_since + {ANSWERED_WITHIN.days})) AS due_on
FROM portfolio_initiative i WHERE i.state = '{State.PROPOSED}' HAVING count(*) > 0
""",
    row=Owed,
    read=_answers,
)
