from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from governance.changes.choices import ChangeKind
from tenants.database.base import Touched
from tenants.ids import uuid7

KEPT = timedelta(days=90)
# The next numbers behind the newest; what is older than the oldest kept goes meanwhile.
NOTED = """forgotten AS (
    DELETE FROM governance_companychange WHERE seq <= (
        SELECT seq FROM governance_companychange WHERE at < %(changes_kept)s
        ORDER BY at DESC LIMIT 1)
), noted AS (
    INSERT INTO governance_companychange (id, seq, at, kind, subject_id)
    SELECT new.id, last.seq + new.number, %(changed_at)s, new.kind, new.subject_id
    FROM unnest(%(change_ids)s::uuid[], %(change_kinds)s::text[], %(changed)s::uuid[])
         WITH ORDINALITY AS new (id, kind, subject_id, number),
         (SELECT coalesce(max(seq), 0) AS seq FROM governance_companychange) AS last
)"""


def changes_noted(touched: Touched) -> Mapping[str, Any]:
    """The values of NOTED: what was touched joins the history of changes.

    NOTED is part of the statement that writes the company's rollup, whose lock is held by then:
    whoever numbers changes holds it until the commit, so that numbers follow the order of commits
    and none is missing. A sequence would number them as they are written, and a reader would pass
    over one that is committed late.
    """
    found = list(_changes(touched.ids))
    return {
        "change_ids": [uuid7() for _ in found],
        "change_kinds": [kind.value for kind, _ in found],
        "changed": [subject for _, subject in found],
        "changed_at": touched.now,
        "changes_kept": touched.now - KEPT,
    }


def _changes(ids: Mapping[str, set[UUID]]) -> Iterator[tuple[ChangeKind, UUID | None]]:
    for kind in ChangeKind:
        known = sorted(filter(None, ids.get(kind.value, ())))
        yield from ((kind, one) for one in known)
        if kind == ChangeKind.PORTFOLIO and kind.value in ids and not known:
            yield kind, None
