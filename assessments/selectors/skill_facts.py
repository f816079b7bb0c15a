"""What the map of skills and the literacy measures prove, by the keys that actions name."""

from datetime import date, datetime
from typing import Any

from assessments.rules.skills import ABLE, map_is_done
from assessments.selectors.observed import Observed
from assessments.selectors.skills import people_lines, skill_ids
from governance.models import LiteracyMeasure
from governance.selectors.literacy import literacy_coverage, measures_of_the_year
from governance.selectors.members import present_members


def skill_facts(*, today: date, now: datetime) -> dict[str, Observed]:
    """`skills.map.done`, `skills.<skill>` (how many can do it), `literacy.share` (0 to 1),
    `literacy.roles_covered` (`met`, `all`); of the members who are there today, in four queries.

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
        facts["literacy.roles_covered"] = {"met": reached.roles_met, "all": reached.roles_all}
    return {key: Observed(value, now) for key, value in sorted(facts.items())}
