"""How skills, plans and literacy measures are given and answered in JSON."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from django.urls import reverse
from msgspec import UNSET, Meta, UnsetType

from assessments.skills.choices import Mastery, PlanWay
from assessments.skills.models import SkillPlan
from assessments.skills.selectors import PersonLine, SkillLine, get_plan, person_line
from assessments.skills.services import (
    Completion,
    PlanInput,
    change_plan,
    complete_plan,
    drop_plan,
    plan_skill,
    set_levels,
)
from governance.access.choices import Role
from governance.access.rules.authority import SubjectFacts
from governance.access.services import require
from governance.api.codec import Body, given
from governance.api.operations import Reply, act, operation
from governance.api.views import ApiView
from governance.literacy.choices import LiteracyFactor, MeasureKind
from governance.literacy.models import LiteracyMeasure
from governance.mandates.selectors import NamedMember
from governance.members.selectors import get_member
from portfolio.skills.selectors import SkillsPage, skills_page
from tenants.bounds import one_of, text
from tenants.shapes import LocalTime, Shape, local_time, shaped

Level = Annotated[str, one_of(Mastery.values, [""])]
Persons = Annotated[tuple[UUID, ...], Meta(max_length=1000)]
Minutes = Annotated[int, Meta(ge=1, le=6000)]
Remark = Annotated[str, text(600, shortest=0)]


class WayAnswer(Shape, frozen=True, kw_only=True):
    """The way that is proposed, and why."""

    way: PlanWay
    why: str


class PlanAnswer(Shape, frozen=True, kw_only=True):
    """`measure_id` is the literacy measure that a training was, once it is done."""

    id: UUID
    skill: str
    way: PlanWay
    owner: NamedMember
    by_on: date
    note: str
    done_on: date | None
    measure_id: UUID | None
    version: int


class SkillAnswer(Shape, frozen=True, kw_only=True):
    """`able` is at least so many people, by the diagnostic or by name, the larger of both."""

    id: str
    name: str
    declared: Annotated[str, Meta(description="How many, as answered: 0, 1, 2–3, 4–9, 10+.")]
    named: int
    learning: int
    able: int
    gap: Annotated[str, one_of(("unknown", "nobody", "one", "enough"))]
    needed_by_active: tuple[str, ...]
    needed_by_waiting: tuple[str, ...]
    proposal: WayAnswer | None


class LevelsAnswer(Shape, frozen=True, kw_only=True):
    """Skill → none, learning, able, teacher, or an empty text where nothing is said yet."""

    member: NamedMember
    levels: dict[str, Level]
    version: int


class CoverageAnswer(Shape, frozen=True, kw_only=True):
    """Whom the literacy measures of twelve months have reached."""

    reached: int
    members: int
    share: float
    roles_met: int
    roles_all: int


class SkillsAnswer(Shape, frozen=True, kw_only=True):
    """The whole picture; `people` holds everybody's line, or only one's own."""

    declared_at: LocalTime | None
    map_is_done: bool
    skills: tuple[SkillAnswer, ...]
    people: tuple[LevelsAnswer, ...]
    plans: tuple[PlanAnswer, ...]
    done_plans: tuple[PlanAnswer, ...]
    literacy: CoverageAnswer


class LiteracyMeasureAnswer(Shape, frozen=True, kw_only=True):
    """`people` counts who is named; `persons` are their ids, for who records measures.

    `entries` are the uses it was about, none for all; `attended` how many were ticked as present.
    """

    id: UUID
    kind: MeasureKind
    held_on: date
    duration_min: int | None
    audience: tuple[Role, ...]
    people: int
    persons: tuple[UUID, ...]
    entries: tuple[UUID, ...]
    attended: int | None
    factors_considered: tuple[LiteracyFactor, ...]
    evidence: str
    recorded_by: NamedMember
    recorded_at: LocalTime


class SkillsQuery(Body, frozen=True, kw_only=True):
    """The language of the names; without it the company's."""

    language: Annotated[str, one_of(("fr", "en"))] | UnsetType = UNSET


class LevelsBody(Body, frozen=True, kw_only=True):
    """A whole line: what is left out, or empty, is not yet there."""

    levels: dict[str, Level]


class PlanBody(Body, frozen=True, kw_only=True):
    """How a skill is to come, who sees to it, by when."""

    skill: Annotated[str, text(12)]
    way: PlanWay
    owner_id: UUID = msgspec.field(name="owner")
    by_on: date
    note: Remark | UnsetType = UNSET


class AttendanceBody(Body, frozen=True, kw_only=True):
    """Who was there, member by member."""

    attended_ids: Annotated[tuple[UUID, ...], Meta(max_length=1000)] = msgspec.field(
        name="attended"
    )


def levels_of(line: PersonLine) -> LevelsAnswer:
    """One member's line."""
    return shaped(line, LevelsAnswer)


def skills_answer(page: SkillsPage) -> SkillsAnswer:
    """The picture without what only the page shows."""
    picture, coverage = page.picture, page.coverage
    return SkillsAnswer(
        declared_at=None if picture.declared_at is None else local_time(picture.declared_at),
        map_is_done=picture.is_done,
        skills=tuple(_skill(line) for line in picture.lines),
        people=tuple(levels_of(line) for line in page.people),
        plans=tuple(shaped(plan, PlanAnswer) for plan in picture.open_plans),
        done_plans=tuple(shaped(plan, PlanAnswer) for plan in picture.done_plans),
        literacy=CoverageAnswer(
            reached=len(coverage.reached),
            members=coverage.members,
            share=coverage.share,
            roles_met=coverage.roles_met,
            roles_all=coverage.roles_all,
        ),
    )


