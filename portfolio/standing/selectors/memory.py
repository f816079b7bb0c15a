"""What is remembered of signals: raised, answered by a decision, cleared."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from governance.decisions.models import Decision
from portfolio.life.choices import Verdict
from portfolio.standing.models import SignalEvent
from portfolio.standing.rules import FOR_GOOD, Signal
from portfolio.standing.selectors.records import Record

# The verdicts by which somebody goes on knowing of a signal.
ANSWERS = frozenset({Verdict.CONTINUE, Verdict.ADJUST, Verdict.RELEASE})


def remembered(record: Record, signals: Iterable[Signal], *, today: date) -> list[SignalEvent]:
    """The events that are new or say more now, not written; no query.

    A decision answers what was raised before it: of the same day, only what was stored already.
    """
    since: dict[str, date] = {}
    for signal in signals:
        since[signal.code] = min(signal.since, since.get(signal.code, signal.since))
    known = {event.code: event for event in record.events}
    changed = [_raised(record, code, day) for code, day in since.items() if code not in known]
    holding = {tie.decision_id for tie in record.in_force}
    for event in record.events:
        former = event.answered_by_id if event.answered_by_id in holding else None
        answer = former or _answer(record, event.raised_on, known=event.id)
        cleared_on = None if event.code in since else today
        if (answer, cleared_on) != (event.answered_by_id, None):
            event.answered_by_id, event.cleared_on = answer, cleared_on
            changed.append(event)
    return changed


def answered_on(record: Record, signal: Signal) -> date | None:
    """The day a decision answered the signal, None while it is awaited; no query.

    What is entered after that decision, or a review opened after it, asks again, but of what is
    answered for good.
    """
    event = next((one for one in record.events if one.code == signal.code), None)
    raised = signal.since if event is None else event.raised_on
    is_for_good = signal.code in FOR_GOOD
    known = None if event is None else event.id
    taken = [tie.decision for tie in record.in_force if tie.decision.verdict in ANSWERS]
    last = next((one for one in reversed(taken) if _follows(one, raised, known)), None)
    if last is None or is_for_good:
        return None if last is None else last.at.date()
    asked = [one.recorded_at for rows in record.measurements.values() for one in rows]
    asked += [one.recorded_at for one in record.expenses if not one.is_commitment]
    asked += [one.recorded_at for one in record.guarded]
    asked += [record.asked.review.opened_at] if record.asked is not None else []
    return None if any(at > last.at for at in asked) else last.at.date()


def _raised(record: Record, code: str, day: date) -> SignalEvent:
    return SignalEvent(
        initiative_id=record.initiative.id,
        code=code,
        raised_on=day,
        answered_by_id=_answer(record, day, known=None),
    )


def _answer(record: Record, raised_on: date, *, known: UUID | None) -> UUID | None:
    """The first decision in force after it."""
    taken = (tie.decision for tie in record.in_force)
    return next((one.id for one in taken if _follows(one, raised_on, known)), None)


def _follows(decision: Decision, raised_on: date, known: UUID | None) -> bool:
    """Of one day, the ids tell which was first: both hold their moment."""
    day = decision.at.date()
    return day > raised_on or (day == raised_on and known is not None and decision.id > known)
