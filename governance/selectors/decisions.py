from collections.abc import Iterator
from typing import Any
from uuid import UUID

from governance.models import ChainHead, Decision
from governance.rules.canonical import Link, first_broken_link


def hashed_fields(decision: Decision) -> dict[str, Any]:
    """Everything a decision says, under the names that are hashed."""
    return {
        "id": decision.id,
        "at": decision.at,
        "verdict": decision.verdict,
        "subject_kind": decision.subject_kind,
        "subject_id": decision.subject_id,
        "actor_kind": decision.actor_kind,
        "actor_id": decision.actor_id,
        "mandate_id": decision.mandate_id,
        "reason": decision.reason,
        "facts": decision.facts,
        "corrects_id": decision.corrects_id,
    }


def verify_log() -> int | None:
    """The `seq` of the first entry that was tampered with; None when the whole log holds."""
    broken = first_broken_link(_links())
    if broken is not None:
        return broken
    head = ChainHead.objects.get()
    last = Decision.objects.order_by("-seq").first()
    newest = (last.seq, bytes(last.hash)) if last else (0, b"")
    return None if (head.seq, bytes(head.hash)) == newest else newest[0] + 1


def decisions_about(subject_id: UUID) -> list[Decision]:
    """The decisions on one subject, newest first."""
    return list(Decision.objects.filter(subject_id=subject_id).order_by("-seq"))


def _links() -> Iterator[Link]:
    for decision in Decision.objects.order_by("seq").iterator(chunk_size=500):
        yield Link(
            seq=decision.seq,
            previous_hash=bytes(decision.previous_hash),
            hash=bytes(decision.hash),
            canonical=decision.canonical,
            fields=hashed_fields(decision),
        )
