from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from assessments.choices import Mastery
from assessments.models import SkillLevel
from assessments.rules.skills import one_step_up
from assessments.selectors.skills import PersonLine, person_line, skill_ids
from assessments.services.skill_facts import observe_skills
from governance.models import LiteracyMeasure, Member
from governance.rules.actors import Actor
from governance.rules.authority import SubjectFacts
from governance.services.authority import require
from governance.services.literacy import MeasureInput, record_measure
from tenants.errors import Invalid, NotFound, Refused
from tenants.transactions import use_case


def set_levels(
    *,
    actor: Actor,
    member_id: UUID,
    levels: Mapping[str, str],
    today: date,
    now: datetime,
    expected_version: int | None = None,
) -> PersonLine:
    """The member's line says this; a skill that *levels* leaves out is not yet there.

    One's own line, or anybody's for who edits skills. NotFound `member_not_found`, Refused
    `member_left`, `stale_version`; Invalid `invalid_fields` where a skill or level is unknown.
    """
    with use_case():
        member = _locked(member_id)
        require(
            actor=actor,
            permission="skills.edit",
            today=today,
            subject=SubjectFacts(named_ids=frozenset({member.id})),
        )
        if not member.is_present:
            raise Refused("member_left")
        if set(levels) - set(skill_ids(today=today)) or set(levels.values()) - set(Mastery.values):
            raise Invalid("invalid_fields", fields={"levels": ["unknown"]})
        line = person_line(member, today=today)
        if expected_version is not None and expected_version != line.version:
            raise Refused("stale_version", expected=expected_version, current=line.version)
        _write(line, levels, now=now)
        observe_skills(today=today, now=now)
        return person_line(member, today=today)


def record_literacy(
    *, actor: Actor, given: MeasureInput, today: date, now: datetime
) -> LiteracyMeasure:
    """The measure is recorded, and what the product observes of literacy is as of now."""
    with use_case():
        measure = record_measure(actor=actor, given=given, today=today, now=now)
        observe_skills(today=today, now=now)
    return measure


def raise_levels(*, member_ids: Iterable[UUID], skill: str, today: date, now: datetime) -> None:
    """Those who are there stand one step further with that skill, until able.

    Part of a use case that has asked for the authority and observes the facts.
    """
    for member_id in sorted(set(member_ids)):
        member = _locked(member_id)
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


def _locked(member_id: UUID) -> Member:
    member = Member.objects.select_for_update().filter(id=member_id).first()
    if member is None:
        raise NotFound("member_not_found")
    return member
