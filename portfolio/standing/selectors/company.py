"""What the company's rollup is made of, read in one statement."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from governance.mandates.models import Mandate
from portfolio.life.choices import State
from portfolio.proposals.rules import ANSWERED_WITHIN
from portfolio.standing.selectors.stored import Sums, shape
from tenants.connections import connection
from tenants.row_shapes import RowShape

ON_THE_MAP = 30


class Yearly(Struct, frozen=True, array_like=True):
    """What a year is worth if it succeeds, P10 to P90 in euros, and how likely that is."""

    low: int | None
    likely: int | None
    high: int | None
    success_chance: Decimal


class Engaged(Struct, frozen=True, array_like=True):
    """One engaged initiative as it stands stored."""

    id: UUID
    title: str
    state: State
    slot: int | None
    days: int | None
    value: Yearly
    cost: int | None
    health: str
    budget: Decimal
    spent: Decimal
    committed: Decimal
    to_spend: Decimal
    has_lesson: bool
    succeeded: bool | None
    measured_on: date | None
    card: str
    sums: str
    pending: str
    is_true: bool

    @property
    def summed(self) -> Sums:
        """What is added up of it."""
        return msgspec.json.decode(self.sums, type=Sums)


class Likeliest(Struct, frozen=True, array_like=True):
    """An idea of the pool that stands on the map."""

    id: UUID
    title: str
    days: int
    value: Yearly


class SlotRow(Struct, frozen=True, array_like=True):
    """A slot; `until` ends an exception."""

    no: int
    until: date | None


class Unanswered(Struct, frozen=True, array_like=True):
    """A trial that ended and has no answer yet."""

    id: UUID
    initiative_id: UUID
    title: str
    since: date


class PortfolioCounts(Struct, frozen=True, kw_only=True):
    """What the diagnostic is told of everything there is, counted only where it is asked."""

    ideas: int
    ranged: int
    stopped: int
    stopped_with_lesson: int
    decisions: int
    decisions_by_mandate: int


class RollupFacts(Struct, frozen=True, kw_only=True):
    """What the rollup is made of, read in one statement; `measured_on` is the newest of all."""

    engaged: list[Engaged]
    seats: list[SlotRow]
    ideas: list[Likeliest]
    trials: list[Unanswered]
    mandates: list[tuple[Mandate, str]]
    cap: int
    days_per_month: Decimal | None
    next_review_on: date | None
    open_review_id: UUID | None
    chosen_pauses: int
    proposals: int
    answer_by: date | None
    pool_count: int
    pool_cap: int
    is_empty: bool
    measured_on: date | None
    fiscal_month: int
    envelopes: dict[date, Decimal]
    counts: PortfolioCounts | None


# How many of those paused were paused by somebody, not by the system.
CHOSEN_PAUSES = """
(SELECT count(*) FROM portfolio_initiative i
 JOIN portfolio_initiativedecision t ON t.initiative_id = i.id AND t.number = i.decision_number
 JOIN governance_decision d ON d.id = t.decision_id
 WHERE i.state = 'paused' AND d.actor_kind <> 'system')
