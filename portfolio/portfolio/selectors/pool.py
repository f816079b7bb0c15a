"""The portfolio read in one statement: the pool searched, sorted and paged, and what stands aside.

Ideas and what is aside come as they stand stored; the pool's order is the database's.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from governance.law.rules.laws import TriageClass
from portfolio.cap.selectors import IDLEST
from portfolio.objectives.choices import Benefit
from portfolio.standing.selectors.cards import Aside, Card, Person
from portfolio.standing.selectors.company import TRUE
from portfolio.standing.selectors.reading import NotTrue, Rolled, rolled_of
from portfolio.standing.selectors.stored import shape
from portfolio.trio.selectors.stored import CURRENT, read_answer
from portfolio.trio.selectors.trio import TrioAnswer
from tenants.connections import connection
from tenants.texts import FOUND

PAGE, ASIDE, MOST_IDLE = 7, 20, 3
UNCHECKED = "triage_needed"


@dataclass(frozen=True, kw_only=True)
class PoolWish:
    """What the reader asks of the table; `sort` is a column, with a minus for descending."""

    search: str = ""
    benefit: str = ""
    legal_class: str = ""
    sort: str = "-value"
    page: int = 1

    @property
    def reads_classes(self) -> bool:
        """Whether its order or its filter is of the legal class, which is stored."""
        return self.legal_class != "" or self.sort.removeprefix("-") == "legal"


class SlotSeat(Struct, frozen=True, array_like=True):
    """A slot and who sits in it; `until` ends an exception."""

    no: int
    until: date | None
    card: Card | None
    aside: Aside | None


class Paused(Struct, frozen=True, array_like=True):
    """One that is paused, with why."""

    card: Card
    aside: Aside


class IdleIdea(Struct, frozen=True, array_like=True):
    """One that waits in the pool for long without a change."""

    id: UUID
    title: str


class TrialLine(Struct, frozen=True, array_like=True):
    """One trial that runs, or that ended and has no answer yet."""

    id: UUID
    initiative_id: UUID
    title: str
    question: str
    carried_by: Person
    starts: date
    ends: date
    has_ended: bool


@dataclass(frozen=True, kw_only=True)
class PortfolioRows:
    """What the page is made of; `found` of `pool_count` ideas are as wished.

    `offered` are the ideas that free slots propose, one each; `advice` are the three names, read
    where a slot is free, None where they are to be worked out anew. `idlest` wait longest.
    """

    pool_count: int
    found: int
    pool: list[Card]
    offered: list[Card]
    seats: list[SlotSeat]
    paused: list[Paused]
    completed: list[Card]
    stopped: list[Card]
    trials: list[TrialLine]
    idlest: list[IdleIdea]
    rolled: Rolled
    advice: TrioAnswer | None


LEGAL = f"coalesce(nullif(s.legal_class, ''), '{UNCHECKED}')"
# Without a figure an idea comes last, whichever way.
SORTS = {
    "title": 'i.title_key COLLATE "C"',
    "value": "i.value_likely",
    "effort": "i.days_likely",
    "risk": "1 - i.success_chance",
    "legal": f'{LEGAL} COLLATE "C"',
}
# What a free slot proposes: what lacks least first, then what is worth most for what it takes.
OFFERS = 4
OFFERED = """
    json_array_length(s.card::json -> 'unmet') NULLS LAST,
    i.value_likely * i.success_chance - i.cost_likely DESC NULLS LAST, i.id
"""
STORED = "portfolio_initiative i LEFT JOIN portfolio_storedstanding s ON s.initiative_id = i.id"
WANTED = f"""
    SELECT i.id, {{key}} AS key FROM {STORED}
    WHERE i.state IN ('backlog', 'proposed')
      AND (%(search)s = '' OR {FOUND.format(column="i.search_key", typed="%(search)s")})
      AND (%(benefit)s = '' OR i.benefit = %(benefit)s)
      AND (%(legal)s = '' OR {LEGAL} = %(legal)s)
