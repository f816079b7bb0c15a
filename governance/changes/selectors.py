from collections.abc import Container
from dataclasses import dataclass
from uuid import UUID

from governance.changes.choices import ChangeKind
from governance.changes.models import CompanyChange
from tenants.errors import Refused

# Where a history begins, before its first change.
BEGINNING = UUID(int=0)


@dataclass(frozen=True, slots=True)
class ChangesSeen:
    """Some changes in the order of their commits, the cursor behind them, whether more follow."""

    rows: tuple[CompanyChange, ...]
    cursor: UUID
    has_more: bool


def newest_cursor() -> UUID:
    """The cursor behind everything that is committed."""
    newest = CompanyChange.objects.order_by("-seq").values_list("id", flat=True).first()
    return newest or BEGINNING


def changes_since(cursor: UUID, *, kinds: Container[str], limit: int) -> ChangesSeen:
    """The changes of those kinds behind the cursor, looking at `limit` of them.

    A cursor is the id of a change: one that is forgotten, or was never there since the company was
    taken back from a backup, is told from one that is up to date. Raises Refused `changes_gone`.
    """
    behind = _place(cursor)
    rows = list(CompanyChange.objects.filter(seq__gt=behind).order_by("seq")[: limit + 1])
    if rows and not follows(rows[0].seq, behind):
        raise Refused("changes_gone")
    seen = rows[:limit]
    return ChangesSeen(
        rows=tuple(row for row in seen if row.kind in kinds),
        cursor=seen[-1].id if seen else cursor,
        has_more=len(rows) > limit,
    )


def _place(cursor: UUID) -> int:
    if cursor == BEGINNING:
        return 0
    place = CompanyChange.objects.filter(id=cursor).values_list("seq", flat=True).first()
    if place is None:
        raise Refused("changes_gone")
    return place


def follows(seq: int, behind: int) -> bool:
    """Whether nothing is missing between the two: what is forgotten meanwhile leaves a hole."""
    return seq == behind + 1


def kind_of(change: CompanyChange) -> ChangeKind:
    return ChangeKind(change.kind)