"""
MANDATES = RowShape(Mandate)
TRUE = "s.as_of <= %(today)s AND %(today)s < s.true_until AND s.shape = %(shape)s"
COMPANY = f"""
SELECT
 (SELECT json_agg(json_build_array(i.id, i.title, i.state, i.slot, i.days_likely,
     json_build_array(i.value_low, i.value_likely, i.value_high, i.success_chance),
     i.cost_likely, s.health, s.budget, s.spent, s.committed, s.to_spend, i.lesson <> '',
     i.succeeded, s.measured_on, CASE WHEN i.state IN ('active', 'paused') THEN s.card ELSE '' END,
     d.sums, d.pending, {TRUE}) ORDER BY i.slot, i.id)
  FROM portfolio_storedstanding s
  JOIN portfolio_initiative i ON i.id = s.initiative_id
  JOIN portfolio_standingdetail d ON d.initiative_id = s.initiative_id
  WHERE s.is_engaged)::text,
 (SELECT json_agg(json_build_array(no, exception_until) ORDER BY no) FROM portfolio_slot)::text,
 (SELECT json_agg(json_build_array(id, title, days_likely,
     json_build_array(value_low, value_likely, value_high, success_chance))
     ORDER BY value_likely DESC, id)
  FROM (SELECT * FROM portfolio_initiative
        WHERE state = 'backlog' AND value_likely IS NOT NULL AND days_likely IS NOT NULL
        ORDER BY value_likely DESC, id LIMIT {ON_THE_MAP}) i)::text,
 (SELECT json_agg(json_build_array(t.id, i.id, i.title, coalesce(t.ended_on, t.ends)) ORDER BY t.id)
  FROM portfolio_trial t JOIN portfolio_initiative i ON i.id = t.initiative_id
  WHERE t.ended_on IS NOT NULL AND t.conclusive IS NULL)::text,
 (SELECT json_agg(json_build_array({MANDATES.json("t")}, btrim(m.name))
                  ORDER BY t.kind DESC, t.id)
  FROM governance_mandate t JOIN governance_member m ON m.id = t.holder_id
  WHERE t.revoked_at IS NULL)::text,
 p.cap, p.days_per_month, p.next_review_on,
 (SELECT id FROM portfolio_review WHERE state = 'open'),
 {CHOSEN_PAUSES},
 n.proposed, n.answer_by, n.waiting, p.pool_cap,
 NOT EXISTS (SELECT 1 FROM portfolio_initiative),
 (SELECT max(measured_on) FROM portfolio_storedstanding),
 p.fiscal_month,
 (SELECT json_object_agg(starts_on, amount) FROM portfolio_yearenvelope)::text,
 CASE WHEN %(counted)s THEN (SELECT json_build_object(
     'ideas', n.proposed + n.waiting, 'ranged', n.ranged,
     'stopped', n.stopped, 'stopped_with_lesson', n.stopped_with_lesson,
     'decisions', (SELECT count(*) FROM portfolio_initiativedecision),
     'decisions_by_mandate', (SELECT count(*) FROM governance_decision d
         JOIN portfolio_initiativedecision t ON t.decision_id = d.id
         WHERE d.mandate_id IS NOT NULL)))::text END
FROM portfolio_portfolio p, (
    SELECT count(*) FILTER (WHERE state = 'proposed') AS proposed,
        min(coalesce(answer_by, state_since + {ANSWERED_WITHIN.days}))
            FILTER (WHERE state = 'proposed') AS answer_by,
        count(*) FILTER (WHERE state = 'backlog') AS waiting,
        count(value_likely) FILTER (WHERE state <> 'stopped') AS ranged,
        count(*) FILTER (WHERE state = 'stopped') AS stopped,
        count(*) FILTER (WHERE state = 'stopped' AND lesson <> '') AS stopped_with_lesson
    FROM portfolio_initiative WHERE state IN ('proposed', 'backlog', 'stopped')) n
WHERE p.id = 1
"""


def company(*, today: date, counted: bool = False) -> RollupFacts:
    """What the rollup of that day is made of; one statement."""
    ((engaged, seats, ideas, trials, mandates, *rest),) = connection.prepared(
        COMPANY, {"today": today, "shape": shape(), "counted": counted}
    )
    cap, days, next_review_on, open_review_id, chosen, *rest = rest
    proposals, answer_by, pool_count, pool_cap, is_empty, measured_on, *told = rest
    fiscal_month, envelopes, counts = told
    decode: Any = msgspec.json.decode
    return RollupFacts(
        engaged=decode(engaged or "[]", type=list[Engaged]),
        seats=decode(seats or "[]", type=list[SlotRow]),
        ideas=decode(ideas or "[]", type=list[Likeliest]),
        trials=decode(trials or "[]", type=list[Unanswered]),
        mandates=[(MANDATES.read(row), name) for row, name in decode(mandates or "[]")],
        cap=cap,
        days_per_month=days,
        next_review_on=next_review_on,
        open_review_id=open_review_id,
        chosen_pauses=chosen,
        proposals=proposals,
        answer_by=answer_by,
        pool_count=pool_count,
        pool_cap=pool_cap,
        is_empty=is_empty,
        measured_on=measured_on,
        fiscal_month=fiscal_month,
        envelopes=decode(envelopes or "{}", type=dict[date, Decimal]),
        counts=decode(counts, type=PortfolioCounts) if counts else None,
    )
