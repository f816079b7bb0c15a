"""Who has which skill, what is missing and the plan for it, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from assessments.advice.rules import Advice
from assessments.answers.selectors import completed_assessments
from assessments.observed.selectors import Observed
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import Answers, profile_of
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.questionnaire.selectors import range_text, spaced
from assessments.skills.models import SkillLevel, SkillPlan
from assessments.skills.rules import (
    ABLE,
    Need,
    SkillStanding,
    declared_columns,
    foremost,
    map_is_done,
    skills_item,
    skills_needed,
    standing_of,
)
from assessments.uses.rules import UseCaseAdvice
from assessments.voices.selectors.voices import answers_of
from governance.literacy.models import LiteracyMeasure
from governance.literacy.selectors import literacy_coverage, measures_of_the_year
from governance.members.models import Member
from governance.members.selectors import present_members
from tenants.errors import NotFound

PLANS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Where one member stands: skill → level; *version* is 0 for who has no line yet."""

    member: Member
    levels: Mapping[str, str]
    version: int

    @property
    def cells(self) -> tuple[str, ...]:
        return tuple(self.levels.values())


@dataclass(frozen=True, slots=True)
class SkillLine:
    """One skill in words: how many the diagnostic counts, whom the map names, its open plan."""

    id: str
    name: str
    standing: SkillStanding
    declared: str
    people: tuple[Member, ...]
    plan: SkillPlan | None


@dataclass(frozen=True, slots=True)
class Headline:
    """What to say first: the gap, the skill as it goes on in a sentence, how many need it."""

    gap: str
    skill: str
    active: int


@dataclass(frozen=True, slots=True)
class SkillsPicture:
    """Every skill, everybody's line, the plans newest first, when the diagnostic was taken."""

    lines: tuple[SkillLine, ...]
    people: tuple[PersonLine, ...]
    open_plans: tuple[SkillPlan, ...]
    done_plans: tuple[SkillPlan, ...]
    declared_at: datetime | None
    placed: int
    headline: Headline | None

    @property
    def is_done(self) -> bool:
        """Whether the map is drawn."""
        return map_is_done(placed=self.placed, members=len(self.people))


@dataclass(frozen=True, slots=True)
class DeclaredSkills:
    """What the newest diagnostic says: columns, size, when; its questionnaire or today's."""

    questionnaire: Questionnaire
    columns: Mapping[str, int]
    size: str
    at: datetime | None
    uses: tuple[str, ...]


def skill_names(*, questionnaire: Questionnaire, language: str) -> dict[str, str]:
    """Skill → its name, in the order of the questionnaire."""
    rows = skills_item(questionnaire).rows
    return {row.id: spaced(row.name.in_language(language)) for row in rows}


def skill_ids(*, today: date) -> tuple[str, ...]:
    """The skills of the questionnaire in force."""
    return tuple(row.id for row in skills_item(catalogue.current_questionnaire(today=today)).rows)


def declared_skills(*, today: date) -> DeclaredSkills:
    """What the newest completed diagnostic says of skills, in two queries."""
    newest = next(iter(completed_assessments(most=1)), None)
    if newest is None:
        return DeclaredSkills(catalogue.current_questionnaire(today=today), {}, "", None, ())
    questionnaire = catalogue.questionnaire(newest.questionnaire_version)
    answers = answers_of(newest)
    advice: Advice | None = newest.advice
    return DeclaredSkills(
        questionnaire=questionnaire,
        columns=declared_columns(questionnaire, answers),
        size=profile_of(questionnaire=questionnaire, answers=answers).size,
        at=newest.completed_at,
        uses=tuple(one.use_case_id for one in advice.uses.shortlist) if advice else (),
    )


def people_lines(members: Sequence[Member], *, skills: Iterable[str]) -> tuple[PersonLine, ...]:
    """The line of each of these members, in one query."""
    levels: dict[UUID, dict[str, str]] = {}
    versions: dict[UUID, int] = {}
    rows = SkillLevel.objects.filter(member__in=[member.id for member in members])
    for owner, skill, level, version in rows.values_list("member", "skill", "level", "version"):
        levels.setdefault(owner, {})[skill] = level
        versions[owner] = max(version, versions.get(owner, 0))
    wanted = tuple(skills)
    return tuple(
        PersonLine(
            member,
            {skill: levels.get(member.id, {}).get(skill, "") for skill in wanted},
            versions.get(member.id, 0),
        )
        for member in members
    )


def person_line(member: Member, *, today: date) -> PersonLine:
    """One member's line, empty levels where nothing is said yet."""
    return people_lines([member], skills=skill_ids(today=today))[0]