"""
ROWS = f"""
WITH wanted AS ({WANTED}), counted AS (
    SELECT count(*) AS found, (count(*) + {PAGE} - 1) / {PAGE} AS pages FROM wanted
), page AS (
    SELECT id, row_number() OVER (ORDER BY key {{way}} NULLS LAST, id) AS no FROM wanted
    ORDER BY key {{way}} NULLS LAST, id LIMIT {PAGE}
    OFFSET (SELECT greatest(least(%(page)s, pages) - 1, 0) FROM counted) * {PAGE}
), offered AS (
    SELECT i.id, row_number() OVER (ORDER BY {OFFERED}) AS no FROM {STORED}
    WHERE i.state = 'backlog' AND coalesce(s.legal_class, '') <> 'prohibited'
      AND EXISTS (SELECT 1 FROM portfolio_slot l LEFT JOIN portfolio_initiative h ON h.slot = l.no
                  WHERE h.id IS NULL)
    ORDER BY {OFFERED} LIMIT {OFFERS}
), completed AS (
    SELECT id, ended_on, title FROM portfolio_initiative WHERE state = 'completed'
    ORDER BY ended_on DESC, title LIMIT {ASIDE}
), stopped AS (
    SELECT id, ended_on, title FROM portfolio_initiative WHERE state = 'stopped'
    ORDER BY ended_on DESC, title LIMIT {ASIDE}
), shown AS (
    SELECT id FROM page UNION SELECT id FROM offered UNION SELECT id FROM completed
    UNION SELECT id FROM stopped
    UNION SELECT id FROM portfolio_initiative WHERE state IN ('active', 'paused')
)
SELECT
 ARRAY(SELECT i.id FROM {STORED} WHERE i.id IN (SELECT id FROM shown)
       AND NOT coalesce({TRUE}, false)
       UNION SELECT i.id FROM {STORED} WHERE %(classes)s AND i.state IN ('backlog', 'proposed')
       AND s.shape IS DISTINCT FROM %(shape)s),
 (SELECT count(*) FROM portfolio_initiative WHERE state IN ('backlog', 'proposed')),
 (SELECT found FROM counted),
 (SELECT string_agg(s.card, ',' ORDER BY p.no)
  FROM page p JOIN portfolio_storedstanding s ON s.initiative_id = p.id),
 (SELECT string_agg(s.card, ',' ORDER BY o.no)
  FROM offered o JOIN portfolio_storedstanding s ON s.initiative_id = o.id),
 (SELECT json_agg(json_build_array(l.no, l.exception_until, s.card::json, d.aside::json)
                  ORDER BY l.no)
  FROM portfolio_slot l LEFT JOIN portfolio_initiative i ON i.slot = l.no
  LEFT JOIN portfolio_storedstanding s ON s.initiative_id = i.id
  LEFT JOIN portfolio_standingdetail d ON d.initiative_id = i.id)::text,
 (SELECT json_agg(json_build_array(s.card::json, d.aside::json) ORDER BY i.restart_on, i.id)
  FROM portfolio_initiative i JOIN portfolio_storedstanding s ON s.initiative_id = i.id
  JOIN portfolio_standingdetail d ON d.initiative_id = i.id WHERE i.state = 'paused')::text,
 (SELECT string_agg(s.card, ',' ORDER BY c.ended_on DESC, c.title)
  FROM completed c JOIN portfolio_storedstanding s ON s.initiative_id = c.id),
 (SELECT string_agg(s.card, ',' ORDER BY c.ended_on DESC, c.title)
  FROM stopped c JOIN portfolio_storedstanding s ON s.initiative_id = c.id),
 (SELECT json_agg(json_build_array(t.id, i.id, i.title, t.question,
      json_build_object('id', m.id, 'name', btrim(m.name)), t.starts, t.ends,
      t.ended_on IS NOT NULL) ORDER BY t.ends, t.id)
  FROM portfolio_trial t JOIN portfolio_initiative i ON i.id = t.initiative_id
  JOIN governance_member m ON m.id = t.carried_by_id WHERE t.conclusive IS NULL)::text,
 (SELECT json_agg(json_build_array(id, title)) FROM ({IDLEST} LIMIT {MOST_IDLE}) idle)::text,
 CASE WHEN EXISTS (SELECT 1 FROM offered) THEN {CURRENT} END,
 s.page, s.letters
FROM (SELECT 1) one LEFT JOIN portfolio_rollup s ON s.id = 1 AND {TRUE}
"""
STATEMENTS = {
    f"{sign}{name}": ROWS.format(key=key, way="DESC" if sign else "ASC")
    for name, key in SORTS.items()
    for sign in ("", "-")
}


EVERY = {
    f"{sign}{name}": f"SELECT id FROM ({WANTED.format(key=key)}) w"
    f" ORDER BY key {'DESC' if sign else 'ASC'} NULLS LAST, id"
    for name, key in SORTS.items()
    for sign in ("", "-")
}


def wished(wish: PoolWish) -> list[UUID]:
    """The ids of all ideas that are wished, in that order; one statement."""
    asked = {"search": wish.search.strip(), "benefit": wish.benefit, "legal": wish.legal_class}
    return [key for (key,) in connection.prepared(EVERY[wish.sort], asked)]


def portfolio_rows(*, wish: PoolWish, today: date) -> PortfolioRows:
    """What the page is made of, as it stands stored; raises NotTrue. One statement."""
    ((stale, pool_count, found, pool, offered, seats, paused, completed, stopped, *more),) = (
        connection.prepared(
            STATEMENTS[wish.sort],
            {
                "search": wish.search.strip(),
                "benefit": wish.benefit,
                "legal": wish.legal_class,
                "page": wish.page,
                "classes": wish.reads_classes,
                "today": today,
                "shape": shape(),
            },
        )
    )
    trials, idlest, named, *row = more
    if stale or row[0] is None:
        raise NotTrue(stale)
    return PortfolioRows(
        pool_count=pool_count,
        found=found,
        pool=_cards(pool),
        offered=_cards(offered),
        seats=_read(seats, list[SlotSeat]),
        paused=_read(paused, list[Paused]),
        completed=_cards(completed),
        stopped=_cards(stopped),
        trials=_read(trials, list[TrialLine]),
        idlest=_read(idlest, list[IdleIdea]),
        rolled=rolled_of(*row),
        advice=None if named is None else read_answer(named),
    )


def classes_offered() -> tuple[str, ...]:
    """The classes that the filter offers."""
    return (*(one.value for one in TriageClass), UNCHECKED)


def benefits_offered() -> tuple[str, ...]:
    """The benefits that the filter offers."""
    return tuple(one.value for one in Benefit)


def _cards(joined: str | None) -> list[Card]:
    cards: list[Card] = _read(f"[{joined or ''}]", list[Card])
    return cards


def _read(stored: str | None, kind: Any) -> Any:
    return msgspec.json.decode(stored or "[]", type=kind)
