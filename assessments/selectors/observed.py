"""What the product itself knows of the company, to hold against what was declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import F, Min, Value
from django.db.models.fields import CharField
from django.db.models.functions import JSONObject

from assessments.models import ObservedFact
from governance.choices import MandateKind
from governance.models import Mandate, Member
from governance.rules.mandates import MandateState, mandate_state

LETTER = "mandate"
OPENED = "company.opened"


@dataclass(frozen=True, slots=True)
class Observed:
    """A fact and when it was seen: a number, a truth, or how many of all (`met`, `all`)."""

    value: Any
    at: datetime


def observed_facts(*, today: date) -> dict[str, Observed]:
    """Every fact by its key (those that the actions name as their proof), in one query.

    Those about the company mandate are read from the letter itself and hold on that day.
    """
    rows = _kept().union(_opening(), _letter(), all=True)
    found = {key: Observed(value, at) for key, value, at in rows}
    letter = found.pop(LETTER, None)
    return found | _of_letter(letter, opened=found.get(OPENED), today=today)


def _kept() -> Any:
    return ObservedFact.objects.values_list("key", "value", "at")


def _opening() -> Any:
    """When the first person entered: what is absent before was never asked for."""
    opened = Member.objects.values(key=Value(OPENED, CharField()))
    return opened.annotate(value=JSONObject(), at=Min("joined_at")).values_list(
        "key", "value", "at"
    )


def _letter() -> Any:
    """The newest letter of the company's captain, whether it still holds or not."""
    value = JSONObject(
        starts="starts",
        ends="ends",
        accepted_at="accepted_at",
        revoked_at="revoked_at",
        holder_left="holder__left_at",
        deputy="deputy_id",
        deputy_left="deputy__left_at",
    )
    letters = Mandate.objects.filter(kind=MandateKind.COMPANY).order_by("-issued_at", "-id")
    return letters.annotate(key=Value(LETTER, CharField()), value=value, at=F("issued_at"))[
        :1
    ].values_list("key", "value", "at")


def _of_letter(
    letter: Observed | None, *, opened: Observed | None, today: date
) -> dict[str, Observed]:
    """Whether a mandate is signed, in force, and has a deputy; the absence since the opening."""
    if letter is None:
        never = (False, False, False, False)
        return _named(never, at=opened.at, ever=opened.at) if opened else {}
    terms = letter.value
    signed = terms["accepted_at"] is not None and terms["revoked_at"] is None
    state = mandate_state(
        starts=date.fromisoformat(terms["starts"]),
        ends=date.fromisoformat(terms["ends"]),
        accepted=terms["accepted_at"] is not None,
        revoked=terms["revoked_at"] is not None,
        holder_present=terms["holder_left"] is None,
        today=today,
    )
    active = state is MandateState.RUNNING
    deputy = active and terms["deputy"] is not None and terms["deputy_left"] is None
    at = _moment(terms, state) or letter.at
    return _named((signed, active, deputy, True), at=at, ever=letter.at)


def _named(values: tuple[bool, ...], *, at: datetime, ever: datetime) -> dict[str, Observed]:
    signed, active, deputy, written = values
    return {
        "mandate.signed": Observed(signed, at),
        "mandate.active": Observed(active, at),
        "mandate.deputy": Observed(deputy, at),
        "mandate.written": Observed(written, ever),
    }


def _moment(terms: Mapping[str, Any], state: MandateState) -> datetime | None:
    """Since when: the signature, or the day on which the letter ceased to hold."""
    if state is MandateState.EXPIRED:
        return datetime.combine(date.fromisoformat(terms["ends"]), time.min, UTC)
    stamps = {
        MandateState.RUNNING: terms["accepted_at"],
        MandateState.REVOKED: terms["revoked_at"],
        MandateState.VACANT: terms["holder_left"],
    }
    stamp = stamps.get(state)
    return datetime.fromisoformat(stamp) if stamp else None