def measure_answers(
    rows: Iterable[LiteracyMeasure], *, shows_persons: bool
) -> Iterable[LiteracyMeasureAnswer]:
    """Those measures; who took part is named to who may record."""
    for row in rows:
        yield LiteracyMeasureAnswer(
            id=row.id,
            kind=MeasureKind(row.kind),
            held_on=row.held_on,
            duration_min=row.duration_min,
            audience=tuple(Role(one) for one in row.audience),
            people=len(row.persons),
            persons=tuple(row.persons) if shows_persons else (),
            entries=tuple(row.entries),
            attended=None if row.attended is None else len(row.attended),
            factors_considered=tuple(LiteracyFactor(one) for one in row.factors_considered),
            evidence=row.evidence,
            recorded_by=shaped(row.recorded_by, NamedMember),
            recorded_at=local_time(row.recorded_at),
        )


def _skill(line: SkillLine) -> SkillAnswer:
    one = line.standing
    return SkillAnswer(
        id=line.id,
        name=line.name,
        declared=line.declared,
        named=one.named,
        learning=one.learning,
        able=one.able,
        gap=one.gap,
        needed_by_active=tuple(one.active),
        needed_by_waiting=tuple(one.waiting),
        proposal=None if one.proposal is None else shaped(one.proposal, WayAnswer),
    )


PLAN = {"skill_plan_id": "plan_id"}


def plan_now(_view: ApiView, plan: SkillPlan, **_path: object) -> SkillPlan:
    """The plan with its owner."""
    return get_plan(plan.id)


class CompanySkills(ApiView):
    @operation(
        "Who can do what, gaps and plans", SkillsAnswer, name="get_skills", query=SkillsQuery
    )
    def get(self, query: SkillsQuery) -> SkillsAnswer:
        """Every skill with its gap; everybody's line for who edits skills, else one's own."""
        language = query.language or self.company.language
        return skills_answer(skills_page(actor=self.actor, today=self.today, language=language))


class SkillLevels(ApiView):
    @operation("A member's levels", LevelsAnswer, name="get_skill_levels", writes_version=True)
    def get(self, member_id: UUID) -> PersonLine:
        """Where the member stands: one's own line, or anybody's for who edits skills."""
        member = get_member(member_id)
        own = SubjectFacts(named_ids=frozenset({member_id}))
        require(self.act, permission="skills.edit", subject=own)
        return person_line(member, today=self.today)

    @operation(
        "Set a member's levels",
        LevelsAnswer,
        name="set_skill_levels",
        body=LevelsBody,
        known=get,
        reads_version=True,
        writes_version=True,
    )
    def put(self, body: LevelsBody, member_id: UUID) -> PersonLine:
        """The whole line: a skill that is left out is not yet there."""
        return self.perform(
            set_levels,
            member_id=member_id,
            levels={skill: level for skill, level in body.levels.items() if level},
            expected_version=self.expected_version(),
        )


class SkillPlans(ApiView):
    @operation(
        "Plan how a skill comes",
        PlanAnswer,
        name="plan_skill",
        body=PlanBody,
        status=201,
        writes_version=True,
        located=True,
    )
    def post(self, body: PlanBody) -> Reply:
        """The skill's one open plan; 409 `skill_plan_open` where it has one."""
        plan = self.perform(plan_skill, skill=body.skill, given=planned(body))
        where = self.location(reverse("api_skill_plan", args=[plan.id]))
        return Reply(get_plan(plan.id), plan.version, where)


class SkillPlanDetail(ApiView):
    @operation("One plan", PlanAnswer, name="get_skill_plan", writes_version=True)
    def get(self, skill_plan_id: UUID) -> SkillPlan:
        """Its way, owner and date, and the literacy measure that it was."""
        return get_plan(skill_plan_id)

    @operation(
        "Change an open plan",
        PlanAnswer,
        name="change_skill_plan",
        body=PlanBody,
        known=get,
        reads_version=True,
        writes_version=True,
    )
    def put(self, body: PlanBody, skill_plan_id: UUID) -> SkillPlan:
        """The plan says this instead; its skill stays."""
        version = self.expected_version()
        plan = self.perform(
            change_plan, plan_id=skill_plan_id, given=planned(body), expected_version=version
        )
        return get_plan(plan.id)

    delete = act(
        drop_plan, "Give up an open plan", None, name="drop_skill_plan", status=204, names=PLAN
    )


class SkillPlanCompletion(ApiView):
    post = act(
        complete_plan,
        "A plan is done; a training is recorded as a literacy measure",
        PlanAnswer,
        body=Completion,
        whole="done",
        answer=plan_now,
        name="complete_skill_plan",
        names=PLAN,
    )


def planned(body: PlanBody) -> PlanInput:
    """The plan that a body means; its skill is said apart."""
    return PlanInput(**{name: one for name, one in given(body).items() if name != "skill"})
