"""The proposals that wait for an answer, the oldest first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Page, Paginator

from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.objectives.models import Objective
from portfolio.proposals.models import ProposalQuestion

ON_A_PAGE = 20


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """One idea as its proposer wrote it, and what it lacks to enter the pool."""

    id: UUID
    version: int
    title: str
    summary: str
    beneficiaries: str
    benefit: str
    proposed_by: str
    proposed_at: datetime
    days: int
    has_objective: bool
    taps: dict[str, str]
    questions: tuple[ProposalQuestion, ...]

    @property
    def waits_since(self) -> datetime | None:
        """When the question was asked that has no answer yet."""
        return next((one.asked_at for one in self.questions if one.answered_at is None), None)


@dataclass(frozen=True, kw_only=True)
class ProposalsPage:
    """One page of the proposals; `pager` counts them all."""

    pager: Page[Initiative]
    lines: tuple[Proposal, ...]


def proposals_page(*, number: str, today: date) -> ProposalsPage:
    """One page of the proposals, the oldest first; four queries."""
    rows = Initiative.objects.filter(state=State.PROPOSED).select_related("proposed_by")
    pager = Paginator(rows.order_by("created_at", "id"), ON_A_PAGE).get_page(number)
    shown = list(pager)
    ids = [row.id for row in shown]
    served = set(
        Objective.objects.filter(initiative__in=ids).values_list("initiative_id", flat=True)
    )
    asked = questions_of(ids)
    lines = (
        _proposal(row, has_objective=row.id in served, questions=asked[row.id], today=today)
        for row in shown
    )
    return ProposalsPage(pager=pager, lines=tuple(lines))


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
    today: date,
) -> Proposal:
    return Proposal(
        id=row.id,
        version=row.version,
        title=row.title,
        summary=row.summary,
        beneficiaries=row.beneficiaries,
        benefit=row.benefit,
        proposed_by=row.proposed_by.name.strip(),
        proposed_at=row.created_at,
        days=(today - row.created_at.date()).days,
        has_objective=has_objective,
        taps={"value": row.value_tap, "effort": row.effort_tap},
        questions=questions,
    )
