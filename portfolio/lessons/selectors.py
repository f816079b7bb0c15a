"""What was learned of all that is closed: searched, the newest first; one statement."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from django.core.paginator import Page, Paginator
from msgspec import Struct

from portfolio.forecast.selectors import PromiseLine
from portfolio.life.choices import Again, State
from portfolio.objectives.choices import Benefit
from portfolio.standing.selectors.company import TRUE
from portfolio.standing.selectors.reading import NotTrue
from portfolio.standing.selectors.stored import shape
from tenants.bounds import one_of
from tenants.connections import connection
from tenants.texts import FOLDED, FOUND

A_PAGE = 20
SAID = FOLDED.format("(concat_ws(' ', i.title, i.lesson, i.kept, i.gained, d.reason))")
LESSONS = f"""
WITH found AS (
    SELECT i.id, i.title, i.state, i.benefit, coalesce(i.ended_on, i.state_since) AS ended_on,
        coalesce(d.reason, '') AS reason, i.gained, i.kept, i.lesson, i.again,
        btrim(coalesce(m.name, '')) AS runs_on, s.card::json -> 'promise' AS promise,
        coalesce({TRUE}, false) AS is_true
    FROM portfolio_initiative i
    LEFT JOIN portfolio_initiativedecision t
        ON t.initiative_id = i.id AND t.number = i.decision_number
    LEFT JOIN governance_decision d ON d.id = t.decision_id AND d.actor_kind <> 'system'
    LEFT JOIN governance_member m ON m.id = i.runs_on_id
    LEFT JOIN portfolio_storedstanding s ON s.initiative_id = i.id
    WHERE i.state IN ('completed', 'stopped')
      AND (%(state)s = '' OR i.state = %(state)s)
      AND (%(typed)s = '' OR {FOUND.format(column=SAID, typed="%(typed)s")})
), page AS (
    SELECT * FROM found ORDER BY ended_on DESC, id DESC LIMIT %(size)s OFFSET %(skipped)s
)
SELECT (SELECT count(*) FROM found), ARRAY(SELECT id FROM page WHERE NOT is_true),
    (SELECT json_agg(json_build_object('id', id, 'title', title, 'state', state,
        'benefit', benefit, 'ended_on', ended_on, 'reason', reason, 'gained', gained,
        'kept', kept, 'lesson', lesson, 'again', again, 'runs_on', runs_on,
        'promise', promise) ORDER BY ended_on DESC, id DESC) FROM page)::text
"""


class LessonLine(Struct, frozen=True, kw_only=True):
    """One that is closed: why, what it brought, what stays and who runs it, what was learned.

    `again` is whether one would do it again; texts are empty where nobody answered.
    """

    id: UUID
    title: str
    state: State
    benefit: Annotated[str, one_of(Benefit, [""])]
    ended_on: date
    reason: str
    gained: str
    kept: str
    runs_on: str
    lesson: str
    again: Annotated[str, one_of(Again, [""])]
    promise: PromiseLine | None


@dataclass(frozen=True, kw_only=True)
class LessonsPage:
    """One page of lessons; `pager` counts all that are as asked."""

    lines: tuple[LessonLine, ...]
    pager: Page[int]
    count: int


def lessons_page(
    *, typed: str, state: str, number: int, today: date, size: int = A_PAGE
) -> LessonsPage:
    """What was learned: every word typed stands in it; raises NotTrue. One statement."""
    asked = {
        "typed": typed.strip(),
        "state": state,
        "skipped": (max(1, number) - 1) * size,
        "size": size,
        "today": today,
        "shape": shape(),
    }
    ((count, stale, lines),) = connection.prepared(LESSONS, asked)
    if stale:
        raise NotTrue(stale)
    return LessonsPage(
        lines=tuple(msgspec.json.decode(lines or "[]", type=list[LessonLine])),
        pager=Paginator(range(count), size).get_page(number),
        count=count,
    )
