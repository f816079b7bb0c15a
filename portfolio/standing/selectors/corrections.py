from collections.abc import Iterable

from portfolio.objectives.models import Measurement


def with_corrections(rows: Iterable[Measurement]) -> tuple[Measurement, ...]:
    """Newest first, and after a withdrawn one the one that replaced it; no query."""
    newest = sorted(rows, key=lambda one: (one.on, one.recorded_at), reverse=True)
    right = {one.replaces_id: one for one in newest if one.replaces_id}
    found: list[Measurement] = []
    for first in (one for one in newest if not one.replaces_id):
        following: Measurement | None = first
        while following is not None:
            found.append(following)
            following = right.get(following.id)
    return tuple(found)
