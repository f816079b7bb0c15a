"""What a verdict that was proposed at a review was proposed on, and whether it still is so."""

from collections.abc import Mapping
from typing import Any

from portfolio.life.choices import Verdict

# What the room may propose, and of it what an executive takes over without typing anything.
PROPOSED = (Verdict.CONTINUE, Verdict.ADJUST, Verdict.PAUSE, Verdict.STOP, Verdict.COMPLETE)
NEEDS_FIGURES = frozenset({Verdict.ADJUST, Verdict.COMPLETE})


def seen_facts(*, state: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of frozen facts a proposal stands on: state, health, signals, values."""
    objectives = facts.get("objectives", ())
    return {
        "state": state,
        "health": str(facts["health"]),
        "signals": sorted(str(one["code"]) for one in facts.get("signals", ())),
        "values": [[str(one["value"]), str(one["on"])] for one in objectives],
    }


def is_ready(*, verdict: Verdict, lesson: str, has_date: bool) -> bool:
    """Return whether it can be confirmed as it stands, nothing being left to type."""
    if verdict is Verdict.STOP:
        return bool(lesson)
    return verdict not in NEEDS_FIGURES and (verdict is not Verdict.PAUSE or has_date)
