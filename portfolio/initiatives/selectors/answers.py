"""What the API answers of initiatives: stored texts, read in one statement each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Struct

from governance.access.rules.actors import Actor
from governance.access.rules.authority import MandateFacts
from portfolio.decisions.rules.verdicts import Policy
from portfolio.decisions.selectors import Authority, VerdictOption, verdict_options
from portfolio.life.choices import Verdict
from portfolio.standing.selectors.cards import Card
from portfolio.standing.selectors.company import TRUE
from portfolio.standing.selectors.details import Detail
from portfolio.standing.selectors.facts import VerdictFacts
from portfolio.standing.selectors.reading import NotTrue, spoken
from portfolio.standing.selectors.stored import shape
from tenants.bounds import one_of
from tenants.connections import connection
from tenants.errors import NotFound
from tenants.shapes import encode
from tenants.texts import FOUND

# What is in the way of a verdict, known before anything is said.
OBSTACLES = (
    *("wrong_state", "objective_missing", "estimates_missing", "not_ready", "cap_reached"),
    *("start_blocked_by_pauses", "continue_twice_without_measurement", "no_tranche_to_release"),
    *("pool_full", "pause_taken", "pause_full", "measurement_missing", "run_owner_missing"),
)
DENIALS = (
    *("not_in_role", "not_for_keys", "scope_missing", "no_mandate", "mandate_revoked"),
    *("mandate_not_accepted", "mandate_not_started", "mandate_expired", "outside_scope"),
    *("verdict_not_given", "above_ceiling", "above_total"),
)
# What is sorted by, and its type; where figures are unknown they count as nothing.
LIST_ORDERS = {
    "created": ("i.id", "uuid"),
    "title": ("i.title_key", "text"),
    "state_since": ("i.state_since", "date"),
    "value": ("coalesce(i.value_likely, 0)", "int"),
    "days": ("coalesce(i.days_likely, 0)", "int"),
    "cost": ("coalesce(i.cost_likely, 0)", "int"),
}
MATCHES = FOUND.format(column="i.search_key", typed="%(q)s::text")
FILTERS = {
    "state": "i.state = %(state)s",
    "captain": "i.captain_id = %(captain)s",
    "benefit": "i.benefit = %(benefit)s",
    "external_ref": "i.external_ref = %(external_ref)s",
    "q": MATCHES,
}
LISTED = f"""
SELECT i.id, {{place}} AS place, s.card, coalesce({TRUE}, false) AS is_true
FROM portfolio_initiative i LEFT JOIN portfolio_storedstanding s ON s.initiative_id = i.id
WHERE {{wanted}}
ORDER BY {{place}} {{way}}, i.id {{way}} LIMIT {{most}} OFFSET {{skipped}}
"""


def _listed(name: str, way: str, asked: slice, *, filters: Collection[str], beyond: bool) -> str:
    """The statement of that page: a plan is kept for its size, which no parameter would tell."""
    place, kind = LIST_ORDERS[name]
    wanted = [FILTERS[one] for one in FILTERS if one in filters]
    if beyond:
        wanted.append(f"{place} {'>' if way == 'ASC' else '<'} %(position)s::{kind}")
    skipped = int(asked.start or 0)
    return LISTED.format(
        place=place,
        way=way,
        wanted=" AND ".join(wanted) or "true",
        most=int(asked.stop) - skipped,
        skipped=skipped,
    )


@dataclass(frozen=True, kw_only=True)
class ListedCards:
    """Initiatives as their stored cards, as far as a paginator by cursor asks of a query set.

    Equals stand in the order of their ids; each slice is one statement.
    """

    today: date
    sort: str = "-created"
    filters: Mapping[str, Any]
    position: str | None = None
    is_descending: bool = False

    @property
    def ordering(self) -> tuple[str, str]:
        """What a paginator is to be told of the order."""
        sign = "-" if self.sort.startswith("-") else ""
        return f"{sign}place", f"{sign}id"

    def order_by(self, *names: str) -> "ListedCards":
        """The same, in that order or its reverse."""
        return replace(self, is_descending=names[0].startswith("-"))

    def filter(self, **beyond: str) -> "ListedCards":
        """The same, beyond that place of the order."""
        (position,) = beyond.values()
        return replace(self, position=position)

    def __getitem__(self, asked: slice) -> list[dict[str, Any]]:
        way = "DESC" if self.is_descending else "ASC"
        name = self.sort.removeprefix("-")
        rows = connection.prepared(
            _listed(name, way, asked, filters=self.filters, beyond=self.position is not None),
            {
                **self.filters,
                "position": self.position,
                "today": self.today,
                "shape": shape(),
            },
        )
        return [
            {"id": key, "place": place, "card": card, "is_true": is_true}
            for key, place, card, is_true in rows
        ]


def cards_text(rows: list[dict[str, Any]]) -> bytes:
    """The cards of a page as one JSON array; raises NotTrue."""
    stale = [row["id"] for row in rows if not row["is_true"]]
    if stale:
        raise NotTrue(stale)
    return spoken(f"[{','.join(row['card'] for row in rows)}]")


class OptionLine(Struct, frozen=True, kw_only=True):
    """One verdict: `denial` is a missing authority, `obstacle` the rule in the way."""

    verdict: Verdict
    is_open: bool
    denial: Annotated[str, one_of(DENIALS)] | None
    obstacle: Annotated[str, one_of(OBSTACLES)] | None
    amount: Decimal


class InitiativeAnswer(Detail, frozen=True, kw_only=True):
    """One initiative whole: what lists show of it, what its page shows, what may be decided."""

    initiative: Card
    verdicts: tuple[OptionLine, ...]


class _Limits(Struct, frozen=True, kw_only=True):
    """As much of the company's overview as the verdicts' rule reads."""

    cap: int
    active_count: int
    paused_count: int
    chosen_pauses: int
    pool_count: int
    pool_cap: int
    exception_until: date | None


DETAIL = f"""
SELECT s.card, d.detail, d.facts, i.version, r.page, r.letters, coalesce({TRUE}, false)
FROM portfolio_initiative i
LEFT JOIN portfolio_storedstanding s ON s.initiative_id = i.id
LEFT JOIN portfolio_standingdetail d ON d.initiative_id = i.id
LEFT JOIN portfolio_rollup r
       ON r.id = 1 AND {TRUE.replace("s.", "r.")}
