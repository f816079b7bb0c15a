"""The legal check: from answers to class, gate, obligations and impact assessment."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from governance.law.rules.laws import (
    Gate,
    Kind,
    Law,
    LawQuestion,
    TriageClass,
    WorksCouncil,
)

YES, NO, UNSURE = "yes", "no", "unsure"
CRITERIA = tuple(f"D{n}" for n in range(1, 10))
ANNEX_III = "annex_iii"
DEPLOYER = "deployer"


class Dpia(StrEnum):
    """Whether a data protection impact assessment is due."""

    NONE = "none"
    NOTE = "note"
    PRESUMED = "presumed"
    REQUIRED = "required"


@dataclass(frozen=True, kw_only=True)
class Obligation:
    """One duty: `due` when its date has come, `upcoming` before.

    `kind` says whether the law asks it or we advise it, `holder` whom the law binds.
    """

    id: str
    kind: Kind
    holder: str
    article: str
    from_date: date
    status: str


@dataclass(frozen=True, kw_only=True)
class GdprResult:
    """The GDPR part; `criteria_count` counts the nine criteria (unsure counts)."""

    personal: bool
    criteria_count: int
    dpia: Dpia


@dataclass(frozen=True, kw_only=True)
class TriageFinding:
    """The result; provisional while a question is `open`.

    `fired` holds every class that fired, `held` those whose evidence is asked before a start,
    `words` what is true for the conditions of duties; `review` is set by any *unsure* asked.
    """

    triage_class: TriageClass
    fired: frozenset[TriageClass]
    held: frozenset[TriageClass]
    routes: tuple[str, ...]
    transparency: bool
    role: str
    gdpr: GdprResult
    works_council: WorksCouncil
    obligations: tuple[Obligation, ...]
    words: frozenset[str]
    gate: Gate
    overridable: bool
    asks: tuple[str, ...]
    exemption_refused: bool
    asked: tuple[str, ...]
    open: tuple[str, ...]
    review: bool
    review_at: date
    law_version: str


# *I don't know* counts as no where *yes* would make things easier.
_EASES = frozenset({"A10", "W2"})


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """The answers as the law counts them: unanswered and unsure resolved."""

    law: Law
    answers: Mapping[str, str]

    def raw(self, question_id: str) -> str:
        """Return the answer, or what an unanswered question counts as."""
        return self.answers.get(question_id) or self.law.unanswered.get(question_id, NO)

    def holds(self, question_id: str) -> bool:
        """Return whether the answer counts as yes (*unsure* counts as the stricter one)."""
        raw = self.raw(question_id)
        return raw == YES or (raw == UNSURE and question_id not in _EASES)

    def asks(self, question: LawQuestion) -> bool:
        """Return whether a question is asked, its part being open."""
        if question.show_if_role and self.raw("A12") not in question.show_if_role:
            return False
        return not question.show_if_any or any(map(self.holds, question.show_if_any))


def asked_questions(*, law: Law, answers: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids to ask given the answers so far, in the order of the file."""
    reading = _Reading(law=law, answers=answers)
    asked = [
        q.id
        for q in law.questions
        if q.id == "A1" or (reading.holds("A1") and _asks(q, law, reading))
    ]
    asked += [q.id for q in law.gdpr if q.id == "D0" or reading.holds("D0")]
    asked += [q.id for q in law.work.questions if _asks(q, law, reading)]
    return tuple(asked)


def _asks(question: LawQuestion, law: Law, reading: _Reading) -> bool:
    """Return whether it is asked, and so is one of those that show it."""
    if not reading.asks(question):
        return False
    above = [one for one in question.show_if_any if reading.holds(one)]
    return not above or any(_asks(law.question(one), law, reading) for one in above)


