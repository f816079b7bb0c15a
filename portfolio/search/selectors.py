"""Everything that says what was typed, in one statement: folded words, in whatever order."""

from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from assessments.roadmap.selectors.steps import current_actions
from governance.access.rules.actors import Actor
from portfolio.decisions.selectors import Authority
from portfolio.life.choices import State
from portfolio.search.choices import SearchKind
from tenants.connections import connection
from tenants.texts import FOLDED, folded

LEAST, FEW, MOST = 2, 6, 100
LONGEST = 80


class SearchWish(Struct, frozen=True, kw_only=True):
    """What is asked: the text as typed, one kind or all, initiatives in one state or in any."""

    text: str = ""
    kind: SearchKind | None = None
    state: State | None = None

    @property
    def words(self) -> list[str]:
        """What must stand there: small letters and digits, without accents."""
        return folded(self.text).split()

    @property
    def is_long_enough(self) -> bool:
        """Whether there are letters enough to look for."""
        return sum(map(len, self.words)) >= LEAST


class Hit(Struct, frozen=True, kw_only=True):
    """One thing that says it: `id` is that of its kind, `text` more of what it says.

    `state` is an initiative's state, a decision's verdict, a person's role, a use's status or a
    step's state; `number` a decision's place in the log, `on` its day.
    """

    id: str
    title: str
    text: str = ""
    state: str = ""
    on: date | None = None
    number: int | None = None


class Group(Struct, frozen=True, kw_only=True):
    """The hits of one kind, the first of `count`."""

    kind: SearchKind
    count: int
    hits: tuple[Hit, ...]


class SearchAnswer(Struct, frozen=True, kw_only=True):
    """What was looked for, and what says it by kind; kinds without a hit are left out."""

    q: str
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many hits there are of every kind, shown or not."""
        return sum(group.count for group in self.groups)


def _rows(shape: str, rows: str) -> str:
    """How many those rows are, and the first of them as hits in their order."""
    return f"""
    (SELECT json_build_object('count', coalesce(max(total), 0),
        'hits', coalesce(json_agg(json_build_object({shape}) ORDER BY no), '[]'::json))
     FROM (SELECT *, count(*) OVER () AS total FROM ({rows}) r ORDER BY no LIMIT %(most)s) r)"""


INITIATIVES = _rows(
    "'id', id, 'title', title, 'text', summary, 'state', state",
    """SELECT i.id, i.title, i.summary, i.state, row_number() OVER (
        ORDER BY (i.title_key LIKE ALL(%(like)s)) DESC, i.title_key COLLATE "C", i.id) AS no
    FROM portfolio_initiative i WHERE i.search_key LIKE ALL(%(like)s)
      AND (%(state)s = '' OR i.state = %(state)s)""",
)
DECISIONS = _rows(
    "'id', id, 'title', title, 'text', reason, 'state', verdict, 'on', day, 'number', seq",
    """SELECT d.id, coalesce(i.title, '') AS title, d.reason, d.verdict, d.seq,
        (d.at AT TIME ZONE %(zone)s)::date AS day, -d.seq AS no
    FROM governance_decision d LEFT JOIN portfolio_initiative i ON i.id = d.subject_id
    WHERE (d.search_key || ' ' || coalesce(i.title_key, '')) LIKE ALL(%(like)s)""",
)
PEOPLE = _rows(
    "'id', id, 'title', name, 'text', title, 'state', role",
    f"""SELECT m.id, btrim(m.name) AS name, m.title, m.role,
        row_number() OVER (ORDER BY {FOLDED.format("m.name")} COLLATE "C", m.id) AS no
    FROM governance_member m WHERE m.left_at IS NULL AND m.joined_at IS NOT NULL
      AND btrim(m.name) <> ''
      AND {FOLDED.format("(m.name || ' ' || m.title)")} LIKE ALL(%(like)s)""",
)
USES = _rows(
    "'id', id, 'title', tool, 'text', purpose, 'state', status",
    """SELECT e.id, e.tool, e.purpose, e.status,
        row_number() OVER (ORDER BY e.folded COLLATE "C", e.id) AS no
    FROM governance_registerentry e WHERE e.folded LIKE ALL(%(like)s)""",
)
STEPS = """
    (SELECT json_object_agg(action_id, state) FROM assessments_roadmapstep)"""
STATEMENT = f"""
SELECT CASE WHEN %(initiatives)s THEN {INITIATIVES} END::text,
 CASE WHEN %(decisions)s THEN {DECISIONS} END::text,
 CASE WHEN %(people)s THEN {PEOPLE} END::text,
 CASE WHEN %(uses)s THEN {USES} END::text,
 CASE WHEN %(actions)s AND EXISTS (SELECT 1 FROM assessments_assessment WHERE state = 'completed')
      THEN coalesce({STEPS}, '{{}}'::json) END::text
"""


# What one must be allowed to read of each kind.
PERMISSIONS = {**dict.fromkeys(SearchKind, "read"), SearchKind.USE: "register.read"}


def readable(actor: Actor, *, today: date) -> frozenset[SearchKind]:
    """The kinds that this reader may read; no query."""
    may = Authority(actor=actor, today=today, mandates=())
    asked = PERMISSIONS.items()
    return frozenset(kind for kind, needed in asked if may.denial(permission=needed) is None)


class _Counted(Struct, frozen=True):
    count: int
    hits: tuple[Hit, ...]


def search_answer(
    wish: SearchWish,
    *,
    may_read: frozenset[SearchKind],
    language: str,
    zone: str,
    most: int | None = None,
) -> SearchAnswer:
    """What says it, of the kinds that the reader may read; one statement, none for too few letters.

    `most` hits of a kind, by default few where every kind is asked.
    """
    if not wish.is_long_enough:
        return SearchAnswer(q=wish.text, groups=())
    asked = _kinds(wish) & may_read
    limit = most or (MOST if wish.kind else FEW)
    ((*stored, steps),) = connection.prepared(
        STATEMENT,
        {
            "like": [f"%{word}%" for word in wish.words],
            "state": wish.state or "",
            "zone": zone,
            "most": limit,
            "initiatives": SearchKind.INITIATIVE in asked,
            "decisions": SearchKind.DECISION in asked,
            "people": SearchKind.PERSON in asked,
            "uses": SearchKind.USE in asked,
            "actions": SearchKind.ACTION in asked,
        },
    )
    found: dict[SearchKind, _Counted] = {
        kind: msgspec.json.decode(text, type=_Counted)
        for kind, text in zip(SearchKind, stored, strict=False)
        if text is not None
    }
    if steps is not None:
        found[SearchKind.ACTION] = _actions(wish, msgspec.json.decode(steps), language, limit)
    return SearchAnswer(
        q=wish.text,
        groups=tuple(
            Group(kind=kind, count=one.count, hits=one.hits)
            for kind, one in found.items()
            if one.count
        ),
    )


def _kinds(wish: SearchWish) -> frozenset[SearchKind]:
    """What is looked through: a state is one of initiatives."""
    asked = frozenset(SearchKind) if wish.kind is None else frozenset({wish.kind})
    return asked if wish.state is None else asked & {SearchKind.INITIATIVE}


def _actions(wish: SearchWish, steps: Any, language: str, most: int) -> _Counted:
    """The actions of the roadmap whose title says it, with the state of those that were taken."""
    titles = {one.id: one.title.in_language(language) for one in current_actions().actions.values()}
    hits = [
        Hit(id=key, title=title, state=steps.get(key, ""))
        for key, title in titles.items()
        if all(word in folded(title) for word in wish.words)
    ]
    return _Counted(len(hits), tuple(hits[:most]))
