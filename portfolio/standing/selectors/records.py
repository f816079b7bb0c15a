"""The legal triage of initiatives, as far as a start depends on it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from governance.law.choices import Dpia as Settled
from governance.law.rules.laws import TriageClass
from governance.law.rules.triage import Dpia
from governance.law.selectors import TriageFacts, latest_triage
from governance.mandates.models import Mandate
from portfolio.criteria.models import StopCriterion
from portfolio.initiatives.models import Initiative, InitiativeDecision
from portfolio.money.models import Expense, Tranche
from portfolio.objectives.models import Measurement, Objective
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import ReviewItem

EVIDENCE_BLOCKS = "triage_evidence_missing"


@dataclass(frozen=True, kw_only=True)
class LegalFacts:
    """The latest triage of one initiative; `evidence_missing` are codes that hold a start back."""

    triage_class: TriageClass
    evidence_missing: tuple[str, ...] = ()
    dpia: Dpia = Dpia.NONE
    has_dpia_reference: bool = False
    has_dpia_waiver: bool = False


def legal_facts(initiatives: Iterable[Initiative], *, today: date) -> dict[UUID, LegalFacts]:
    """The latest triage of each of those initiatives that has one; one query."""
    rows = list(initiatives)
    running = {row.id for row in rows if row.started_on is not None}
    found = latest_triage([row.id for row in rows], as_of=today, running=running)
    return {key: _facts(triage) for key, triage in found.items()}


def _facts(triage: TriageFacts) -> LegalFacts:
    return LegalFacts(
        triage_class=triage.triage_class,
        evidence_missing=triage.missing if EVIDENCE_BLOCKS in triage.blockers else (),
        dpia=triage.dpia,
        has_dpia_reference=triage.dpia_settled == Settled.REFERENCED,
        has_dpia_waiver=triage.dpia_settled == Settled.WAIVED,
    )


@dataclass(frozen=True, kw_only=True)
class Record:
    """One initiative with all its rows: measurements, expenses and decisions oldest first.

    `reviews` are its items in the reviews held so far, newest first, without missed ones.
    """

    initiative: Initiative
    objectives: tuple[Objective, ...]
    measurements: Mapping[UUID, tuple[Measurement, ...]]
    criteria: tuple[StopCriterion, ...]
    tranches: tuple[Tranche, ...]
    expenses: tuple[Expense, ...]
    decisions: tuple[InitiativeDecision, ...]
    mandates: tuple[Mandate, ...]
    legal: LegalFacts | None
    reviews: tuple[ReviewItem, ...]

    @property
    def last_review_on(self) -> date | None:
        """The day the last review that is over was opened."""
        over = (item.review for item in self.reviews if item.review.state != ReviewState.OPEN)
        return next((review.opened_at.date() for review in over), None)


Row = TypeVar("Row")


def load_records(initiatives: Iterable[Initiative], *, today: date) -> list[Record]:
    """The records of those initiatives, in their order; nine queries however many they are."""
    rows = list(initiatives)
    ids = [row.id for row in rows]
    if not ids:
        return []
    objectives = _grouped(
        Objective.objects.filter(initiative_id__in=ids).order_by("position"), "initiative_id"
    )
    measurements = _grouped(
        Measurement.objects.filter(objective__initiative_id__in=ids)
        .select_related("recorded_by")
        .order_by("on"),
        "objective_id",
    )
    criteria = _grouped(
        StopCriterion.objects.filter(initiative_id__in=ids, superseded_at=None).order_by("set_at"),
        "initiative_id",
    )
    tranches = _grouped(
        Tranche.objects.filter(initiative_id__in=ids).order_by("position"), "initiative_id"
    )
    expenses = _grouped(
        Expense.objects.filter(initiative_id__in=ids).order_by("on", "recorded_at"),
        "initiative_id",
    )
    decisions = _grouped(
        InitiativeDecision.objects.filter(initiative_id__in=ids)
        .select_related("decision")
        .order_by("number"),
        "initiative_id",
    )
    mandates = _mandates(rows)
    legal = legal_facts(rows, today=today)
    reviews = _grouped(
        ReviewItem.objects.filter(initiative_id__in=ids)
        .select_related("review", "decision")
        .order_by("-review__period"),
        "initiative_id",
    )
    return [
        Record(
            initiative=row,
            objectives=objectives[row.id],
            measurements={o.id: measurements[o.id] for o in objectives[row.id]},
            criteria=criteria[row.id],
            tranches=tranches[row.id],
            expenses=expenses[row.id],
            decisions=decisions[row.id],
            mandates=mandates[row.id],
            legal=legal.get(row.id),
            reviews=reviews[row.id],
        )
        for row in rows
    ]


def _grouped(rows: Iterable[Row], key: str) -> defaultdict[UUID, tuple[Row, ...]]:
    groups: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, key)].append(row)
    return defaultdict(tuple, {found: tuple(members) for found, members in groups.items()})


def _mandates(rows: list[Initiative]) -> defaultdict[UUID, tuple[Mandate, ...]]:
    """The mandates that each one's captain holds over it: its own and the company's."""
    captains = {row.captain_id for row in rows if row.captain_id is not None}
    held = list(Mandate.objects.filter(holder_id__in=captains).order_by("issued_at"))
    return defaultdict(
        tuple,
        {
            row.id: tuple(
                mandate
                for mandate in held
                if mandate.holder_id == row.captain_id and mandate.initiative_id in (None, row.id)
            )
            for row in rows
        },
    )


def described() -> QuerySet[Initiative]:
    """Initiatives with the people a card names."""
    return Initiative.objects.select_related("captain", "next_step_by", "proposed_by", "runs_on")