WHERE i.id = %(id)s
"""


def initiative_text(*, initiative_id: UUID, actor: Actor, today: date) -> tuple[bytes, int]:
    """One initiative whole, as JSON, and its version.

    Raises NotFound `initiative_not_found`, NotTrue. One statement.
    """
    rows = connection.prepared(DETAIL, {"id": initiative_id, "today": today, "shape": shape()})
    if not rows:
        raise NotFound("initiative_not_found")
    ((card, detail, facts, version, page, letters, is_true),) = rows
    if not is_true or page is None:
        raise NotTrue([initiative_id])
    options = _options(facts, page, letters, actor=actor, today=today)
    verdicts = encode([option_line(one) for one in options]).decode()
    return spoken(f'{{"initiative":{card},{detail[1:-1]},"verdicts":{verdicts}}}'), version


def option_line(option: VerdictOption) -> OptionLine:
    """The option as the API answers it."""
    return OptionLine(
        verdict=option.verdict,
        is_open=option.is_open,
        denial=option.denial,
        obstacle=option.obstacle,
        amount=option.amount,
    )


def _options(
    facts: str, page: str, letters: str, *, actor: Actor, today: date
) -> tuple[VerdictOption, ...]:
    limits = msgspec.json.decode(page, type=_Limits)
    mandates = tuple(msgspec.json.decode(letters, type=list[MandateFacts]))
    return verdict_options(
        facts=msgspec.json.decode(facts, type=VerdictFacts),
        policy=Policy(
            today=today,
            cap=limits.cap,
            active_count=limits.active_count,
            paused_count=limits.paused_count,
            chosen_pauses=limits.chosen_pauses,
            pool_count=limits.pool_count,
            pool_cap=limits.pool_cap,
            has_exception=limits.exception_until is not None,
        ),
        authority=Authority(actor=actor, today=today, mandates=mandates),
    )
