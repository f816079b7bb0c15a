"""One initiative with everything that was entered of it, read in one statement."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from governance.law.choices import DpiaSettlement
from governance.law.models import Triage
from governance.law.rules.laws import TriageClass, WorksCouncil
from governance.law.rules.triage import Dpia
from governance.law.selectors import TriageFacts, triage_facts
from governance.mandates.models import Mandate
from governance.members.models import Member
from portfolio.adoption.models import AdoptionReading
from portfolio.criteria.models import StopCriterion
from portfolio.forecast.selectors import since_go_live, starting_values
from portfolio.guards.models import GuardRail, GuardReading
from portfolio.initiatives.models import Initiative, InitiativeDecision
from portfolio.life.choices import State
from portfolio.money.models import Expense, Tranche
from portfolio.objectives.models import Measurement, Objective
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import ReviewItem
from portfolio.standing.models import SignalEvent
from portfolio.standing.selectors.corrections import with_corrections
from portfolio.standing.selectors.everything import (
    ADOPTION,
    CONSULTATIONS,
    CRITERIA,
    DECISIONS,
    EVENTS,
    EVERYTHING,
    EXPENSES,
    GUARDED,
    GUARDS,
    INITIATIVES,
    ITEMS,
    MANDATES,
    MEASUREMENTS,
    MEMBERS,
    OBJECTIVES,
    REVIEWS,
    TIES,
    TRANCHES,
    TRIAGES,
    TRIALS,
    CompanyFacts,
    EntryLine,
    StoredForecasts,
)
from portfolio.trials.models import Trial
from tenants.connections import connection

EVIDENCE_BLOCKS = "triage_evidence_missing"


@dataclass(frozen=True, kw_only=True)
class LegalFacts:
    """The latest triage of one initiative; `evidence_missing` are codes that hold a start back.

    `blockers` are the codes of all that forbids a start, `works_council` what it is due.
    """

    triage_class: TriageClass
    blockers: tuple[str, ...] = ()
    works_council: WorksCouncil = WorksCouncil.NONE
    evidence_missing: tuple[str, ...] = ()
    dpia: Dpia = Dpia.NONE
    has_dpia_reference: bool = False
    has_dpia_waiver: bool = False


@dataclass(frozen=True, kw_only=True)
class Record:
    """One initiative with all its rows: measurements, expenses and decisions oldest first.

    `measurements` are those that count, by objective; `withdrawn` those that were corrected.
    `expenses` are money ordered and spent, `worked` the internal days, which leave no budget.
    `reviews` are its items in the reviews held so far, newest first, without missed ones;
    `triage` is its latest, `entry` its line of the register, `events` its signals that are not
    cleared, `adoption` how many used it, oldest first; `guard` what must not get worse, with its
    values `guarded`, oldest first; `is_asked_for` says whether somebody without the authority waits
    for a verdict; `people` are by id.
    """

    initiative: Initiative
    objectives: tuple[Objective, ...]
    measurements: Mapping[UUID, tuple[Measurement, ...]]
    withdrawn: Mapping[UUID, tuple[Measurement, ...]]
    criteria: tuple[StopCriterion, ...]
    tranches: tuple[Tranche, ...]
    expenses: tuple[Expense, ...]
    worked: tuple[Expense, ...]
    decisions: tuple[InitiativeDecision, ...]
    mandates: tuple[Mandate, ...]
    triage: TriageFacts | None
    reviews: tuple[ReviewItem, ...]
    trials: tuple[Trial, ...]
    events: tuple[SignalEvent, ...]
    adoption: tuple[AdoptionReading, ...]
    guard: GuardRail | None
    guarded: tuple[GuardReading, ...]
    stored: StoredForecasts | None
    entry: EntryLine | None
    is_asked_for: bool
    company: CompanyFacts
    people: Mapping[UUID, Member]

    @property
    def legal(self) -> LegalFacts | None:
        """What a start reads of its triage."""
        if self.triage is None:
            return None
        return LegalFacts(
            triage_class=self.triage.triage_class,
            blockers=self.triage.blockers,
            works_council=self.triage.works_council,
            evidence_missing=self.triage.missing if EVIDENCE_BLOCKS in self.triage.blockers else (),
            dpia=self.triage.dpia,
            has_dpia_reference=self.triage.dpia_settled == DpiaSettlement.REFERENCED,
            has_dpia_waiver=self.triage.dpia_settled == DpiaSettlement.WAIVED,
        )

    def measured(self, objective_id: UUID) -> tuple[Measurement, ...]:
        """What was measured of it, newest first; after a withdrawn one the one that replaced it."""
        return with_corrections([*self.measurements[objective_id], *self.withdrawn[objective_id]])

    @property
    def first_day(self) -> date:
        """The first day that is known of it: its proposal, its start or its first baseline."""
        row = self.initiative
        days = [row.created_at.date(), row.started_on, *(o.baseline_on for o in self.objectives)]
        return min(filter(None, days))

    @cached_property
    def in_force(self) -> tuple[InitiativeDecision, ...]:
        """The decisions that hold, oldest first: no correction, and nothing that one took back."""
        corrections = [one.decision for one in self.decisions if one.decision.corrects_id]
        undone = {one.corrects_id for one in corrections if {"to", "restored"} & one.facts.keys()}
        return tuple(
            one
            for one in self.decisions
            if one.decision.corrects_id is None and one.decision_id not in undone
        )

    @property
    def paid(self) -> tuple[Expense, ...]:
        """What is spent, credit notes and contrary lines included."""
        return tuple(one for one in self.expenses if not one.is_commitment)

    @property
    def has_completed(self) -> bool:
        """Whether it was completed once: what it left was in use."""
        return any(one.to_state == State.COMPLETED for one in self.in_force)

    @property
    def last_use(self) -> datetime | None:
        """When a decision or a review last relied on what was entered of it."""
        decided = (row.decision.at for row in self.decisions)
        return max((*decided, *(item.review.opened_at for item in self.reviews)), default=None)

    @property
    def captain_carries(self) -> int:
        """How many active initiatives its captain carries."""
        captain = self.initiative.captain_id
        return 0 if captain is None else self.company.carried.get(captain, 0)

    @property
    def live_from(self) -> date | None:
        """The day from which time counts, None while its go-live is awaited.

        Its start where nobody ever said a go-live.
        """
        row = self.initiative
        return row.live_on or (None if row.live_expected_on else row.started_on)

    @property
    def gains_from(self) -> date | None:
        """The day from which gains count: live and started."""
        days = (self.initiative.started_on, self.live_from)
        return None if None in days else max(filter(None, days))

    @property
    def counted(self) -> tuple[Objective, ...]:
        """Its objectives as time and gains count, see `since_go_live`; never to be saved."""
        return tuple(
            one
            if (day := self._live_day(one)) is None
            else since_go_live(objective=one, measurements=self.measurements[one.id], live_on=day)
            for one in self.objectives
        )

    def baseline_count(self, objective: Objective) -> int:
        """How many values its baseline is the mean of."""
        day = self._live_day(objective) or objective.baseline_on or date.min
        measured = self.measurements[objective.id]
        return len(starting_values(objective=objective, measurements=measured, live_on=day))

    def _live_day(self, objective: Objective) -> date | None:
        """The day it went live; while that is awaited, one after everything measured."""
        row = self.initiative
        if row.live_on is not None or row.live_expected_on is None:
            return row.live_on
        last = [one.on + timedelta(days=1) for one in self.measurements[objective.id][-1:]]
        return max(row.live_expected_on, *last) if last else row.live_expected_on

    def attests(self, measurement: Measurement) -> bool:
        """Whether somebody else than its captain, a system or a document vouches for it.

        In a company of one only a document does.
        """
        if measurement.document:
            return True
        is_others = measurement.recorded_by_id != self.initiative.captain_id
        return is_others and self.company.people > 1

    @property
    def adopted_share(self) -> float | None:
        """The share of the people concerned who use it, by the last reading; None before one."""
        return self.adoption[-1].share if self.adoption else None

    @property
    def asked(self) -> ReviewItem | None:
        """Its item in the open review while that has no verdict."""
        still = (i for i in self.reviews if i.review.state == ReviewState.OPEN)
        return next((item for item in still if item.decision_id is None), None)

    @property
    def last_review_on(self) -> date | None:
        """The day the last review that is over was opened."""
        over = (item.review for item in self.reviews if item.review.state != ReviewState.OPEN)
        return next((review.opened_at.date() for review in over), None)


def load_records(ids: Iterable[UUID], *, today: date) -> list[Record]:
    """The records of those initiatives, in their order; one statement however many they are."""
    wanted = list(ids)
    if not wanted:
        return []
    (columns,) = connection.prepared(EVERYTHING, {"ids": wanted})
    read = [msgspec.json.decode(column) if column else [] for column in columns[:-3]]
    people = {row.id: row for row in map(MEMBERS.read, read[1])}
    rows = {row.id: row for row in map(INITIATIVES.read, read[0])}
    parts = _Parts(read, people, msgspec.json.decode(columns[-2], type=CompanyFacts))
    stored = msgspec.json.decode(columns[-1] or "{}", type=dict[UUID, StoredForecasts])
    entries = msgspec.json.decode(columns[-3] or "{}", type=dict[UUID, EntryLine])
    return [
        parts.record(
            _with_people(rows[key], people), stored.get(key), entries.get(key), today=today
        )
        for key in wanted
        if key in rows
    ]


def described() -> QuerySet[Initiative]:
    """Initiatives with the people a card names."""
    return Initiative.objects.select_related("captain", "next_step_by", "proposed_by", "runs_on")


class _Parts:
    """What was read for several initiatives, each part by the one it belongs to."""

    def __init__(
        self, read: list[Any], people: Mapping[UUID, Member], company: CompanyFacts
    ) -> None:
        self.people, self.company = people, company
        self.objectives = _by(map(OBJECTIVES.read, read[2]))
        measured = list(map(MEASUREMENTS.read, read[3]))
        self.measurements = _by((m for m in measured if not m.withdrawn_at), "objective_id")
        self.withdrawn = _by((m for m in measured if m.withdrawn_at), "objective_id")
        self.criteria = _by(map(CRITERIA.read, read[4]))
        self.tranches = _by(map(TRANCHES.read, read[5]))
        self.expenses = _by(map(EXPENSES.read, read[6]))
        self.ties = _by(_tied(tie, decision) for tie, decision in read[7])
        self.mandates = _by(map(MANDATES.read, read[8]), "holder_id")
        self.triages = _by(_covered(triage, consultation) for triage, consultation in read[9])
        self.items = _by(_asked(item, review) for item, review in read[10])
        self.trials = _by(map(TRIALS.read, read[11]))
        self.events = _by(map(EVENTS.read, read[12]))
        self.adoption = _by(map(ADOPTION.read, read[13]))
        self.guards = {one.initiative_id: one for one in map(GUARDS.read, read[14])}
        self.guarded = _by(map(GUARDED.read, read[15]), "guard_id")
        self.requested = set(map(UUID, read[16]))
        every = (self.measurements, self.withdrawn, self.trials, self.expenses, self.tranches)
        for rows in chain.from_iterable(one.values() for one in every):
            for row in rows:
                _name(row, people)

    def record(
        self,
        row: Initiative,
        stored: StoredForecasts | None,
        entry: EntryLine | None,
        *,
        today: date,
    ) -> Record:
        """The record of one initiative."""
        key, is_running = row.id, row.started_on is not None
        triages = [triage_facts(t, as_of=today, running=is_running) for t in self.triages[key]]
        guard = self.guards.get(key)
        held = self.mandates[row.captain_id] if row.captain_id is not None else ()
        return Record(
            initiative=row,
            objectives=self.objectives[key],
            measurements={one.id: self.measurements[one.id] for one in self.objectives[key]},
            withdrawn={one.id: self.withdrawn[one.id] for one in self.objectives[key]},
            criteria=self.criteria[key],
            tranches=self.tranches[key],
            expenses=tuple(one for one in self.expenses[key] if one.days is None),
            worked=tuple(one for one in self.expenses[key] if one.days is not None),
            decisions=self.ties[key],
            mandates=tuple(m for m in held if m.initiative_id in (None, key)),
            triage=next(iter(triages), None),
            reviews=self.items[key],
            trials=self.trials[key],
            events=self.events[key],
            adoption=self.adoption[key],
            guard=guard,
            guarded=() if guard is None else self.guarded[guard.id],
            stored=stored,
            entry=entry,
            is_asked_for=key in self.requested,
            company=self.company,
            people=self.people,
        )


def _by(rows: Iterable[Any], key: str = "initiative_id") -> defaultdict[UUID, tuple[Any, ...]]:
    groups: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, key)].append(row)
    return defaultdict(tuple, {found: tuple(members) for found, members in groups.items()})


def _tied(tie: list[Any], decision: list[Any]) -> InitiativeDecision:
    row = TIES.read(tie)
    row.decision = DECISIONS.read(decision)
    return row


def _covered(triage: list[Any], consultation: list[Any] | None) -> Triage:
    row = TRIAGES.read(triage)
    row.consultation = None if consultation is None else CONSULTATIONS.read(consultation)
    return row


def _asked(item: list[Any], review: list[Any]) -> ReviewItem:
    row = ITEMS.read(item)
    row.review = REVIEWS.read(review)
    return row


def _with_people(row: Initiative, people: Mapping[UUID, Member]) -> Initiative:
    row.captain = None if row.captain_id is None else people[row.captain_id]
    row.proposed_by = None if row.proposed_by_id is None else people[row.proposed_by_id]
    row.next_step_by = None if row.next_step_by_id is None else people[row.next_step_by_id]
    row.runs_on = None if row.runs_on_id is None else people[row.runs_on_id]
    return row


def _name(row: Measurement | Expense | Trial | Tranche, people: Mapping[UUID, Member]) -> None:
    if isinstance(row, Tranche):
        row.seen_by = None if row.seen_by_id is None else people[row.seen_by_id]
        row.asked_by = None if row.asked_by_id is None else people[row.asked_by_id]
        return
    if isinstance(row, Trial):
        row.carried_by = people[row.carried_by_id]
        return
    row.recorded_by = None if row.recorded_by_id is None else people[row.recorded_by_id]
    if isinstance(row, Measurement):
        row.withdrawn_by = None if row.withdrawn_by_id is None else people[row.withdrawn_by_id]
