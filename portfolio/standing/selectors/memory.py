"""What is remembered of signals: raised, answered by a decision, cleared."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from governance.decisions.models import Decision
from portfolio.standing.models import SignalEvent
from portfolio.standing.rules import Signal
from portfolio.standing.selectors.records import Record


def remembered(record: Record, signals: Iterable[Signal], *, today: date) -> list[SignalEvent]:
    """The events that are new or say more now, not written; no query.

    A decision answers what was raised before it: of the same day, only what was stored already.
    """
    since: dict[str, date] = {}
    for signal in signals:
        since[signal.code] = min(signal.since, since.get(signal.code, signal.since))
    known = {event.code: event for event in record.events}
    changed = [_raised(record, code, day) for code, day in since.items() if code not in known]
    for event in record.events:
        answer = event.answered_by_id or _answer(record, event.raised_on, known=event.id)
        cleared_on = None if event.code in since else today
        if (answer, cleared_on) != (event.answered_by_id, None):
            event.answered_by_id, event.cleared_on = answer, cleared_on
            changed.append(event)
    return changed


def _raised(record: Record, code: str, day: date) -> SignalEvent:
    return SignalEvent(
        initiative_id=record.initiative.id,
        code=code,
        raised_on=day,
        answered_by_id=_answer(record, day, known=None),
    )


def _answer(record: Record, raised_on: date, *, known: UUID | None) -> UUID | None:
    """The first decision after it, corrections left out."""
    taken = (tie.decision for tie in record.decisions if tie.decision.corrects_id is None)
    return next((one.id for one in taken if _follows(one, raised_on, known)), None)


def _follows(decision: Decision, raised_on: date, known: UUID | None) -> bool:
    """Of one day, the ids tell which was first: both hold their moment."""
    day = decision.at.date()
    return day > raised_on or (day == raised_on and known is not None and decision.id > known)
