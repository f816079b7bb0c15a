"""What the company has that an idea is like: a look at the bits of all, then exactly at a few."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct

from portfolio.life.choices import State
from portfolio.likeness.rules import (
    ALIKE_FROM,
    TITLE_BITS,
    WHOLE_BITS,
    Wording,
    alikeness,
    signature,
    wording,
)
from tenants.connections import connection
from tenants.shapes import encode

CANDIDATES, MOST = 40, 5
# |A ∩ B| / |A ∪ B| ≥ t is |A ∩ B| ≥ t (|A| + |B|) / (1 + t).
SHARE = ALIKE_FROM / (1 + ALIKE_FROM)
LOOK = f"""
SELECT w.no, i.id, i.title, i.summary, i.use_case, i.state, coalesce(i.ended_on, i.state_since),
    i.lesson, i.kept, coalesce(d.reason, ''), btrim(coalesce(m.name, ''))
FROM json_to_recordset(%(wanted)s) AS w(no int, own uuid, use_case text, title bit({TITLE_BITS}),
    title_count int, title_slack int, whole bit({WHOLE_BITS}), whole_count int, whole_slack int)
CROSS JOIN LATERAL (
    (SELECT initiative_id AS id FROM (
        SELECT initiative_id,
            bit_count(title_bits & w.title) + w.title_slack
                - {SHARE} * (title_count + w.title_count) AS by_title,
            bit_count(whole_bits & w.whole) + w.whole_slack
                - {SHARE} * (whole_count + w.whole_count) AS by_whole
        FROM portfolio_likeness) bits
     WHERE by_title >= 0 OR by_whole >= 0
     ORDER BY greatest(by_title, by_whole) DESC, initiative_id DESC LIMIT {CANDIDATES})
    UNION
    (SELECT id FROM portfolio_initiative WHERE use_case <> '' AND use_case = w.use_case
     ORDER BY id DESC LIMIT {CANDIDATES})) near
JOIN portfolio_initiative i ON i.id = near.id AND i.id IS DISTINCT FROM w.own
LEFT JOIN portfolio_initiativedecision t ON t.initiative_id = i.id AND t.number = i.decision_number
LEFT JOIN governance_decision d ON d.id = t.decision_id AND d.actor_kind <> 'system'
LEFT JOIN governance_member m ON m.id = i.captain_id
"""


@dataclass(frozen=True, kw_only=True)
class IdeaWords:
    """What is typed of an idea; `own` is its id once it is saved."""

    title: str
    summary: str = ""
    use_case: str = ""
    own: UUID | None = None


class SimilarLine(Struct, frozen=True, kw_only=True):
    """One that is like it: where it stands, since when, why, and what was learned.

    `likeness` is 0 to 1; `same_use_case` tells why it stands here below 0.35. `reason` is that of
    the decision that put it where it is, `captain` who carries it, `kept` what stays of it: empty
    where there is none.
    """

    id: UUID
    title: str
    state: State
    since: date
    likeness: float
    same_use_case: bool
    captain: str
    reason: str
    lesson: str
    kept: str


def similar_initiatives(idea: IdeaWords) -> tuple[SimilarLine, ...]:
    """What is like that idea, of every state, the same use case first; one statement."""
    return similar_of([idea])[0]


def similar_of(ideas: Sequence[IdeaWords]) -> Mapping[int, tuple[SimilarLine, ...]]:
    """The same of several at once, by their place; one statement."""
    reads = [wording(title=one.title, summary=one.summary) for one in ideas]
    wanted = [_wanted(no, one, reads[no]) for no, one in enumerate(ideas)]
    found: dict[int, list[SimilarLine]] = defaultdict(list)
    if wanted:
        for no, *row in connection.prepared(LOOK, {"wanted": encode(wanted).decode()}):
            line = _line(row, reads=reads[no], use_case=ideas[no].use_case)
            if line.same_use_case or line.likeness >= ALIKE_FROM:
                found[no].append(line)
    for lines in found.values():
        lines.sort(key=lambda one: (not one.same_use_case, -one.likeness, one.id))
    return defaultdict(tuple, {no: tuple(lines[:MOST]) for no, lines in found.items()})


def _wanted(no: int, idea: IdeaWords, reads: Wording) -> dict[str, object]:
    title = signature(reads.title, length=TITLE_BITS)
    whole = signature(reads.whole, length=WHOLE_BITS)
    return {
        "no": no,
        "own": idea.own,
        "use_case": idea.use_case,
        "title": title.bits,
        "title_count": title.count,
        "title_slack": title.slack,
        "whole": whole.bits,
        "whole_count": whole.count,
        "whole_slack": whole.slack,
    }


def _line(row: Sequence[Any], *, reads: Wording, use_case: str) -> SimilarLine:
    key, title, summary, use, state, since, lesson, kept, reason, captain = row
    return SimilarLine(
        id=key,
        title=title,
        state=State(state),
        since=since,
        likeness=round(alikeness(reads, wording(title=title, summary=summary)), 4),
        same_use_case=bool(use_case) and use == use_case,
        captain=captain,
        reason=reason,
        lesson=lesson,
        kept=kept,
    )
