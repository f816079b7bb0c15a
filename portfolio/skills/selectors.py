"""The skills of the company beside the initiatives that need them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.selectors import spaced
from assessments.skills.rules import Need, skills_needed
from assessments.skills.selectors import (
    DeclaredSkills,
    PersonLine,
    SkillsPicture,
    declared_skills,
    skills_picture,
)
from governance.access.rules.actors import Actor
from governance.access.rules.permissions import Cell, Column
from governance.access.selectors import permission_table
from governance.literacy.models import LiteracyMeasure
from governance.literacy.rules import Coverage
from governance.literacy.selectors import literacy_coverage, literacy_measures
from portfolio.decisions.selectors import Authority
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State

MEASURES_SHOWN = 12
MEASURES_READ = 500


@dataclass(frozen=True, slots=True)
class SkillsPage:
    """The picture, the lines this reader may see, the measures, and what the reader may do.

    *active* is how many priorities are active, whatever they need.
    """

    picture: SkillsPicture
    people: tuple[PersonLine, ...]
    active: int
    measures: tuple[LiteracyMeasure, ...]
    coverage: Coverage
    may_edit: bool
    may_edit_own: bool
    may_record: bool
    today: date

    @property
    def is_known(self) -> bool:
        """Whether anybody has said who can do what."""
        return bool(self.picture.placed or self.picture.declared_at)

    @property
    def names(self) -> dict[str, str]:
        """Skill → its name."""
        return {line.id: line.name for line in self.picture.lines}


def skills_page(*, actor: Actor, today: date, language: str) -> SkillsPage:
    """What the company can do, what is missing and what is done about it, in seven queries.

    Who edits skills sees everybody's line, everybody else one's own.
    """
    declared = declared_skills(today=today)
    active, needs = _needs(declared, language=language)
    picture = skills_picture(declared=declared, needs=needs, language=language)
    measures = tuple(literacy_measures()[:MEASURES_READ])
    members = [line.member for line in picture.people]
    who = Authority(actor=actor, today=today, mandates=())
    may_edit = who.denial(permission="skills.edit") is None
    own = tuple(line for line in picture.people if line.member.id == actor.member_id)
    return SkillsPage(
        picture=picture,
        people=picture.people if may_edit else own,
        active=active,
        measures=measures[:MEASURES_SHOWN],
        coverage=literacy_coverage(members=members, measures=measures, today=today),
        may_edit=may_edit,
        may_edit_own=may_edit or _edits_own(actor),
        may_record=who.denial(permission="literacy.record") is None,
        today=today,
    )


def _needs(declared: DeclaredSkills, *, language: str) -> tuple[int, Sequence[Need]]:
    """How many priorities are active, and what asks for skills: priorities and the pool, or,
    where the portfolio is empty, the uses that the diagnostic proposes.
    """
    known = catalogue.use_cases(catalogue.versions("use_cases")[-1]).use_cases
    rows = Initiative.objects.filter(state__in=[State.ACTIVE, State.BACKLOG]).order_by("id")
    found = list(rows.values_list("title", "state", "use_case"))
    needs = [
        Need(title, skills_needed(known[use_case]), state == State.ACTIVE)
        for title, state, use_case in found
        if use_case in known
    ]
    if not found:
        proposed = [known[one] for one in declared.uses if one in known]
        needs = [
            Need(spaced(one.title.in_language(language)), skills_needed(one), False)
            for one in proposed
        ]
    return sum(state == State.ACTIVE for _, state, _ in found), needs


def _edits_own(actor: Actor) -> bool:
    """Whether the role may change what is said of oneself."""
    if actor.role is None:
        return False
    cell = permission_table().cell(permission="skills.edit", column=Column(actor.role))
    return cell is Cell.NAMED
