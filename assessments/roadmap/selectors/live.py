"""The roadmap as it lives: the newest advice, what people decided of it, what the product sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.utils.timezone import get_current_timezone

from assessments.advice.rules import Advice
from assessments.answers.models import Assessment
from assessments.answers.selectors import completed_assessments
from assessments.observed.selectors import observed_facts
from assessments.questionnaire import selectors as catalogue
from assessments.roadmap.models import RoadmapStep
from assessments.roadmap.rules.progress import (
    NOT_OBSERVED,
    ActionProgress,
    Evidence,
    RoadmapChanges,
    Stage,
    progress,
    roadmap_changes,
)
from assessments.roadmap.rules.recommendations import DONE, HEADLINES, REFUSED, Roadmap
from assessments.roadmap.selectors.page import ActionLine, action_lines, bare_line
from assessments.roadmap.selectors.steps import (
    action_steps,
    chosen,
    current_actions,
    evidences,
    get_action,
)
from governance.members.models import Member

AGAIN = "again"
A_DAY = timedelta(days=1)
NOTHING = Roadmap("", (), (), (), 0.0, 0.0, (), ())


@dataclass(frozen=True, slots=True)
class LiveAction:
    """One action: its advice, where it stands, who carries it, how its proof stands.

    *is_known*: the newest roadmap speaks of it, or somebody decided about it; *window_before* is
    its window in the roadmap before, where that was another one.
    """

    line: ActionLine
    progress: ActionProgress
    evidence: Evidence
    step: RoadmapStep | None
    is_known: bool
    window_before: int | None
    window_ends: date | None
    is_mine: bool

    @property
    def id(self) -> str:
        """The stable id of the action."""
        return self.line.id

    @property
    def stage(self) -> str:
        """Where it stands, as a code."""
        return self.progress.stage.value

    @property
    def owner(self) -> Member | None:
        """Who carries it."""
        return self.step.owner if self.step and self.progress.is_open else None

    @property
    def version(self) -> int:
        """The version of what was decided; 0 where nobody has."""
        return self.step.version if self.step else 0


@dataclass(frozen=True, slots=True)
class LiveWindow:
    """A stretch of the year with its dates, days and euros, what is open in it and how much is not.

    The first three open actions are *headlines*, the late ones first; *overload* are the days by
    which foundations and first hour exceed the window.
    """

    number: int
    first_on: date
    last_on: date
    is_over: bool
    days: float
    capacity: float
    overload: float
    cost: float
    headlines: tuple[LiveAction, ...]
    others: tuple[LiveAction, ...]
    done: int


@dataclass(frozen=True, slots=True)
class LeftOutAction:
    """An action without a window and why; `again` where what kept it out no longer holds."""

    action: LiveAction
    reason: str
    waiting_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many actions there are to do or done, and how they stand; *next* is what to do first."""

    every: int
    done: int
    taken: int
    late: int
    to_choose: int
    next: LiveAction | None


@dataclass(frozen=True, slots=True)
class LiveRoadmap:
    """The roadmap of today.

    *assessment* None: there is none yet. *beyond* holds what people took that the plan has no
    window for. Money in euros: *money* for the year, *money_left* of it.
    """

    assessment: Assessment | None
    counts: Counts
    windows: tuple[LiveWindow, ...]
    beyond: tuple[LiveAction, ...]
    done: tuple[LiveAction, ...]
    refused: tuple[LiveAction, ...]
    left_out: tuple[LeftOutAction, ...]
    changes: RoadmapChanges | None
    before: Assessment | None
    money: float
    money_left: float


def live_roadmap(
    *, today: date, language: str, reader_id: UUID | None = None, mine: bool = False
) -> LiveRoadmap:
    """The whole roadmap, or only what that reader carries; three queries."""
    shelf = _Shelf.read(today=today, language=language, reader_id=reader_id)
    every = [one for one in shelf.known() if one.is_mine or not mine]
    planned = [one for one in every if one.line.window]
    return LiveRoadmap(
        assessment=shelf.assessment,
        counts=_counts(every, shelf.left_out_ids()),
        windows=tuple(one for one in shelf.windows(planned) if one.headlines or not mine),
        beyond=tuple(_beyond(every)),
        done=tuple(_done(every, shelf.left_out_ids())),
        refused=tuple(one for one in every if one.progress.stage is Stage.REFUSED),
        left_out=() if mine else tuple(shelf.left_out()),
        changes=None if mine else shelf.changes(),
        before=shelf.before,
        money=shelf.roadmap.money,
        money_left=shelf.roadmap.money_left,
    )


