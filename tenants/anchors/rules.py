"""An anchor as one line of text, for a place that whoever owns the database does not own."""

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Anchor:
    """That day, entry `seq` of that company's log was its newest and had this hash."""

    organization_id: UUID
    on: date
    seq: int
    hash: bytes


def anchor_line(anchor: Anchor) -> str:
    """One line of JSON, its end included."""
    return (
        json.dumps(
            {
                "company": str(anchor.organization_id),
                "on": anchor.on.isoformat(),
                "seq": anchor.seq,
                "hash": anchor.hash.hex(),
            }
        )
        + "\n"
    )


def read_anchor(line: str) -> Anchor:
    """What `anchor_line` wrote; raises ValueError on anything else."""
    try:
        told = json.loads(line)
        return Anchor(
            organization_id=UUID(told["company"]),
            on=date.fromisoformat(told["on"]),
            seq=int(told["seq"]),
            hash=bytes.fromhex(told["hash"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"no anchor: {line.strip()}") from error
