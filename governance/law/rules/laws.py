"""A dated law file (AI Act, GDPR, works council) as frozen facts."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from msgspec import Meta, field

from tenants.documents import Part, Words

Language = Annotated[str, Meta(pattern=r"^(fr|en)\Z")]
Bilingual = Annotated[Mapping[Language, Words], Meta(min_length=2)]


class TriageClass(StrEnum):
    """The AI Act class of a use, strictest first."""

    PROHIBITED = "prohibited"
    TO_REVIEW = "to_review"
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


class WorksCouncil(StrEnum):
    """What the works council (CSE) is due before a trial and before go-live."""

    CONSULT = "consult"
    INFORM = "inform"
    NONE = "none"


class Kind(StrEnum):
    """Whether the law asks it, or we advise it."""

    LAW = "law"
    GOOD_PRACTICE = "good_practice"


class Source(Part):
    """How sure we are of a passage, for who keeps the file."""

    id: Words
    sure: Literal["text", "several", "one", "memory"]
    what: Words


class Fired(Part):
    """What a *yes* leads to: a class, through a route, by a point of the law."""

    triage_class: TriageClass | None = field(name="class", default=None)
    route: str | None = None
    point: str | None = None
    note: str = ""


class LawQuestion(Part):
    """One question: id, text by language, article, what *yes* fires, what it may be answered.

    It is asked when one of `show_if_any` counts as yes and the role is in `show_if_role`; a gateway
    `opens` its parts and fires nothing itself. *I don't know* on a `prohibition` is to be reviewed.
    `fact` names what the company's own data answer. *kind*, *if_no*, *before_date* and *note* are
    for who keeps the file.
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
    show_if_role: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    prohibition: bool = False
    transparency: bool = False
    fact: str = ""
    options: tuple[str, ...] = ()
    note: str = ""


class Outcome(Part):
    """What a class asks for: its gate, its evidence codes, its dates by route."""

    gate: Gate
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = field(name="ask", default=())
    dates: date | Mapping[str, date] = field(name="applies_from", default_factory=dict)
    gate_before: Gate | None = field(name="before_date", default=None)
    gate_running: Gate | None = field(name="running", default=None)
    trial: Literal["refuse", "refuse_until", "allow_with_tasks", "allow"]
    words: Bilingual | None = None
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
    """An obligation, due from a date (one per route), when every word of `when` holds.

    The same id twice means *or*. `holder` is whom the law binds, where it is not who uses it.
    """

    id: Words
    kind: Kind
    holder: Literal["", "provider", "deployer"] = ""
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


class CouncilOutcome(Part):
    """What the works council is due; one of `needs_any` settles it."""

    gate: Gate
    needs_any: tuple[str, ...] = ()
    fr: str = ""
    en: str = ""


class Work(Part):
    """The questions on staff and works council, and what they lead to."""

    country: Literal["FR"]
    questions: tuple[LawQuestion, ...]
    outcomes: Mapping[WorksCouncil, CouncilOutcome]
    optional: Mapping[str, frozenset[str]] = {}
    words: Bilingual


class TrialLaw(Part):
    """What a trial asks of the law, for who keeps the file."""

    needs_triage: Mapping[str, Any]
    rules: tuple[str, ...]


class Tap(Part):
    """A short question whose *no* answers *no* to every question it covers."""

    id: Words
    covers: Annotated[tuple[str, ...], Meta(min_length=1)]
    text: Bilingual = field(name="q")
    instead_of: str = ""
    when_given: str = ""


class OwnIdea(Part):
    """What an idea that is not of the catalogue is asked."""

    ask: tuple[str, ...]
    taps: tuple[str, ...]


class UseTaps(Part):
    """The short way of one use: what it is, and what is asked by itself; or the whole tree."""

    given: Mapping[str, Literal["yes"]] = {}
    ask: tuple[str, ...] = ()
    full: bool = False


class Taps(Part):
    """The short way through the questions."""

    compound: tuple[Tap, ...]
    always: tuple[str, ...]
    own_idea: OwnIdea
    uses: Mapping[str, UseTaps]

    def tap(self, tap_id: str) -> Tap:
        """Return the tap of that id; KeyError if there is none."""
        for tap in self.compound:
            if tap.id == tap_id:
                return tap
        raise KeyError(tap_id)


class Carries(Part):
    """Which answers to the former version still speak; what is not named does not."""

    since: date = field(name="from")
    same: tuple[str, ...]
    no_only: Mapping[str, tuple[str, ...]]
    none: tuple[str, ...]


class Recheck(Part):
    """When a triage is looked at again."""

    events: tuple[str, ...]
    every_months: int


class Law(Part):
    """One dated version of the law as the triage reads it.

    `calendar`, `sources`, `rule_unsure`, `evaluation` and `trial` say to who keeps the file what
    the code does.
    """

    schema: Literal["capitaine/aiact-triage/2"]
    dated: date = field(name="version")
    supersedes: date | None = None
    legal_basis: Words
    disclaimer: Bilingual
    sources: tuple[Source, ...] = ()
    calendar: tuple[Any, ...] = ()
    answers: tuple[Literal["yes"], Literal["no"], Literal["unsure"]]
    unanswered: Mapping[str, str]
    may_stay_open: frozenset[str] = frozenset()
    rule_unsure: str = ""
    evaluation: tuple[str, ...] = ()
    questions: tuple[LawQuestion, ...]
    gdpr: tuple[LawQuestion, ...]
    work: Work
    classes: Classes
    outcomes: Mapping[TriageClass, Outcome]
    needs_when: Mapping[str, frozenset[str]] = {}
    trial: TrialLaw
    obligations: tuple[ObligationRule, ...]
    evidence: Mapping[str, Bilingual]
    by_executive: frozenset[str]
    taps: Taps
    carries: Carries
    recheck: Recheck

    @property
    def version(self) -> str:
        """Its day, as the file is named."""
        return self.dated.isoformat()

    @property
    def every_question(self) -> tuple[LawQuestion, ...]:
        """The questions of its three parts: AI Act, data, work."""
        return (*self.questions, *self.gdpr, *self.work.questions)

    def question(self, question_id: str) -> LawQuestion:
        """Return the question of that id; KeyError if there is none."""
        for question in self.every_question:
            if question.id == question_id:
                return question
        raise KeyError(question_id)


def _by_route(dates: date | Mapping[str, date]) -> Mapping[str, date]:
    """Return dates by route; `""` is the route of a single date."""
    return {"": dates} if isinstance(dates, date) else dates