def skills_picture(
    *, declared: DeclaredSkills, needs: Sequence[Need], language: str
) -> SkillsPicture:
    """The whole picture, in three queries."""
    names = skill_names(questionnaire=declared.questionnaire, language=language)
    people = people_lines(present_members(), skills=names)
    placed = sum(one.version > 0 for one in people)
    plans = list(SkillPlan.objects.select_related("owner").order_by("by_on", "id"))
    open_plans = tuple(one for one in plans if one.done_on is None)
    standings = {
        skill: standing_of(
            skill=skill,
            declared=declared.columns.get(skill),
            levels=[one.levels[skill] for one in people],
            is_begun=placed > 0,
            needs=needs,
            size=declared.size,
        )
        for skill in names
    }
    columns = skills_item(declared.questionnaire).columns
    first = foremost(tuple(standings.values()))
    return SkillsPicture(
        lines=tuple(
            SkillLine(
                id=skill,
                name=names[skill],
                standing=one,
                declared=_declared(one.declared, columns, language),
                people=tuple(p.member for p in people if p.levels[skill] in ABLE),
                plan=next((plan for plan in open_plans if plan.skill == skill), None),
            )
            for skill, one in standings.items()
        ),
        people=people,
        open_plans=open_plans,
        done_plans=tuple(one for one in reversed(plans) if one.done_on is not None)[:PLANS_SHOWN],
        declared_at=declared.at,
        placed=placed,
        headline=headline_of(first, names) if first else None,
    )


def headline_of(standing: SkillStanding, names: Mapping[str, str]) -> Headline:
    """The gap to speak of, its skill as a verb inside a sentence."""
    name = names[standing.skill]
    return Headline(standing.gap, name[:1].lower() + name[1:], len(standing.active))


def get_plan(plan_id: UUID) -> SkillPlan:
    """The plan of that id with its owner; raises NotFound `skill_plan_not_found`."""
    found = SkillPlan.objects.select_related("owner").filter(id=plan_id).first()
    if found is None:
        raise NotFound("skill_plan_not_found")
    return found


def _declared(column: int | None, columns: Sequence[str], language: str) -> str:
    return "" if column is None else range_text(columns[column], language)


@dataclass(frozen=True, slots=True)
class DeclaredLine:
    """One skill: how many people, as answered, and what of the proposed uses needs it."""

    name: str
    declared: str
    standing: SkillStanding


@dataclass(frozen=True, slots=True)
class SkillsSection:
    """The skills as declared, and the gap to speak of first; empty where nothing is answered."""

    lines: tuple[DeclaredLine, ...]
    headline: Headline | None


def skills_section(
    *, questionnaire: Questionnaire, answers: Answers, uses: UseCaseAdvice, language: str
) -> SkillsSection:
    """The section of one assessment, its stored uses being what needs skills; no query."""
    declared = declared_columns(questionnaire, answers)
    if not declared:
        return SkillsSection((), None)
    names = skill_names(questionnaire=questionnaire, language=language)
    size = profile_of(questionnaire=questionnaire, answers=answers).size
    needs = _needs(uses, language)
    standings = [
        standing_of(
            skill=skill,
            declared=declared.get(skill),
            levels=(),
            is_begun=False,
            needs=needs,
            size=size,
        )
        for skill in names
    ]
    first, columns = foremost(standings), skills_item(questionnaire).columns
    return SkillsSection(
        lines=tuple(
            DeclaredLine(
                names[one.skill],
                "" if one.declared is None else range_text(columns[one.declared], language),
                one,
            )
            for one in standings
        ),
        headline=headline_of(first, names) if first else None,
    )


def _needs(uses: UseCaseAdvice, language: str) -> list[Need]:
    known = catalogue.use_cases(uses.catalogue_version).use_cases
    proposed = [known[one.use_case_id] for one in uses.shortlist]
    return [
        Need(spaced(one.title.in_language(language)), skills_needed(one), False) for one in proposed
    ]


def skill_facts(*, today: date, now: datetime) -> dict[str, Observed]:
    """`skills.map.done`, `skills.<skill>` (how many can do it), `literacy.share` and
    `literacy.two_hours.share` (0 to 1), `literacy.roles_covered` (`met`, `all`); of the members
    who are there today, in four queries.

    Nothing is said of skills before the first line, nor of literacy before the first measure.
    """
    skills, members = skill_ids(today=today), present_members()
    people = people_lines(members, skills=skills)
    placed = sum(one.version > 0 for one in people)
    facts: dict[str, Any] = {}
    if placed:
        facts["skills.map.done"] = map_is_done(placed=placed, members=len(members))
        for skill in skills:
            facts[f"skills.{skill}"] = sum(one.levels[skill] in ABLE for one in people)
    if LiteracyMeasure.objects.exists():
        reached = literacy_coverage(
            members=members, measures=measures_of_the_year(today=today), today=today
        )
        facts["literacy.share"] = round(reached.share, 4)
        facts["literacy.two_hours.share"] = round(reached.two_hours_share, 4)
        facts["literacy.roles_covered"] = {"met": reached.roles_met, "all": reached.roles_all}
    return {key: Observed(value, now) for key, value in sorted(facts.items())}
