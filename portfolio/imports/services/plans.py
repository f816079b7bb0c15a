"""What a table of initiatives would bring, and every cell in the way; nothing is written."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.rules.authority import SubjectFacts
from portfolio.cap.selectors import portfolio_policy
from portfolio.decisions.rules.verdicts import InitiativeFacts, Request, refusal
from portfolio.decisions.selectors import Authority, authority_of
from portfolio.estimates.choices import SizeTap
from portfolio.estimates.services import Estimates
from portfolio.imports.choices import InitiativeColumn as Column
from portfolio.imports.rules import ReadRow
from portfolio.imports.selectors import InitiativeLine, people_by_name, standing_already
from portfolio.life.choices import State, Verdict
from portfolio.life.services import FARTHEST_DAYS
from portfolio.objectives.choices import Benefit, Direction
from portfolio.objectives.services.objectives import ObjectiveInput, check_objective
from tenants.errors import Invalid
from tenants.tables.rules.sheets import CellReason
from tenants.texts import folded

TAPS = (Column.VALUE, Column.EFFORT, Column.COST)
OF_FIELDS = {
    "benefit": Column.BENEFIT,
    "beneficiaries": Column.BENEFICIARIES,
    "kpi": Column.KPI,
    "unit": Column.UNIT,
    "direction": Column.DIRECTION,
    "baseline": Column.BASELINE,
    "baseline_on": Column.BASELINE_ON,
    "target": Column.TARGET,
    "target_on": Column.TARGET_ON,
    "monthly_value": Column.MONTHLY_VALUE,
}


@dataclass(frozen=True, kw_only=True)
class NewInitiative:
    """One row that brings an initiative: who carries it, its objective, the verdict on it."""

    row: ReadRow
    captain_id: UUID | None
    objective: ObjectiveInput | None
    verdict: Verdict | None

    @property
    def estimates(self) -> Estimates:
        """Its three sizes, as far as they are told."""
        value, effort, cost = (
            SizeTap(self.row.text(one)) if self.row.text(one) else None for one in TAPS
        )
        return Estimates(value_tap=value, effort_tap=effort, cost_tap=cost)


@dataclass(frozen=True, kw_only=True)
class ImportPlan:
    """What a table brings: new ones, how many stand already as it says, what is in the way."""

    new: tuple[NewInitiative, ...]
    known: int
    faults: tuple[CellReason, ...]


def plan_initiatives(
    act: Act, *, rows: Sequence[ReadRow], faults: Sequence[CellReason] = ()
) -> ImportPlan:
    """What the rows bring under today's rules; `faults` are cells that could not be read.

    What stands already says the same, or is in the way: an import changes nothing. What it asks of
    slots and of the pool has room there, in the order of the rows. Seven statements.
    """
    planner = _Planner(act, rows)
    for fault in faults:
        planner.fault(fault.row, fault.column, fault.code)
    for row in rows:
        planner.take(row)
    found = sorted(
        planner.faults, key=lambda one: (one.row, list(Column).index(Column(one.column)))
    )
    return ImportPlan(new=tuple(planner.new), known=planner.known, faults=tuple(found))


class _Planner:
    """Rows looked at one after the other, what they take of slots and pool counted."""

    def __init__(self, act: Act, rows: Sequence[ReadRow]) -> None:
        self.act = act
        self.people, self.standing = people_by_name(), standing_already(rows)
        self.policy = portfolio_policy(today=act.today)
        self.authority: Authority = authority_of(actor=act.actor, today=act.today)
        self.counts = Counter(row.key for row in rows)
        self.denials: dict[tuple[Verdict, UUID | None], str | None] = {}
        self.faults: list[CellReason] = []
        self.unread: set[int] = set()
        self.bad: set[tuple[int, str]] = set()
        self.new: list[NewInitiative] = []
        self.known = 0

    def fault(self, number: int, column: str, code: str) -> None:
        self.faults.append(CellReason(row=number, column=column, code=code))
        self.unread.add(number)
        self.bad.add((number, column))

    def take(self, row: ReadRow) -> None:
        """One row is new, known, or in the way."""
        named = Column.REFERENCE if row.text(Column.REFERENCE) else Column.TITLE
        if row.key and self.counts[row.key] > 1:
            self.fault(row.number, named, "row_twice")
        captain_id = self._captain(row)
        standing = self.standing.get(row.key, []) if row.key else []
        if len(standing) > 1:
            self.fault(row.number, named, "initiative_ambiguous")
        elif standing:
            self._compare(row, standing[0])
        else:
            self._add(row, captain_id)

    def _captain(self, row: ReadRow) -> UUID | None:
        said = row.text(Column.CAPTAIN)
        found = self.people.get(said.casefold()) or self.people.get(folded(said), [])
        if said and len(found) != 1:
            code = "member_ambiguous" if found else "member_unknown"
            self.fault(row.number, Column.CAPTAIN, code)
        return found[0] if said and found else None

    def _compare(self, row: ReadRow, line: InitiativeLine) -> None:
        """What stands already says the same; its captain may be told by name."""
        said = line.said
        told: Mapping[Column, Any] = row.values
        different: list[Column] = [
            column
            for column, value in told.items()
            if column not in (Column.REFERENCE, Column.CAPTAIN) and value != said.get(column)
        ]
        captain_id = self._captain(row) if Column.CAPTAIN in told else line.row.captain_id
        if captain_id != line.row.captain_id and row.number not in self.unread:
            different.append(Column.CAPTAIN)
        for column in different:
            code = "state_by_decision" if column is Column.STATE else "stands_otherwise"
            self.fault(row.number, column, code)
        self.known += not different

    def _add(self, row: ReadRow, captain_id: UUID | None) -> None:
        objective = self._objective(row) if row.has_objective else None
        if row.live_on is not None and row.live_on < self.act.today:
            self.fault(row.number, Column.TARGET_ON, "not_ahead")
        elif row.live_on is not None and (row.live_on - self.act.today).days > FARTHEST_DAYS:
            self.fault(row.number, Column.TARGET_ON, "too_far")
        verdict = self._verdict(row, captain_id)
        if row.number not in self.unread:
            self.new.append(
                NewInitiative(row=row, captain_id=captain_id, objective=objective, verdict=verdict)
            )

    def _objective(self, row: ReadRow) -> ObjectiveInput | None:
        told = row.values
        missing = [one for one in (Column.BENEFIT, Column.DIRECTION) if one not in told]
        direction = _direction(told)
        if direction is not None and Column.DIRECTION in missing:
            missing.remove(Column.DIRECTION)
        for column in missing:
            if (row.number, column) not in self.bad:
                self.fault(row.number, column, "required")
        if missing or direction is None:
            return None
        given = ObjectiveInput(
            benefit=Benefit(told[Column.BENEFIT]),
            beneficiaries=row.text(Column.BENEFICIARIES),
            kpi=row.text(Column.KPI),
            unit=row.text(Column.UNIT),
            direction=direction,
            baseline=told.get(Column.BASELINE),
            baseline_on=told.get(Column.BASELINE_ON),
            target=told.get(Column.TARGET),
            target_on=told.get(Column.TARGET_ON),
            monthly_value=told.get(Column.MONTHLY_VALUE),
        )
        try:
            check_objective(given=given, today=self.act.today)
        except Invalid as error:
            for field, codes in error.fields.items():
                self.fault(row.number, OF_FIELDS[field], codes[0])
        return given

    def _verdict(self, row: ReadRow, captain_id: UUID | None) -> Verdict | None:
        """By which verdict the row stands where it says; what is in the way is noted."""
        state = row.state
        if state is State.PROPOSED:
            return None
        if state not in (State.BACKLOG, State.ACTIVE):
            self.fault(row.number, Column.STATE, "state_not_imported")
            return None
        is_whole = row.has_objective and all(one in row.values for one in TAPS)
        qualifies = state is State.BACKLOG and is_whole
        verdict = Verdict.QUALIFY if qualifies else Verdict.ADOPT
        code = self._denial(verdict, captain_id) or self._refusal(verdict, state)
        if code:
            self.fault(row.number, Column.STATE, code)
        return verdict

    def _refusal(self, verdict: Verdict, state: State) -> str | None:
        found = refusal(
            facts=InitiativeFacts(state=State.PROPOSED, has_objective=True),
            policy=self.policy,
            verdict=verdict,
            request=Request(adopted_as=state),
        )
        if found is not None:
            return found.code
        policy = self.policy
        self.policy = replace(
            policy,
            active_count=policy.active_count + (state is State.ACTIVE),
            pool_count=policy.pool_count + (state is State.BACKLOG),
        )
        return None

    def _denial(self, verdict: Verdict, captain_id: UUID | None) -> str | None:
        asked = (verdict, captain_id)
        if asked not in self.denials:
            denial = self.authority.denial(
                permission=f"initiative.{verdict}", subject=SubjectFacts(captain_id=captain_id)
            )
            self.denials[asked] = None if denial is None else denial.code
        return self.denials[asked]


def _direction(told: Mapping[Column, Any]) -> Direction | None:
    """As told, else as the target lies to the baseline."""
    if Column.DIRECTION in told:
        return Direction(told[Column.DIRECTION])
    baseline, target = told.get(Column.BASELINE), told.get(Column.TARGET)
    if baseline is None or target is None or baseline == target:
        return None
    return Direction.UP if target > baseline else Direction.DOWN