def live_action(
    *, action_id: str, today: date, language: str, reader_id: UUID | None = None
) -> LiveAction:
    """One action as it stands today; NotFound `action_not_found`; three queries."""
    get_action(action_id)
    return _Shelf.read(today=today, language=language, reader_id=reader_id).action(action_id)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Everything the roadmap is made of, read once."""

    assessment: Assessment | None
    before: Assessment | None
    steps: Mapping[str, RoadmapStep]
    proofs: Mapping[str, Evidence]
    lines: Mapping[str, ActionLine]
    earlier: Mapping[str, int]
    today: date
    language: str
    reader_id: UUID | None

    @classmethod
    def read(cls, *, today: date, language: str, reader_id: UUID | None) -> _Shelf:
        newest, before = (*completed_assessments(most=2), None, None)[:2]
        lines = {}
        if newest is not None:
            lines = action_lines(
                questionnaire=catalogue.questionnaire(newest.questionnaire_version),
                roadmap=_roadmap(newest),
                language=language,
            )
        return cls(
            assessment=newest,
            before=before,
            steps=action_steps(),
            proofs=evidences(observed_facts(today=today)),
            lines=lines,
            earlier=_roadmap(before).windows_by_action,
            today=today,
            language=language,
            reader_id=reader_id,
        )

    @property
    def roadmap(self) -> Roadmap:
        return _roadmap(self.assessment)

    def known(self) -> list[LiveAction]:
        """What the roadmap speaks of, in its order, then what else people decided about."""
        published = current_actions().actions
        others = (one for one in self.steps if one not in self.lines and one in published)
        return [self.action(one) for one in (*self.lines, *others)]

    def action(self, action_id: str) -> LiveAction:
        line = self.lines.get(action_id)
        step = self.steps.get(action_id)
        if line is None:
            line = bare_line(get_action(action_id), language=self.language)
        proof = self.proofs.get(action_id, NOT_OBSERVED)
        where = progress(
            chosen=chosen(step),
            today=self.today,
            evidence=proof,
            window_ends=self.ends().get(line.window),
        )
        before = self.earlier.get(action_id)
        owner_id = step.owner_id if step else None
        return LiveAction(
            line=line,
            progress=where,
            evidence=proof,
            step=step,
            is_known=action_id in self.lines or step is not None,
            window_before=before if line.window and before != line.window else None,
            window_ends=self.ends().get(line.window),
            is_mine=owner_id is not None and owner_id == self.reader_id,
        )

    def ends(self) -> dict[int, date]:
        return {number: last for number, (_, last) in self.dates().items()}

    def dates(self) -> dict[int, tuple[date, date]]:
        """The first and the last day of each window, counted from the assessment."""
        if self.assessment is None or self.assessment.completed_at is None:
            return {}
        begun = self.assessment.completed_at.astimezone(get_current_timezone()).date()
        return {
            one.number: (begun + one.first_day * A_DAY, begun + one.last_day * A_DAY)
            for one in self.roadmap.windows
        }

    def windows(self, planned: list[LiveAction]) -> Iterable[LiveWindow]:
        for one in self.roadmap.windows:
            first_on, last_on = self.dates()[one.number]
            here = [action for action in planned if action.line.window == one.number]
            going = [action for action in here if action.progress.is_open]
            going.sort(key=lambda action: action.progress.stage is not Stage.LATE)
            yield LiveWindow(
                number=one.number,
                first_on=first_on,
                last_on=last_on,
                is_over=last_on < self.today,
                days=one.days,
                capacity=round(one.capacity, 1),
                overload=self.roadmap.overload1 if one.number == 1 else 0,
                cost=sum(action.line.cost for action in here),
                headlines=tuple(going[:HEADLINES]),
                others=tuple(going[HEADLINES:]),
                done=sum(action.progress.stage is Stage.DONE for action in here),
            )

    def left_out_ids(self) -> frozenset[str]:
        """What the plan leaves out for another reason than that it is done."""
        return frozenset(
            one.recommendation.action_id for one in self.roadmap.left_out if one.reason != DONE
        )

    def left_out(self) -> Iterable[LeftOutAction]:
        """What has no window and what nobody has taken or refused since."""
        for one in self.roadmap.left_out:
            action, reason = self.action(one.recommendation.action_id), one.reason
            if action.progress.stage is Stage.DONE and reason != DONE and action.step is None:
                yield LeftOutAction(action, DONE, ())
            elif action.progress.stage is Stage.PROPOSED:
                waiting = tuple(self.action(need).line.title for need in one.waiting_for)
                reason = AGAIN if reason in (REFUSED, DONE) else reason
                yield LeftOutAction(action, reason, waiting)

    def changes(self) -> RoadmapChanges | None:
        """What the newest roadmap changed; what is done or refused by now is not gone."""
        if self.assessment is None or self.before is None:
            return None
        found = roadmap_changes(before=self.earlier, after=self.roadmap.windows_by_action)
        over = {one.id for one in self.known() if not one.progress.is_open}
        published = current_actions().actions
        gone = tuple(one for one in found.gone if one not in over and one in published)
        found = replace(found, gone=gone)
        return found if found.count else None


def _roadmap(assessment: Assessment | None) -> Roadmap:
    advice: Advice | None = assessment.advice if assessment else None
    return advice.roadmap if advice else NOTHING


def _beyond(every: list[LiveAction]) -> Iterable[LiveAction]:
    """Taken though the plan has no window for it."""
    taken = (Stage.LATE, Stage.TAKEN)
    return (one for one in every if not one.line.window and one.progress.stage in taken)


def _done(every: list[LiveAction], aside: frozenset[str]) -> Iterable[LiveAction]:
    """Done, but for what the plan left aside and only the product has noticed."""
    return (
        one
        for one in every
        if one.progress.stage is Stage.DONE and (one.step is not None or one.id not in aside)
    )


def _counts(every: list[LiveAction], aside: frozenset[str]) -> Counts:
    done = list(_done(every, aside))
    going = [one for one in every if one.line.window and one.progress.is_open]
    going += _beyond(every)
    stages = [one.progress.stage for one in going]
    return Counts(
        every=len(going) + len(done),
        done=len(done),
        taken=stages.count(Stage.TAKEN),
        late=stages.count(Stage.LATE),
        to_choose=stages.count(Stage.TO_CHOOSE),
        next=min(going, key=_urgency, default=None),
    )


def _urgency(action: LiveAction) -> tuple[int, date, int]:
    """Late first, then by date promised, then what waits for a choice, then the plan's order."""
    order = {Stage.LATE: 0, Stage.TAKEN: 1, Stage.TO_CHOOSE: 2, Stage.PROPOSED: 3}
    due_on = action.progress.due_on or date.max
    return order[action.progress.stage], due_on, action.line.number
