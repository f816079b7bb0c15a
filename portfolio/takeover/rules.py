"""What runs already is named in three fields, then each finds its place: none above the cap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from portfolio.life.rules import Refusal
from portfolio.takeover.choices import ProjectPlace, ProjectStage
from tenants.texts import folded

MOST_PROJECTS = 40
# The words that a spreadsheet is likely to hold, folded.
STAGE_WORDS: Mapping[str, ProjectStage] = {
    "debut": ProjectStage.BEGUN,
    "begun": ProjectStage.BEGUN,
    "started": ProjectStage.BEGUN,
    "presque": ProjectStage.NEARLY_DONE,
    "nearly": ProjectStage.NEARLY_DONE,
    "sert": ProjectStage.IN_USE,
    "use": ProjectStage.IN_USE,
    "place": ProjectStage.IN_USE,
    "bloque": ProjectStage.BLOCKED,
    "blocked": ProjectStage.BLOCKED,
    "stuck": ProjectStage.BLOCKED,
}


@dataclass(frozen=True, kw_only=True)
class NamedProject:
    """One project in three fields; without a title it is taken off the list."""

    title: str
    captain_id: UUID | None = None
    stage: ProjectStage = ProjectStage.UNDER_WAY
    id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ProjectChoice:
    """What becomes of one project, and the contract that runs on: until when, euros a year."""

    project_id: UUID
    place: ProjectPlace
    reason: str = ""
    contract_until: date | None = None
    contract_cost: Decimal | None = None


def pasted(text: str, *, members: Mapping[str, UUID]) -> tuple[NamedProject, ...]:
    """Return the projects of a pasted table: title, captain, stage, apart by tabs or semicolons.

    `members` says whose folded name or address it is; whom it does not know carries nothing.
    """
    return tuple(_pasted_line(line, members) for line in text.splitlines() if line.strip())


def _pasted_line(line: str, members: Mapping[str, UUID]) -> NamedProject:
    mark = "\t" if "\t" in line else ";"
    title, captain, stage = [*(cell.strip() for cell in line.split(mark, 2)), "", ""][:3]
    words = folded(stage).split()
    found = (STAGE_WORDS[word] for word in words if word in STAGE_WORDS)
    return NamedProject(
        title=title,
        captain_id=members.get(folded(captain)),
        stage=next(found, ProjectStage.UNDER_WAY),
    )


def choice_refusal(
    *, picks: Sequence[ProjectChoice], waiting: frozenset[UUID], free: int, room: int, today: date
) -> Refusal | None:
    """Return what is in the way of the first trade-off, or None.

    Every project that waits finds one place; the priorities fit into the `free` slots, those that
    wait into the `room` of the pool; what
    stops is told why; a contract that runs on has an end ahead and a price.
    """
    chosen = [pick.project_id for pick in picks]
    if frozenset(chosen) != waiting or len(chosen) != len(waiting):
        return Refusal(code="projects_changed", facts={"waiting": len(waiting)})
    priorities = sum(pick.place is ProjectPlace.PRIORITY for pick in picks)
    if priorities > free:
        return Refusal(code="too_many_priorities", facts={"chosen": priorities, "free": free})
    pooled = sum(pick.place is ProjectPlace.POOL for pick in picks)
    if pooled > room:
        return Refusal(code="too_many_pooled", facts={"chosen": pooled, "room": room})
    for pick in picks:
        if pick.place is ProjectPlace.STOP and not pick.reason.strip():
            return Refusal(code="reason_required", facts={"project": pick.project_id})
        if (pick.contract_until is None) != (pick.contract_cost is None):
            return Refusal(code="contract_incomplete", facts={"project": pick.project_id})
        if pick.contract_until is not None and pick.contract_until < today:
            return Refusal(code="contract_over", facts={"project": pick.project_id})
    return None
