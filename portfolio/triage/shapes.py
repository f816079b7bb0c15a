"""How the legal triage is asked and answered in JSON."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import get_language
from msgspec import UNSET, Meta, UnsetType

from governance.api.codec import Body
from governance.law.choices import DpiaSettlement
from governance.law.rules.laws import Gate, Kind, LawQuestion, TriageClass, WorksCouncil
from governance.law.rules.triage import Dpia, asked_questions
from governance.law.selectors import TriageFacts
from portfolio.triage.selectors import TriagePage
from tenants.bounds import one_of, text
from tenants.shapes import LocalTime, Shape, local_time

TAP_ANSWERS = ("no", "yes", "unsure")
TapWord = Annotated[str, one_of(TAP_ANSWERS)]


class TriageBody(Body, frozen=True, kw_only=True):
    """`taps` by id, `answers`: question id → one of the answers that it offers.

    GET names both: the taps of this use, and the questions asked beside them.
    """

    taps: dict[Annotated[str, text(30)], TapWord] | UnsetType = UNSET
    answers: dict[str, Annotated[str, text(30)]] | UnsetType = UNSET


class EvidenceBody(Body, frozen=True, kw_only=True):
    """Evidence code → a document, a place, a person."""

    references: Annotated[dict[str, Annotated[str, text(300, shortest=0)]], Meta(min_length=1)]


class DpiaBody(Body, frozen=True, kw_only=True):
    """How it is settled, and where it is or why not."""

    settled: DpiaSettlement
    note: Annotated[str, text(2000, shortest=0)] = ""


class DpiaSettledAnswer(Shape, frozen=True, kw_only=True):
    """How the impact assessment is settled."""

    settled: DpiaSettlement
    note: str


class TapAnswer(Shape, frozen=True, kw_only=True):
    """A question with what may be answered; a *no* answers *no* to all it covers."""

    id: str
    text: str
    covers: tuple[str, ...]
    answers: tuple[str, ...]


class TriageQuestionAnswer(Shape, frozen=True, kw_only=True):
    """`asked` says whether it is asked after the answers so far; `needs_any` after which.

    `beside_taps`: it is asked by itself on the short way; `given`: the catalogue answers it *yes*.
    """

    id: str
    text: str
    answers: tuple[str, ...]
    article: str
    asked: bool
    beside_taps: bool
    given: bool
    needs_any: tuple[str, ...]


class EvidenceAnswer(Shape, frozen=True, kw_only=True):
    """A proof that is asked for, and where it is kept."""

    code: str
    text: str
    reference: str


class DutyAnswer(Shape, frozen=True, kw_only=True):
    """What the law asks (`kind` law) or we advise (good_practice), from when on.

    `holder` is whom the law binds, where it is not simply who uses it.
    """

    id: str
    kind: Kind
    holder: str
    text: str
    article: str
    from_date: date
    status: str


class TriageResultAnswer(Shape, frozen=True, kw_only=True):
    """`blockers` are the codes of what forbids a start, `trial_blockers` a trial.

    `open` names the questions without an answer: the class is provisional. `sources` says what gave
    an answer that no person gave: `tap:<id>`, catalogue, company. `missing` is the evidence still
    awaited; one of `council` settles the works council, or the consultation that covers it.
    """

    number: int
    triage_class: TriageClass
    gate: Gate
    transparency: bool
    dpia: Dpia
    dpia_settled: DpiaSettlement
    dpia_note: str
    works_council: WorksCouncil
    open: tuple[str, ...]
    council: tuple[str, ...]
    consultation_id: UUID | None
    evidence: tuple[EvidenceAnswer, ...]
    missing: tuple[str, ...]
    blockers: tuple[str, ...]
    trial_blockers: tuple[str, ...]
    obligations: tuple[DutyAnswer, ...]
    needs_review: bool
    review_at: date
    law_version: str
    answers: dict[str, str]
    sources: dict[str, str]
    answered_by_id: UUID
    answered_at: LocalTime


class TriageAnswer(Shape, frozen=True, kw_only=True):
    """The taps where the use has a short way, every question, the latest result."""

    law_version: str
    disclaimer: str
    taps_are_enough: bool
    taps: tuple[TapAnswer, ...]
    questions: tuple[TriageQuestionAnswer, ...]
    result: TriageResultAnswer | None


def triage_now(page: TriagePage) -> TriageAnswer:
    """The triage in the language of the request."""
    language = (get_language() or "fr")[:2]
    answers = page.latest.answers if page.latest else {}
    asked = set(asked_questions(law=page.law, answers=answers))
    return TriageAnswer(
        law_version=page.law.version,
        disclaimer=page.law.disclaimer[language],
        taps_are_enough=page.way is not None,
        taps=tuple(_taps(page, language)),
        questions=tuple(
            _question(one, page, language=language, is_asked=one.id in asked)
            for one in page.law.every_question
        ),
        result=_result(page, page.latest, language) if page.latest else None,
    )


def _taps(page: TriagePage, language: str) -> Iterator[TapAnswer]:
    for tap in page.way.taps if page.way else ():
        yield TapAnswer(id=tap.id, text=tap.text[language], covers=tap.covers, answers=TAP_ANSWERS)


def _question(
    question: LawQuestion, page: TriagePage, *, language: str, is_asked: bool
) -> TriageQuestionAnswer:
    return TriageQuestionAnswer(
        id=question.id,
        text=question.text[language],
        answers=tuple(question.options or page.law.answers),
        article=question.article,
        asked=is_asked,
        beside_taps=page.way is not None and question.id in page.way.singles,
        given=page.way is not None and question.id in page.way.given,
        needs_any=tuple(question.show_if_any),
    )


def _result(page: TriagePage, latest: TriageFacts, language: str) -> TriageResultAnswer:
    own = {"consultation_id", "evidence", "obligations", "answered_at"}
    names = [name for name in TriageResultAnswer.__struct_fields__ if name not in own]
    known: dict[str, Any] = {name: getattr(latest, name) for name in names}
    return TriageResultAnswer(
        **known,
        consultation_id=None if latest.consultation is None else latest.consultation.id,
        evidence=tuple(
            EvidenceAnswer(
                code=code,
                text=page.law.evidence[code][language],
                reference=latest.evidence.get(code, ""),
            )
            for code in latest.provable
        ),
        obligations=tuple(_duties(page, latest, language)),
        answered_at=local_time(latest.answered_at),
    )


def _duties(page: TriagePage, latest: TriageFacts, language: str) -> Iterator[DutyAnswer]:
    rules = {rule.id: rule for rule in page.law.obligations}
    for one in latest.obligations:
        yield DutyAnswer(
            id=one.id,
            kind=one.kind,
            holder=one.holder,
            text=rules[one.id].text[language] if one.id in rules else "",
            article=one.article,
            from_date=one.from_date,
            status=one.status,
        )
