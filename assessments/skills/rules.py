"""Who can do what, which uses need it, what is missing, and a way to get it.

Everything here is a proposal: the person decides. What a use needs is read from the heights that
its entry of the catalogue asks for in a dimension, and from its legal checks; the heights from
which somebody skilled is needed, and the ways proposed, are our own judgement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.questionnaire.rules.answers import Answers
from assessments.questionnaire.rules.questionnaire import Item, Questionnaire
from assessments.skills.choices import Mastery, PlanWay
from assessments.uses.rules import UseCase

UNKNOWN, NOBODY, ONE, ENOUGH = "unknown", "nobody", "one", "enough"
# At least so many people, for each column of the skills question.
LEAST = (0, 1, 2, 4, 10)
# The skill behind a dimension, and the height of 100 from which a use needs somebody who has it.
NEEDED_FROM: Mapping[str, tuple[str, float]] = {
    "COM": ("sk_use", 20),
    "DON": ("sk_data", 40),
    "OUT": ("sk_integ", 40),
    "RIS": ("sk_law", 40),
}
TO_CHECK = frozenset({"high_check", "prohibited_check", "dpia_check"})
LAW = "sk_law"
# Skills of everybody's work: they are learned in the house, whatever needs them.
EVERYDAY = frozenset({"sk_use", "sk_proc"})
OFTEN = 2
TOO_SMALL_TO_HIRE = "micro"
ABLE = frozenset({Mastery.ABLE, Mastery.TEACHER})


@dataclass(frozen=True, slots=True)
class Need:
    """Something that asks for skills: an active priority, or a use that waits."""

    title: str
    skills: frozenset[str]
    is_active: bool


@dataclass(frozen=True, slots=True)
class SkillProposal:
    """A way to get a skill, and why this one: a code."""

    way: PlanWay
    why: str


@dataclass(frozen=True, slots=True)
class SkillStanding:
    """One skill: the column *declared* in the diagnostic, the people the map names, the gap.

    *able* is how many can do it at least, the larger of both; *is_unnamed* where the diagnostic
    counts people and the map, though begun, names none.
    """

    skill: str
    declared: int | None
    named: int
    learning: int
    able: int
    gap: str
    is_unnamed: bool
    active: tuple[str, ...]
    waiting: tuple[str, ...]
    proposal: SkillProposal | None


def skills_item(questionnaire: Questionnaire) -> Item:
    """The question whose rows are the skills."""
    return next(item for item in questionnaire.items if item.kind == "skills")


def declared_columns(questionnaire: Questionnaire, answers: Answers) -> Mapping[str, int]:
    """Skill → the column answered, 0 to 4; empty without an answer."""
    answer = answers.get(skills_item(questionnaire).id)
    return answer if isinstance(answer, Mapping) else {}


def skills_needed(use_case: UseCase) -> frozenset[str]:
    """The skills this use needs somebody for."""
    found = {
        skill
        for dimension, (skill, height) in NEEDED_FROM.items()
        if use_case.minimum.get(dimension, 0) >= height
    }
    legal = {LAW} if TO_CHECK & {use_case.ai_act, use_case.gdpr} else set()
    return frozenset(found | legal)


def standing_of(
    *,
    skill: str,
    declared: int | None,
    levels: Sequence[str],
    is_begun: bool,
    needs: Sequence[Need],
    size: str,
) -> SkillStanding:
    """One skill, from the diagnostic, the people's levels and what needs it.

    *is_begun*: somebody has a line on the map; *levels* are this skill's of everybody who has.
    """
    named = sum(level in ABLE for level in levels)
    learning = sum(level == Mastery.LEARNING for level in levels)
    able = max(named, LEAST[declared] if declared is not None else 0)
    gap = UNKNOWN if declared is None and not is_begun else gap_of(able)
    active = tuple(one.title for one in needs if skill in one.skills and one.is_active)
    waiting = tuple(one.title for one in needs if skill in one.skills and not one.is_active)
    return SkillStanding(
        skill=skill,
        declared=declared,
        named=named,
        learning=learning,
        able=able,
        gap=gap,
        is_unnamed=is_begun and named == 0 < able,
        active=active,
        waiting=waiting,
        proposal=proposal(
            skill=skill,
            gap=gap,
            learning=learning,
            active=len(active),
            waiting=len(waiting),
            size=size,
        ),
    )


def gap_of(able: int) -> str:
    """Nobody; one person only, who may leave or fall ill; or enough."""
    return (NOBODY, ONE, ENOUGH)[min(able, 2)]


def proposal(
    *, skill: str, gap: str, learning: int, active: int, waiting: int, size: str
) -> SkillProposal | None:
    """Train where somebody can learn from somebody or everybody needs it; buy what is rare;
    hire only where nobody can and two active priorities or more ask for it.
    """
    everyday = skill in EVERYDAY
    if gap not in (NOBODY, ONE) or not (everyday or active or waiting):
        return None
    if gap == ONE:
        return SkillProposal(PlanWay.TRAIN, "one_able")
    if learning:
        return SkillProposal(PlanWay.TRAIN, "learning")
    if everyday:
        return SkillProposal(PlanWay.TRAIN, "everyday")
    if active < OFTEN:
        return SkillProposal(PlanWay.BUY, "rarely_needed")
    if size == TOO_SMALL_TO_HIRE:
        return SkillProposal(PlanWay.BUY, "too_small")
    return SkillProposal(PlanWay.HIRE, "often_needed")


def foremost(standings: Sequence[SkillStanding]) -> SkillStanding | None:
    """The gap to speak of first: nobody before one, most active priorities before others."""
    gaps = [one for one in standings if one.gap in (NOBODY, ONE)]
    return max(
        gaps,
        key=lambda one: (bool(one.active), one.gap == NOBODY, len(one.active), len(one.waiting)),
        default=None,
    )


def map_is_done(*, placed: int, members: int) -> bool:
    """Whether every member has a line on the map, or five of them at least."""
    return members > 0 and placed >= min(5, members)


def one_step_up(level: str) -> Mastery:
    """Where somebody stands after a training: one step further, until able."""
    steps = {Mastery.NONE.value: Mastery.LEARNING, Mastery.LEARNING.value: Mastery.ABLE}
    return steps.get(level, Mastery(level))
