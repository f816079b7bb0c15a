"""The three names as they stand stored, and whether they are still true, in one statement."""

from datetime import date
from uuid import UUID

import msgspec
from django.core import signing
from msgspec import Struct

from portfolio.life.rules import Advised
from portfolio.standing.selectors.cards import Card
from portfolio.standing.selectors.company import TRUE
from portfolio.standing.selectors.reading import NotTrue, Rolled, rolled_of
from portfolio.standing.selectors.stored import shape
from portfolio.trio.selectors.trio import READ, TrioAnswer, TrioFacts
from tenants.connections import connection

# Raised with every change of what is stored, or of the rule that makes it.
FORMAT = 1
SALT = "trio"


class TrioFound(Struct, frozen=True, kw_only=True):
    """What the names rest on, and the names where they stand stored and are still true."""

    rolled: Rolled
    facts: TrioFacts
    answer: TrioAnswer | None


# Everything the names rest on, but for what is published; `stale` are cards that are not true.
RESTS_ON = f"""
SELECT f.*, encode(sha256(convert_to(json_build_array({FORMAT}, %(shape)s::text, %(today)s::text,
    f.cards, f.ideas, f.ordered, f.trials, f.cap, f.days, f.said)::text, 'UTF8')), 'hex') AS digest
FROM (
 WITH ideas AS (
    SELECT id, row_number() OVER (ORDER BY
        value_likely * 2 * success_chance - cost_likely DESC NULLS LAST, id) AS no
    FROM portfolio_initiative WHERE state = 'backlog'
    ORDER BY no LIMIT {READ}
 ), shown AS (
    SELECT id, 0 AS no FROM portfolio_initiative WHERE state = 'active'
    UNION ALL SELECT id, no FROM ideas
 )
 SELECT
 (SELECT string_agg(s.card, ',' ORDER BY w.no, i.slot, w.id)
  FROM shown w JOIN portfolio_storedstanding s ON s.initiative_id = w.id
  JOIN portfolio_initiative i ON i.id = w.id) AS cards,
 ARRAY(SELECT i.id FROM portfolio_initiative i
       LEFT JOIN portfolio_storedstanding s ON s.initiative_id = i.id
       WHERE i.id IN (SELECT id FROM shown
                      UNION ALL SELECT id FROM portfolio_initiative WHERE state = 'paused')
       AND NOT coalesce({TRUE}, false)) AS stale,
 (SELECT count(*) FROM portfolio_initiative WHERE state = 'backlog') AS ideas,
 (SELECT coalesce(sum(committed), 0) FROM portfolio_storedstanding
  WHERE is_engaged AND state IN ('active', 'paused')) AS ordered,
 (SELECT coalesce(json_object_agg(initiative_id, ends ORDER BY initiative_id), json_build_object())
  FROM portfolio_trial WHERE conclusive IS NULL)::text AS trials,
 p.cap, p.days_per_month AS days,
 (SELECT json_build_array(id, version, completed_at) FROM assessments_assessment
  WHERE state = 'completed' ORDER BY completed_at DESC, id DESC LIMIT 1)::text AS said
 FROM portfolio_portfolio p WHERE p.id = 1
) f
"""
# For a statement of another page: the answer while it is true, else null.
CURRENT = f"""
(SELECT a.answer FROM ({RESTS_ON}) t JOIN portfolio_storedtrio a ON a.digest = t.digest
 WHERE cardinality(t.stale) = 0)
"""
TRIO = f"""
SELECT t.stale, CASE WHEN a.id IS NULL THEN t.cards ELSE '' END, t.trials, t.ideas, t.ordered,
 t.cap, t.days, t.digest, a.answer, s.page, s.letters
FROM ({RESTS_ON}) t LEFT JOIN portfolio_storedtrio a ON a.digest = t.digest
LEFT JOIN portfolio_rollup s ON s.id = 1 AND {TRUE}
"""


def trio_found(*, today: date) -> TrioFound:
    """The names of that day as they stand stored, or what they rest on; raises NotTrue."""
    ((stale, cards, trials, ideas, ordered, cap, days, digest, answer, *row),) = (
        connection.prepared(TRIO, {"today": today, "shape": shape()})
    )
    if stale or row[0] is None:
        raise NotTrue(stale)
    facts = TrioFacts(
        cards=msgspec.json.decode(f"[{cards or ''}]", type=list[Card]),
        trials=msgspec.json.decode(trials, type=dict[UUID, date]),
        ideas=ideas,
        ordered=float(ordered),
        cap=cap,
        days_per_month=None if days is None else float(days),
        digest=digest,
    )
    known = None if answer is None else read_answer(answer)
    return TrioFound(rolled=rolled_of(*row), facts=facts, answer=known)


def read_answer(text: str) -> TrioAnswer:
    """The names, from the text in which they are stored."""
    return msgspec.json.decode(text, type=TrioAnswer)


def token_of(answer: TrioAnswer) -> str:
    """The names signed for this company: what a page showed goes with the choice made on it."""
    names = [str(one.id) for one in answer.names]
    shown = [connection.tenant.schema_name, answer.digest, answer.seed, *names]
    return signing.dumps(shown, salt=SALT)


def advised_of(token: str) -> Advised | None:
    """What a page of this company advised; None for anything else."""
    try:
        schema, digest, seed, *names = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    if schema != connection.tenant.schema_name:
        return None
    return Advised(names=tuple(UUID(one) for one in names), digest=digest, seed=seed)
