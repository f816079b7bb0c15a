"""What the product itself knows of the company, to hold against what was declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import F, Min, Value
from django.db.models.fields import CharField
from django.db.models.functions import JSONObject
from django.utils.timezone import localdate

from assessments.advice.rules import Advice
from assessments.answers.models import Assessment, ObservedFact
from assessments.observed.rules import (
    CONFIRMED,
    CONTRADICTED,
    EXCEEDED,
    Mark,
    Seen,
    marks,
    seen_scores,
    sights,
)
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import Answers
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.roadmap.choices import StepState
from assessments.roadmap.models import RoadmapStep
from assessments.roadmap.rules.progress import evidence
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.mandates.rules import MandateState, mandate_state
from governance.members.models import Member

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


def completed_between(*, start: datetime, end: datetime) -> tuple[str, ...]:
    """The ids of the actions that somebody noted as done after *start*'s day until *end*'s."""
    done = RoadmapStep.objects.filter(
        state=StepState.DONE, done_on__gt=localdate(start), done_on__lte=localdate(end)
    )
    return tuple(done.order_by("done_on", "action_id").values_list("action_id", flat=True))


def newly_proven(before: Advice | None, now: Seen | None) -> tuple[str, ...]:
    """The ids of the actions that the product's facts prove now and did not at that advice.

    None where nobody looked at the facts either time.
    """
    then = before.observed if before else None
    return then.newly_proven(now.proven) if then and now else ()


def completed_actions(before: Assessment, after: Assessment) -> tuple[str, ...]:
    """The ids of the actions completed between two completed assessments: noted, or proven."""
    proven = newly_proven(before.advice, after.advice.observed if after.advice else None)
    start, end = before.completed_at, after.completed_at
    noted = completed_between(start=start, end=end) if start and end else ()
    return tuple(dict.fromkeys((*noted, *proven)))


@dataclass(frozen=True, slots=True)
class SeenThenNow:
    """What the product saw at completion (*then*), and today (*now*) where that is asked."""

    then: Seen | None
    now: Seen | None

    @property
    def seen(self) -> Seen:
        """The newer of both."""
        seen = self.now or self.then
        if seen is None:
            raise TypeError("somebody looked")
        return seen

    @property
    def new(self) -> tuple[Mark, ...]:
        """The marks of today that were not there at completion."""
        if self.now is None or self.then is None:
            return ()
        before = {(one.item_id, one.status) for one in self.then.marks}
        return tuple(one for one in self.now.marks if (one.item_id, one.status) not in before)

    @property
    def contradicted(self) -> tuple[Mark, ...]:
        """The answers that the facts contradict."""
        return self._marked(CONTRADICTED)

    @property
    def exceeded(self) -> tuple[Mark, ...]:
        """The answers below what the facts show."""
        return self._marked(EXCEEDED)

    @property
    def confirmed(self) -> tuple[Mark, ...]:
        """The answers that the facts confirm."""
        return self._marked(CONFIRMED)

    def _marked(self, status: str) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.seen.marks if mark.status == status)


def seen_on(
    facts: Mapping[str, Observed], *, questionnaire: Questionnaire, answers: Answers, today: date
) -> Seen:
    """What the facts of that day say of these answers."""
    seen = sights(facts, today=today)
    catalogued = catalogue.actions_for(questionnaire.version).actions.values()
    return Seen(
        on=today,
        marks=marks(questionnaire=questionnaire, answers=answers, seen=seen),
        scores=seen_scores(questionnaire=questionnaire, answers=answers, seen=seen),
        proven=tuple(one.id for one in catalogued if evidence(one.proof, facts).is_proven),
    )


def declared_of(
    then: Seen | None, *, questionnaire: Questionnaire, answers: Answers, today: date | None
) -> SeenThenNow | None:
    """The marks of today in one query, those of then without a day; None where none are known."""
    now = None
    if today is not None:
        facts = observed_facts(today=today)
        now = seen_on(facts, questionnaire=questionnaire, answers=answers, today=today)
    return SeenThenNow(then, now) if then or now else None
