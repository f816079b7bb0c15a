"""A dated law file (AI Act and GDPR triage) is read into frozen facts and checked."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from msgspec import Meta, field

from tenants.documents import BadDocument, Part, Problem, Words, shaped

Language = Annotated[str, Meta(pattern=r"^(fr|en)\Z")]
Bilingual = Annotated[Mapping[Language, Words], Meta(min_length=2)]


class TriageClass(StrEnum):
    """The AI Act class of a use, strictest first."""

    PROHIBITED = "prohibited"
    HIGH_RISK = "high_risk"
    HIGH_RISK_EXEMPTION_CLAIMED = "high_risk_exemption_claimed"
    TRANSPARENCY = "transparency"
    MINIMAL = "minimal"
    OUT_OF_SCOPE = "out_of_scope"


class Gate(StrEnum):
    """What the class lets happen."""

    ALLOW = "allow"
    ALLOW_WITH_TASKS = "allow_with_tasks"
    WARN_AND_PREPARE = "warn_and_prepare"
    BLOCK_START_UNTIL = "block_start_until"
    BLOCK_START = "block_start"


class Fired(Part):
    """What a *yes* leads to: a class, through a route, by a point of the law.

    *needs*, *fria_if* and *note* are for who keeps the file.
    """

    triage_class: TriageClass | None = field(name="class", default=None)
    route: str | None = None
    point: str | None = None
    needs: tuple[str, ...] = ()
    fria_if: str = ""
    note: str = ""


class LawQuestion(Part):
    """One question: id, text by language, article, what *yes* fires, what it may be answered.

    Only *yes* fires a class, but for A1 whose *no* ends the part. *kind*, *if_no*, *before_date*
    and *note* are for who keeps the file.
    """

    id: Words
    text: Bilingual = field(name="q")
    article: str = field(name="art", default="")
    fired: Fired = field(name="if_yes", default=Fired())
    if_no: Mapping[str, Any] = {}
    before_date: Fired | None = None
    kind: str = ""
    effective_from: date | None = field(name="from", default=None)
    show_if_any: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    note: str = ""


class Outcome(Part):
    """What a class asks for: its gate, its evidence codes, its dates by route."""

    gate: Gate
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = field(name="ask", default=())
    dates: date | Mapping[str, date] = field(name="applies_from", default_factory=dict)
    gate_before: Gate | None = field(name="before_date", default=None)
    override: Literal["none"] | None = None
    review_months: int | None = None
    fine_max: str = ""

    @property
    def overridable(self) -> bool:
        """Whether an executive may start in spite of it."""
        return self.override is None

    @property
    def applies_from(self) -> Mapping[str, date]:
        """The dates by route, `""` for every route."""
        return _by_route(self.dates)


class ObligationRule(Part):
    """An obligation, due from a date (one per route), when every word of `when` holds."""

    id: Words
    article: str
    when: Annotated[frozenset[str], Meta(min_length=1)]
    dates: date | Mapping[str, date] = field(name="from")
    text: Bilingual = field(name="t")

    @property
    def effective_from(self) -> Mapping[str, date]:
        """The dates by route, `""` for every route."""
        return _by_route(self.dates)


class Classes(Part):
    """The classes, strictest first."""

    order: tuple[TriageClass, ...]


class Recheck(Part):
    """When a triage is looked at again."""

    events: tuple[str, ...]
    every_months: int


class Law(Part):
    """One dated version of the law as the triage reads it.

    `calendar`, `rule_unsure` and `evaluation` say to who keeps the file what the code does.
    """

    schema: Literal["capitaine/aiact-triage/1"]
    dated: date = field(name="version")
    legal_basis: Words
    disclaimer: Bilingual
    calendar: tuple[Any, ...] = ()
    answers: tuple[Literal["yes"], Literal["no"], Literal["unsure"]]
    unanswered: Mapping[str, str]
    rule_unsure: str = ""
    evaluation: tuple[str, ...] = ()
    questions: tuple[LawQuestion, ...]
    gdpr: tuple[LawQuestion, ...]
    classes: Classes
    outcomes: Mapping[TriageClass, Outcome]
    obligations: tuple[ObligationRule, ...]
    evidence: Mapping[str, Bilingual]
    recheck: Recheck

    @property
    def version(self) -> str:
        """Its day, as the file is named."""
        return self.dated.isoformat()

    def question(self, question_id: str) -> LawQuestion:
        """Return the question of that id; KeyError if there is none."""
        for question in (*self.questions, *self.gdpr):
            if question.id == question_id:
                return question
        raise KeyError(question_id)


def parse_law(document: object) -> Law:
    """Return the checked law of a loaded file; BadDocument says what is wrong otherwise."""
    law = shaped(document, Law, name="law")
    problems = tuple(_problems(law)) or tuple(_unknown_names(law))
    if problems:
        raise BadDocument(problems)
    return law


def _by_route(dates: date | Mapping[str, date]) -> Mapping[str, date]:
    """Return dates by route; `""` is the route of a single date."""
    return {"": dates} if isinstance(dates, date) else dates


def _problems(law: Law) -> Iterator[Problem]:
    """Refuse a file in which a question or a class is missing, unknown or there twice."""
    ids = [question.id for question in (*law.questions, *law.gdpr)]
    expected = {f"A{n}" for n in range(1, 13)} | {f"D{n}" for n in range(11)}
    for one in sorted(expected.symmetric_difference(ids)):
        yield Problem("question_missing_or_unknown", one)
    if len(ids) != len(set(ids)):
        yield Problem("duplicate_id", "questions")
    if list(law.classes.order) != list(TriageClass):
        yield Problem("classes_out_of_order", "classes.order")
    if set(law.outcomes) != set(TriageClass):
        yield Problem("outcomes_incomplete", "outcomes")


def _unknown_names(law: Law) -> Iterator[Problem]:
    """Refuse an unknown question, evidence code or obligation word."""
    ids = {question.id for question in (*law.questions, *law.gdpr)}
    shown = {shown for question in law.questions for shown in question.show_if_any}
    for one in sorted((shown | set(law.unanswered)) - ids):
        yield Problem("unknown_question", one)
    blocking = (TriageClass.HIGH_RISK, TriageClass.HIGH_RISK_EXEMPTION_CLAIMED)
    for triage_class in (*blocking, TriageClass.TRANSPARENCY):
        for missing in sorted(set(law.outcomes[triage_class].needs) - set(law.evidence)):
            yield Problem("evidence_without_words", f"{triage_class}.{missing}")
    roles = {f"role:{option}" for option in law.question("A12").options}
    routes = {question.fired.route for question in law.questions if question.fired.route}
    words = {c.value for c in TriageClass} | roles | routes | {"in_scope", "personal", "dpia"}
    for obligation in law.obligations:
        for word in sorted(obligation.when - words):
            yield Problem("unknown_condition", f"{obligation.id}.{word}")
