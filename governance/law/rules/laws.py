"""A dated law file (AI Act and GDPR triage) is read into frozen facts and checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

LANGUAGES = frozenset({"fr", "en"})


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


class LawFileError(ValueError):
    """A law file says something the triage cannot hold."""


@dataclass(frozen=True, kw_only=True)
class LawQuestion:
    """One question: id, text by language, article, what *yes* fires, what it may be answered."""

    id: str
    text: Mapping[str, str]
    article: str
    fires: TriageClass | None
    route: str | None
    point: str | None
    effective_from: date | None
    show_if_any: tuple[str, ...]
    options: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a class asks for: its gate, its evidence codes, its dates by route."""

    gate: Gate
    needs: tuple[str, ...]
    asks: tuple[str, ...]
    applies_from: Mapping[str, date]
    gate_before: Gate | None
    overridable: bool
    review_months: int | None


@dataclass(frozen=True, kw_only=True)
class ObligationRule:
    """An obligation, due from a date (one per route), when every word of `when` holds."""

    id: str
    article: str
    when: frozenset[str]
    effective_from: Mapping[str, date]
    text: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Law:
    """One dated version of the law as the triage reads it."""

    version: str
    legal_basis: str
    disclaimer: Mapping[str, str]
    answers: tuple[str, ...]
    unanswered: Mapping[str, str]
    questions: tuple[LawQuestion, ...]
    gdpr: tuple[LawQuestion, ...]
    order: tuple[TriageClass, ...]
    outcomes: Mapping[TriageClass, Outcome]
    obligations: tuple[ObligationRule, ...]
    evidence: Mapping[str, Mapping[str, str]]
    recheck_months: int
    recheck_events: tuple[str, ...]

    def question(self, question_id: str) -> LawQuestion:
        """Return the question of that id; LawFileError if there is none."""
        for question in (*self.questions, *self.gdpr):
            if question.id == question_id:
                return question
        raise LawFileError(f"no question {question_id!r}")


def parse_law(document: object) -> Law:
    """Return the checked law of a loaded file; LawFileError says what is wrong otherwise."""
    if not isinstance(document, Mapping):
        raise LawFileError("the law file is not a mapping")
    try:
        law = _law(document)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise LawFileError(f"the law file cannot be read: {error!r}") from error
    _check(law)
    return law


def _law(document: Mapping[str, Any]) -> Law:
    """Return the law as written, not yet checked against itself."""
    return Law(
        version=_day(document["version"]).isoformat(),
        legal_basis=document["legal_basis"],
        disclaimer=_text(document["disclaimer"]),
        answers=tuple(document["answers"]),
        unanswered=MappingProxyType(dict(document["unanswered"])),
        questions=tuple(_question(row) for row in document["questions"]),
        gdpr=tuple(_question(row) for row in document["gdpr"]),
        order=tuple(TriageClass(slug) for slug in document["classes"]["order"]),
        outcomes=MappingProxyType(
            {TriageClass(slug): _outcome(row) for slug, row in document["outcomes"].items()}
        ),
        obligations=tuple(_obligation(row) for row in document["obligations"]),
        evidence=MappingProxyType(
            {code: _text(text) for code, text in document["evidence"].items()}
        ),
        recheck_months=int(document["recheck"]["every_months"]),
        recheck_events=tuple(document["recheck"]["events"]),
    )


def _question(row: Mapping[str, Any]) -> LawQuestion:
    """Return one question; only *yes* fires a class, but for A1 whose *no* ends the part."""
    fired = row.get("if_yes", {})
    since = row.get("from")
    return LawQuestion(
        id=row["id"],
        text=_text(row["q"]),
        article=str(row.get("art", "")),
        fires=TriageClass(fired["class"]) if "class" in fired else None,
        route=fired.get("route"),
        point=fired.get("point"),
        effective_from=None if since is None else _day(since),
        show_if_any=tuple(row.get("show_if_any", ())),
        options=tuple(row.get("options", ())),
    )


def _outcome(row: Mapping[str, Any]) -> Outcome:
    """Return what a class asks for; a single date stands for every route."""
    before = row.get("before_date")
    return Outcome(
        gate=Gate(row["gate"]),
        needs=tuple(row.get("needs", ())),
        asks=tuple(row.get("ask", ())),
        applies_from=_dates(row.get("applies_from", {})),
        gate_before=None if before is None else Gate(before),
        overridable=row.get("override") != "none",
        review_months=row.get("review_months"),
    )


def _obligation(row: Mapping[str, Any]) -> ObligationRule:
    """Return one obligation with its date by route (`""` for every route)."""
    return ObligationRule(
        id=row["id"],
        article=str(row["article"]),
        when=frozenset(row["when"]),
        effective_from=_dates(row["from"]),
        text=_text(row["t"]),
    )


def _dates(value: object) -> Mapping[str, date]:
    """Return dates by route; `""` is the route of a single date."""
    if isinstance(value, Mapping):
        return MappingProxyType({str(route): _day(day) for route, day in value.items()})
    return MappingProxyType({"": _day(value)})


def _day(value: object) -> date:
    """Return the date; a date written as text is read too."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _text(value: Mapping[str, str]) -> Mapping[str, str]:
    """Return a text that exists in every language."""
    if set(value) != LANGUAGES or not all(isinstance(t, str) and t for t in value.values()):
        raise ValueError(f"a text must be in {sorted(LANGUAGES)}: {value!r}")
    return MappingProxyType(dict(value))


def _check(law: Law) -> None:
    """Refuse a file that names what it does not define."""
    ids = [question.id for question in (*law.questions, *law.gdpr)]
    if len(ids) != len(set(ids)):
        raise LawFileError("two questions have one id")
    if list(law.order) != list(TriageClass) or set(law.outcomes) != set(TriageClass):
        raise LawFileError("the classes, their order and their outcomes must be complete")
    if law.answers != ("yes", "no", "unsure"):
        raise LawFileError("the answers are yes, no, unsure")
    _check_names(ids=ids, law=law)


def _check_names(*, ids: Sequence[str], law: Law) -> None:
    """Refuse an unknown question, evidence code or obligation word."""
    expected = {f"A{n}" for n in range(1, 13)} | {f"D{n}" for n in range(11)}
    if set(ids) != expected:
        raise LawFileError(f"questions missing or unknown: {sorted(expected ^ set(ids))}")
    shown = {shown for question in law.questions for shown in question.show_if_any}
    if not (shown | set(law.unanswered)) <= set(ids):
        raise LawFileError("a condition names an unknown question")
    blocking = (TriageClass.HIGH_RISK, TriageClass.HIGH_RISK_EXEMPTION_CLAIMED)
    for triage_class in (*blocking, TriageClass.TRANSPARENCY):
        missing = set(law.outcomes[triage_class].needs) - set(law.evidence)
        if missing:
            raise LawFileError(f"{triage_class}: evidence without words: {sorted(missing)}")
    roles = {f"role:{option}" for option in law.question("A12").options}
    routes = {question.route for question in law.questions if question.route}
    words = {c.value for c in TriageClass} | roles | routes | {"in_scope", "personal", "dpia"}
    for obligation in law.obligations:
        if not obligation.when or not obligation.when <= words:
            raise LawFileError(f"{obligation.id}: unknown condition {sorted(obligation.when)}")
