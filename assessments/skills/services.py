from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec

from assessments.answers.models import ObservedFact
from assessments.skills.choices import Mastery, PlanWay
from assessments.skills.models import SkillLevel, SkillPlan
from assessments.skills.rules import one_step_up
from assessments.skills.selectors import PersonLine, person_line, skill_facts, skill_ids
from governance.access.rules.actors import Act
from governance.access.rules.authority import SubjectFacts
from governance.access.services import require
from governance.literacy import services as literacy
from governance.literacy.choices import MeasureKind
from governance.literacy.models import LiteracyMeasure
from governance.literacy.services import Evidence, MeasureInput, Minutes, Persons, record_measure
from governance.members.models import Member
from governance.members.selectors import get_member
from tenants.columns import check_columns
from tenants.errors import Invalid, Refused
from tenants.rows import check_version, locked
from tenants.transactions import use_case


def observe_skills(*, today: date, now: datetime) -> None:
    """The facts about skills and literacy are those of now.

    Last in a use case, and always in the order of their keys: two of them never wait in a ring.
    """
    ObservedFact.objects.bulk_create(
        [
            ObservedFact(key=key, value=fact.value, at=fact.at)
            for key, fact in skill_facts(today=today, now=now).items()
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["value", "at"],
    )


def set_levels(
    act: Act, *, member_id: UUID, levels: Mapping[str, str], expected_version: int | None = None
) -> PersonLine:
    """The member's line says this; a skill that *levels* leaves out is not yet there.

    One's own line, or anybody's for who edits skills. NotFound `member_not_found`, Refused
    `member_left`, `stale_version`; Invalid `invalid_fields` where a skill or level is unknown.
    """
    with use_case():
        member = locked(Member, member_id)
        require(
            act, permission="skills.edit", subject=SubjectFacts(named_ids=frozenset({member.id}))
        )
        if not member.is_present:
            raise Refused("member_left")
        if set(levels) - set(skill_ids(today=act.today)) or set(levels.values()) - set(
            Mastery.values
        ):
            raise Invalid("invalid_fields", fields={"levels": ["unknown"]})
        line = person_line(member, today=act.today)
        check_version(line.version, expected_version)
        _write(line, levels, now=act.now)
        observe_skills(today=act.today, now=act.now)
        return person_line(member, today=act.today)


def record_literacy(act: Act, *, given: MeasureInput) -> LiteracyMeasure:
    """The measure is recorded, and what the product observes of literacy is as of now."""
    with use_case():
        measure = record_measure(act, given=given)
        observe_skills(today=act.today, now=act.now)
    return measure


def tick_attendance(
    act: Act, *, measure_id: UUID, attended_ids: Collection[UUID]
) -> LiteracyMeasure:
    """As governance's, and what the product observes of literacy is as of now."""
    with use_case():
        row = literacy.tick_attendance(act, measure_id=measure_id, attended_ids=attended_ids)
        observe_skills(today=act.today, now=act.now)
    return row


def raise_levels(*, member_ids: Iterable[UUID], skill: str, today: date, now: datetime) -> None:
    """Those who are there stand one step further with that skill, until able.

    Part of a use case that has asked for the authority and observes the facts.
    """
    for member_id in sorted(set(member_ids)):
        member = locked(Member, member_id)
        if member.is_present:
            line = person_line(member, today=today)
            risen = one_step_up(line.levels[skill] or Mastery.NONE)
            _write(line, {**line.levels, skill: risen}, now=now)


def _write(line: PersonLine, levels: Mapping[str, str], *, now: datetime) -> None:
    rows = [
        SkillLevel(
            member=line.member,
            skill=skill,
            level=levels.get(skill) or Mastery.NONE,
            updated_at=now,
            version=line.version + 1,
        )
        for skill in line.levels
    ]
    SkillLevel.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["member", "skill"],
        update_fields=["level", "updated_at", "version"],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInput:
    """How a skill is to come, who sees to it, by when."""

    way: PlanWay
    owner_id: UUID
    by_on: date
    note: str = ""


class Completion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was done; for a training, who took part and for how many minutes.

    *raises* says that those who took part stand one step further.
    """

    done_on: date
    person_ids: Persons = msgspec.field(name="persons", default=())
    duration_min: Minutes | None = None
    evidence: Evidence = ""
    raises: bool = False


def plan_skill(act: Act, *, skill: str, given: PlanInput) -> SkillPlan:
    """The skill has its plan.

    Refused `skill_plan_open` where it has one, `member_left`; NotFound `member_not_found`;
    Invalid `invalid_fields`: *skill* `unknown`, *by_on* `in_past`, *note* as its column.
    """
    require(act, permission="skills.edit")
    if skill not in skill_ids(today=act.today):
        raise Invalid("invalid_fields", fields={"skill": ["unknown"]})
    with use_case():
        _check(given, today=act.today, before=None)
        fresh = SkillPlan(
            skill=skill,
            way=given.way,
            owner_id=given.owner_id,
            by_on=given.by_on,
            note=given.note.strip(),
        )
        SkillPlan.objects.bulk_create([fresh], ignore_conflicts=True)
        if not SkillPlan.objects.filter(id=fresh.id).exists():
            raise Refused("skill_plan_open")
    return fresh


def change_plan(
    act: Act, *, plan_id: UUID, given: PlanInput, expected_version: int | None = None
) -> SkillPlan:
    """The open plan says this instead. As `plan_skill`; Refused `skill_plan_done`,
    `stale_version`; NotFound `skill_plan_not_found`.
    """
    require(act, permission="skills.edit")
    with use_case():
        plan = _open(plan_id, expected_version=expected_version)
        _check(given, today=act.today, before=plan.by_on)
        plan.way, plan.owner_id = given.way, given.owner_id
        plan.by_on, plan.note = given.by_on, given.note.strip()
        plan.version += 1
        plan.save(update_fields=["way", "owner", "by_on", "note", "version"])
    return plan


def drop_plan(act: Act, *, plan_id: UUID, expected_version: int | None = None) -> None:
    """The open plan is gone: the skill can be planned anew. Refused as `change_plan`."""
    require(act, permission="skills.edit")
    with use_case():
        _open(plan_id, expected_version=expected_version).delete()


def complete_plan(
    act: Act, *, plan_id: UUID, done: Completion, expected_version: int | None = None
) -> SkillPlan:
    """The plan is done; a training is a literacy measure from now on.

    Refused as `change_plan`; Invalid `invalid_fields` as `record_measure`: a training names who
    took part and how long, and nothing is done before its day has come.
    """
    require(act, permission="skills.edit")
    with use_case():
        plan = _open(plan_id, expected_version=expected_version)
        _check_done(plan, done, today=act.today)
        if plan.way == PlanWay.TRAIN:
            plan.measure = record_measure(
                act,
                given=MeasureInput(
                    kind=MeasureKind.TRAINING,
                    held_on=done.done_on,
                    person_ids=done.person_ids,
                    duration_min=done.duration_min,
                    evidence=done.evidence,
                ),
            )
            if done.raises:
                raise_levels(
                    member_ids=done.person_ids, skill=plan.skill, today=act.today, now=act.now
                )
        plan.done_on = done.done_on
        plan.version += 1
        plan.save(update_fields=["done_on", "measure", "version"])
        observe_skills(today=act.today, now=act.now)
    return plan


def _open(plan_id: UUID, *, expected_version: int | None) -> SkillPlan:
    plan = locked(SkillPlan, plan_id, expected_version, code="skill_plan_not_found")
    if plan.done_on is not None:
        raise Refused("skill_plan_done")
    return plan


def _check(given: PlanInput, *, today: date, before: date | None) -> None:
    check_columns(model=SkillPlan, values={"note": given.note})
    if given.by_on < today and given.by_on != before:
        raise Invalid("invalid_fields", fields={"by_on": ["in_past"]})
    if not get_member(given.owner_id).is_present:
        raise Refused("member_left")


def _check_done(plan: SkillPlan, done: Completion, *, today: date) -> None:
    wrong: dict[str, list[str]] = {}
    if done.done_on > today:
        wrong["done_on"] = ["in_future"]
    if plan.way == PlanWay.TRAIN and not done.person_ids:
        wrong["persons"] = ["required"]
    if plan.way == PlanWay.TRAIN and done.duration_min is None:
        wrong["duration_min"] = ["required"]
    if wrong:
        raise Invalid("invalid_fields", fields=wrong)