def evaluate(
    *, law: Law, answers: Mapping[str, str], as_of: date, running: bool = False
) -> TriageFinding:
    """Return the triage; ValueError on an unknown question or answer.

    An unanswered question leaves it open; for the provisional class it counts as the file says.
    `as_of` moves gates and the status of obligations, never the class. `running` says that the
    system is already in use.
    """
    _check_answers(law=law, answers=answers)
    reading = _Reading(law=law, answers=answers)
    asked = asked_questions(law=law, answers=answers)
    yes = [q for q in law.questions if q.id in asked and q.id != "A10" and reading.holds(q.id)]
    refused = _exemption_refused(reading=reading, asked=asked)
    is_exempt = "A10" in asked and reading.holds("A10") and not refused
    fired = _fired(law=law, yes=yes, reading=reading, is_exempt=is_exempt, asked=asked)
    triage_class = next(c for c in law.classes.order if c in fired)
    routes = tuple(dict.fromkeys(q.fired.route for q in yes if q.fired.route))
    gdpr = _gdpr(reading=reading)
    council = _works_council(reading=reading, asked=asked)
    role = answers.get("A12") or DEPLOYER
    words = _words(
        fired=fired, triage_class=triage_class, routes=routes, role=role, gdpr=gdpr, council=council
    )
    words |= {f"answer:{one}" for one in asked if one not in READ_APART and reading.holds(one)}
    if "W1" in asked and reading.raw("W1") == NO:
        words |= {"size_under_50"}
    outcome = law.outcomes[triage_class]
    months = review_months(law=law, triage_class=triage_class)
    gates = {
        one: _gate(law=law, triage_class=one, routes=routes, as_of=as_of, running=running)
        for one in fired
    }
    return TriageFinding(
        triage_class=triage_class,
        fired=fired,
        held=frozenset(one for one, gate in gates.items() if gate is Gate.BLOCK_START_UNTIL),
        routes=routes,
        transparency=TriageClass.TRANSPARENCY in fired,
        role=role,
        gdpr=gdpr,
        works_council=council,
        obligations=_obligations(law=law, words=words, routes=routes, as_of=as_of),
        words=words,
        gate=gates[triage_class],
        overridable=outcome.overridable,
        asks=outcome.asks,
        exemption_refused=refused,
        asked=asked,
        open=tuple(one for one in asked if not answers.get(one) and one not in law.may_stay_open),
        review=any(answers.get(question_id) == UNSURE for question_id in asked),
        review_at=_months_later(day=as_of, months=months),
        law_version=law.version,
    )


def review_months(*, law: Law, triage_class: TriageClass) -> int:
    """Return after how many months a check of that class is looked at again."""
    return law.outcomes[triage_class].review_months or law.recheck.every_months


# The role is a word of its own.
READ_APART = frozenset({"A12"})


def _check_answers(*, law: Law, answers: Mapping[str, str]) -> None:
    """Refuse what the file does not offer."""
    known = {question.id: question for question in law.every_question}
    for question_id, answer in answers.items():
        if question_id not in known:
            raise ValueError(f"unknown question {question_id!r}")
        if answer not in (known[question_id].options or law.answers):
            raise ValueError(f"{question_id}: unknown answer {answer!r}")


def _exemption_refused(*, reading: _Reading, asked: tuple[str, ...]) -> bool:
    """Return whether a claimed exemption falls: profiling people defeats it (Art. 6(3))."""
    claimed = "A10" in asked and reading.holds("A10")
    return claimed and reading.holds("D0") and reading.holds("D1")


def _fired(
    *,
    law: Law,
    yes: list[LawQuestion],
    reading: _Reading,
    is_exempt: bool,
    asked: tuple[str, ...],
) -> frozenset[TriageClass]:
    """Return the classes that fired; the exemption replaces that of the Annex III route only."""
    if law.questions[0].id in asked and not reading.holds("A1"):
        return frozenset({TriageClass.OUT_OF_SCOPE})
    found: set[TriageClass] = set()
    for question in yes:
        fired = _class_of(question, reading)
        if is_exempt and question.fired.route == ANNEX_III:
            fired = TriageClass.HIGH_RISK_EXEMPTION_CLAIMED
        if fired is not None:
            found.add(fired)
        if question.transparency:
            found.add(TriageClass.TRANSPARENCY)
    return frozenset(found or {TriageClass.MINIMAL})


def _class_of(question: LawQuestion, reading: _Reading) -> TriageClass | None:
    """Return what it fires: *I don't know* on a prohibition is to be reviewed."""
    if question.prohibition and reading.raw(question.id) == UNSURE:
        return TriageClass.TO_REVIEW
    return question.fired.triage_class


