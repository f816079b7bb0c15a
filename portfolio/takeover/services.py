"""What runs already is named, then taken over in one step: the first trade-off."""

from collections.abc import Sequence
from uuid import UUID

from governance.access.choices import Role
from governance.access.rules.actors import Act
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.members.models import Member
from governance.register.services.entries import record_entry
from portfolio.cap.selectors import lock_portfolio, portfolio_policy
from portfolio.decisions.services.decisions import decide
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State, Verdict
from portfolio.takeover.choices import ProjectPlace
from portfolio.takeover.models import RunningProject
from portfolio.takeover.rules import MOST_PROJECTS, NamedProject, ProjectChoice, choice_refusal
from tenants.columns import check_columns
from tenants.errors import NotAllowed, NotFound, Refused
from tenants.transactions import touch, use_case

LONGEST_TOOL = 120
STATES = {
    ProjectPlace.PRIORITY: State.ACTIVE,
    ProjectPlace.POOL: State.BACKLOG,
    ProjectPlace.STOP: State.STOPPED,
}


def name_projects(act: Act, *, named: Sequence[NamedProject]) -> list[RunningProject]:
    """The list of what runs is as given: known ones changed, those without a title gone.

    Raises NotAllowed, NotFound `member_not_found`, Invalid `invalid_fields`, Refused
    `too_many_projects`.
    """
    require(act, permission="takeover.name")
    if act.actor.member_id is None:
        raise NotAllowed("not_in_role", permission="takeover.name")
    with use_case():
        known = {row.id: row for row in RunningProject.objects.select_for_update()}
        _check_captains(named)
        for one in named:
            row = known.get(one.id) if one.id else None
            if row is None and one.title.strip():
                row = RunningProject(named_by_id=act.actor.member_id, named_at=act.now)
            if row is not None:
                _name(row, one)
        rows = list(RunningProject.objects.order_by("id"))
        if len(rows) > MOST_PROJECTS:
            raise Refused("too_many_projects", most=MOST_PROJECTS)
    return rows


def take_over(act: Act, *, picks: Sequence[ProjectChoice]) -> list[Initiative]:
    """Every project has its place: priority, pool, in place or stopped. Returns the priorities.

    A priority is active at once, with what is missing of *ready* as dated tasks; what is in place
    stands in the register. Nobody is above the cap at any moment. Raises NotAllowed, Invalid,
    Refused `projects_changed`, `too_many_priorities`, `too_many_pooled`, `reason_required`,
    `contract_incomplete`, `contract_over`.
    """
    require(act, permission="initiative.adopt")
    with use_case():
        lock_portfolio()
        rows = {row.id: row for row in RunningProject.objects.select_for_update()}
        policy = portfolio_policy(today=act.today)
        refused = choice_refusal(
            picks=picks,
            waiting=frozenset(rows),
            free=max(0, policy.slots - policy.active_count),
            room=max(0, policy.pool_cap - policy.pool_count),
            today=act.today,
        )
        if refused is not None:
            raise Refused(refused.code, **refused.facts)
        taken = [_taken(act, row=rows[pick.project_id], pick=pick) for pick in picks]
        RunningProject.objects.filter(id__in=rows).delete()
    return [row for row in taken if row is not None and row.state == State.ACTIVE]


def _taken(act: Act, *, row: RunningProject, pick: ProjectChoice) -> Initiative | None:
    if pick.place is ProjectPlace.IN_PLACE:
        record_entry(
            act,
            values={
                "tool": row.title[:LONGEST_TOOL],
                "purpose": row.title,
                "owner_id": row.captain_id,
                "contract_ends": pick.contract_until,
                "cost_year": pick.contract_cost,
            },
        )
        return None
    initiative = Initiative.objects.create(
        title=row.title,
        captain_id=row.captain_id,
        captain_since=act.today if row.captain_id else None,
        proposed_by_id=row.named_by_id,
        state=State.PROPOSED,
        state_since=act.today,
        created_at=act.now,
        contract_until=pick.contract_until,
        contract_cost=pick.contract_cost,
    )
    touch(act, SubjectKind.INITIATIVE, initiative.id)
    decided = decide(
        act,
        initiative_id=initiative.id,
        verdict=Verdict.ADOPT,
        adopted_as=STATES[pick.place],
        reason=pick.reason,
    )
    return decided.initiative


def _name(row: RunningProject, one: NamedProject) -> None:
    values = {"title": one.title.strip(), "captain_id": one.captain_id, "stage": one.stage}
    if not values["title"]:
        row.delete()
        return
    check_columns(model=RunningProject, values={"title": values["title"]})
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def _check_captains(named: Sequence[NamedProject]) -> None:
    wanted = {one.captain_id for one in named if one.captain_id is not None}
    found: set[UUID] = set(
        Member.objects.filter(id__in=wanted, left_at=None)
        .exclude(role=Role.VIEWER)
        .values_list("id", flat=True)
    )
    for unknown in wanted - found:
        raise NotFound("member_not_found", named=unknown)
