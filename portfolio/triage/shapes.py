"""How the legal triage is asked and answered in JSON."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import get_language
from msgspec import UNSET, Meta, UnsetType

from governance.api.codec import Body
from governance.law.choices import Dpia as Settled
from governance.law.forms import TAPS
from governance.law.rules.laws import Gate, LawQuestion, TriageClass
from governance.law.rules.taps import Tap
from governance.law.rules.triage import Dpia, asked_questions
from governance.law.selectors import TriageFacts
from portfolio.triage.forms import public_question
from portfolio.triage.selectors import TriagePage
from tenants.bounds import one_of, text
from tenants.shapes import LocalTime, Shape, local_time

TAP_ANSWERS = ("no", "yes", "unsure")
TapWord = Annotated[str, one_of(TAP_ANSWERS)]


class TapsBody(Body, frozen=True, kw_only=True):
    """`public` is for an idea of one's own, and asked for there."""

    people: TapWord
    forbidden: TapWord
    data: TapWord
    public: TapWord | UnsetType = UNSET


class TriageBody(Body, frozen=True, kw_only=True):
    """`taps`, or `answers`: question id → one of the answers that it offers."""

    taps: TapsBody | UnsetType = UNSET
    answers: dict[str, Annotated[str, text(30)]] | UnsetType = UNSET


class EvidenceBody(Body, frozen=True, kw_only=True):
    """Evidence code → a document, a place, a person."""

    references: Annotated[dict[str, Annotated[str, text(300, shortest=0)]], Meta(min_length=1)]


class DpiaBody(Body, frozen=True, kw_only=True):
    """How it is settled, and where it is or why not."""

    settled: Settled
    note: Annotated[str, text(2000, shortest=0)] = ""


class DpiaSettledAnswer(Shape, frozen=True, kw_only=True):
    """How the impact assessment is settled."""

    settled: Settled
    note: str


class TapAnswer(Shape, frozen=True, kw_only=True):
    """A question with what may be answered."""

    id: str
    text: str
    answers: tuple[str, ...]


class TriageQuestionAnswer(Shape, frozen=True, kw_only=True):
    """`asked` says whether it is asked after the answers so far; `needs_any` after which."""

    id: str
    text: str
    answers: tuple[str, ...]
    article: str
    asked: bool
    needs_any: tuple[str, ...]


class EvidenceAnswer(Shape, frozen=True, kw_only=True):
    """A proof that is asked for, and where it is kept."""

    code: str
    text: str
    reference: str


class DutyAnswer(Shape, frozen=True, kw_only=True):
    """What the law asks, from when on."""

    id: str
    text: str
    article: str
    from_date: date
    status: str


class TriageResultAnswer(Shape, frozen=True, kw_only=True):
    """`blockers` are the codes of what forbids a start; `missing` the evidence still awaited."""

    number: int
    triage_class: TriageClass
    gate: Gate
    transparency: bool
    dpia: Dpia
    dpia_settled: Settled
    dpia_note: str
    evidence: tuple[EvidenceAnswer, ...]
    missing: tuple[str, ...]
    blockers: tuple[str, ...]
    obligations: tuple[DutyAnswer, ...]
    needs_review: bool
    review_at: date
    law_version: str
    answers: dict[str, str]
    answered_by_id: UUID
    answered_at: LocalTime


class TriageAnswer(Shape, frozen=True, kw_only=True):
    """Three taps where they are enough, else every question; then the latest result."""

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
        taps_are_enough=page.taps_are_enough,
        taps=tuple(_taps(page)) if page.taps_are_enough else (),
        questions=tuple(
            _question(one, page, language=language, is_asked=one.id in asked)
            for one in (*page.law.questions, *page.law.gdpr)
        ),
        result=_result(page, page.latest, language) if page.latest else None,
    )


def _taps(page: TriagePage) -> Iterator[TapAnswer]:
    for tap in Tap:
        yield TapAnswer(id=tap.value, text=str(TAPS[tap]), answers=TAP_ANSWERS)
    if page.own_idea:
        yield TapAnswer(id="public", text=str(public_question().label), answers=TAP_ANSWERS)


def _question(
    question: LawQuestion, page: TriagePage, *, language: str, is_asked: bool
) -> TriageQuestionAnswer:
    return TriageQuestionAnswer(
        id=question.id,
        text=question.text[language],
        answers=tuple(question.options or page.law.answers),
        article=question.article,
        asked=is_asked,
        needs_any=tuple(question.show_if_any),
    )


def _result(page: TriagePage, latest: TriageFacts, language: str) -> TriageResultAnswer:
    own = {"evidence", "obligations", "answered_at"}
    names = [name for name in TriageResultAnswer.__struct_fields__ if name not in own]
    known: dict[str, Any] = {name: getattr(latest, name) for name in names}
    return TriageResultAnswer(
        **known,
        evidence=tuple(
            EvidenceAnswer(
                code=code,
                text=page.law.evidence[code][language],
                reference=latest.evidence.get(code, ""),
            )
            for code in latest.needs
        ),
        obligations=tuple(_duties(page, latest, language)),
        answered_at=local_time(latest.answered_at),
    )


def _duties(page: TriagePage, latest: TriageFacts, language: str) -> Iterator[DutyAnswer]:
    rules = {rule.id: rule for rule in page.law.obligations}
    for one in latest.obligations:
        yield DutyAnswer(
            id=one.id,
            text=rules[one.id].text[language] if one.id in rules else "",
            article=one.article,
            from_date=one.from_date,
            status=one.status,
        )