def _works_council(*, reading: _Reading, asked: tuple[str, ...]) -> WorksCouncil:
    """Return what it is due (L.2312-8, L.2312-38; from 50 employees)."""
    if not reading.holds("W0") or not reading.holds("W1"):
        return WorksCouncil.NONE
    is_ai = reading.holds("A1")
    if reading.holds("W3") or (is_ai and not reading.holds("W2")):
        return WorksCouncil.CONSULT
    about_staff = any(one in asked and reading.holds(one) for one in ("A7a", "A7b"))
    return WorksCouncil.INFORM if about_staff else WorksCouncil.NONE


def _gdpr(*, reading: _Reading) -> GdprResult:
    """Return the GDPR part (nine EDPB criteria, WP248 rev.01; CNIL deliberation 2018-327)."""
    if not reading.holds("D0"):
        return GdprResult(personal=False, criteria_count=0, dpia=Dpia.NONE)
    count = sum(map(reading.holds, CRITERIA))
    if reading.holds("D10"):
        dpia = Dpia.REQUIRED
    else:
        dpia = Dpia.PRESUMED if count >= 2 else Dpia.NOTE if count == 1 else Dpia.NONE
    return GdprResult(personal=True, criteria_count=count, dpia=dpia)


def _words(
    *,
    fired: frozenset[TriageClass],
    triage_class: TriageClass,
    routes: tuple[str, ...],
    role: str,
    gdpr: GdprResult,
    council: WorksCouncil,
) -> frozenset[str]:
    """Return the words that are true of the result, for the conditions of obligations.

    Under a prohibition the duties of the other classes are moot, but for transparency.
    """
    counted = fired
    if triage_class is TriageClass.PROHIBITED:
        counted = fired & {TriageClass.PROHIBITED, TriageClass.TRANSPARENCY}
    words = {*(one.value for one in counted), *routes, f"works_council:{council}"}
    if triage_class is not TriageClass.OUT_OF_SCOPE:
        words |= {"in_scope", f"role:{role}"}
    if gdpr.personal:
        words.add("personal")
    if gdpr.dpia in (Dpia.PRESUMED, Dpia.REQUIRED):
        words.add("dpia")
    return frozenset(words)


def _obligations(
    *, law: Law, words: frozenset[str], routes: tuple[str, ...], as_of: date
) -> tuple[Obligation, ...]:
    """Return the obligations that apply, once each, in the order of the file."""
    found: dict[str, Obligation] = {}
    for rule in law.obligations:
        if not rule.when <= words or rule.id in found:
            continue
        since = _earliest(dates=rule.effective_from, routes=routes)
        if since is None:
            continue
        status = "due" if since <= as_of else "upcoming"
        found[rule.id] = Obligation(
            id=rule.id,
            kind=rule.kind,
            holder=rule.holder,
            article=rule.article,
            from_date=since,
            status=status,
        )
    return tuple(found.values())


def _gate(
    *, law: Law, triage_class: TriageClass, routes: tuple[str, ...], as_of: date, running: bool
) -> Gate:
    """Return the gate; a running system is warned, until the date of its route where it has one."""
    outcome = law.outcomes[triage_class]
    if running and outcome.gate_running:
        return outcome.gate_running
    since = _earliest(dates=outcome.applies_from, routes=routes)
    if running and outcome.gate_before and since and as_of < since:
        return outcome.gate_before
    return outcome.gate


def _earliest(*, dates: Mapping[str, date], routes: tuple[str, ...]) -> date | None:
    """Return the first date that binds through those routes."""
    return min((day for route, day in dates.items() if route in ("", *routes)), default=None)


def _months_later(*, day: date, months: int) -> date:
    """Return the same day that many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_stale(*, review_at: date, as_of: date) -> bool:
    """Return whether the triage is to be looked at again."""
    return as_of >= review_at


def carried(*, law: Law, answers: Mapping[str, str]) -> dict[str, str]:
    """Return what answers to the former version still say; the rest is to be asked again."""
    kept = {one: answers[one] for one in law.carries.same if answers.get(one)}
    for former, now in law.carries.no_only.items():
        if answers.get(former) == NO:
            kept |= dict.fromkeys(now, NO)
    return kept
