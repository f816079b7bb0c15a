"""The legal triage: from answers to class, gate, obligations and impact assessment."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from governance.law.choices import Dpia as Settled
from governance.law.rules.laws import Fired, Gate, Law, LawQuestion, TriageClass

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
    """One duty: `due` when its date has come, `upcoming` before."""

    id: str
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
class Triage:
    """The result; `review` is set by any *unsure* among the questions asked."""

    triage_class: TriageClass
    routes: tuple[str, ...]
    transparency: bool
    role: str
    gdpr: GdprResult
    obligations: tuple[Obligation, ...]
    gate: Gate
    overridable: bool
    asks: tuple[str, ...]
    exemption_refused: bool
    asked: tuple[str, ...]
    review: bool
    review_at: date
    law_version: str


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
        if question_id == "A10":
            return self.raw("A10") == YES
        return self.raw(question_id) in (YES, UNSURE)


def asked_questions(*, law: Law, answers: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids to ask given the answers so far, in the order of the file."""
    reading = _Reading(law=law, answers=answers)
    asked = [q.id for q in law.questions if _is_asked(question=q, reading=reading)]
    asked += [q.id for q in law.gdpr if q.id == "D0" or reading.holds("D0")]
    return tuple(asked)


def evaluate(*, law: Law, answers: Mapping[str, str], as_of: date, running: bool = False) -> Triage:
    """Return the triage; ValueError on an unknown question or answer.

    `as_of` moves gates and the status of obligations, never the class. `running` says
    that the system is already in use.
    """
    _check_answers(law=law, answers=answers)
    reading = _Reading(law=law, answers=answers)
    asked = asked_questions(law=law, answers=answers)
    yes = [q for q in law.questions if q.id in asked and q.id != "A10" and reading.holds(q.id)]
    fired = [q.fired for q in yes if q.fired.triage_class]
    refused = _exemption_refused(reading=reading, asked=asked)
    triage_class = _strictest(law=law, fired=fired, reading=reading, asked=asked, refused=refused)
    routes = tuple(dict.fromkeys(one.route for one in fired if one.route))
    transparency = any(one.triage_class is TriageClass.TRANSPARENCY for one in fired)
    role = answers.get("A12") or DEPLOYER
    gdpr = _gdpr(reading=reading)
    outcome = law.outcomes[triage_class]
    months = outcome.review_months or law.recheck.every_months
    return Triage(
        triage_class=triage_class,
        routes=routes,
        transparency=transparency,
        role=role,
        gdpr=gdpr,
        obligations=_obligations(
            law=law,
            words=_words(
                triage_class=triage_class,
                routes=routes,
                transparency=transparency,
                role=role,
                gdpr=gdpr,
            ),
            routes=routes,
            as_of=as_of,
        ),
        gate=_gate(law=law, triage_class=triage_class, routes=routes, as_of=as_of, running=running),
        overridable=outcome.overridable,
        asks=outcome.asks,
        exemption_refused=refused,
        asked=asked,
        review=any(answers.get(question_id) == UNSURE for question_id in asked),
        review_at=_months_later(day=as_of, months=months),
        law_version=law.version,
    )


def evidence_needed(*, law: Law, triage: Triage) -> list[str]:
    """Return the evidence codes of high risk, of a claimed exemption, and of transparency."""
    classes = [triage.triage_class] if triage.triage_class in _WITH_EVIDENCE else []
    if triage.transparency and triage.triage_class is not TriageClass.PROHIBITED:
        classes.append(TriageClass.TRANSPARENCY)
    return list(dict.fromkeys(code for c in classes for code in law.outcomes[c].needs))


_WITH_EVIDENCE = frozenset({TriageClass.HIGH_RISK, TriageClass.HIGH_RISK_EXEMPTION_CLAIMED})


def _check_answers(*, law: Law, answers: Mapping[str, str]) -> None:
    """Refuse what the file does not offer."""
    known = {question.id: question for question in (*law.questions, *law.gdpr)}
    for question_id, answer in answers.items():
        if question_id not in known:
            raise ValueError(f"unknown question {question_id!r}")
        if answer not in (known[question_id].options or law.answers):
            raise ValueError(f"{question_id}: unknown answer {answer!r}")


def _is_asked(*, question: LawQuestion, reading: _Reading) -> bool:
    """Return whether an AI Act question is asked: A1 *no* ends, A10 waits for A7 to A9."""
    if question.id == "A1":
        return True
    if not reading.holds("A1"):
        return False
    return not question.show_if_any or any(map(reading.holds, question.show_if_any))


def _exemption_refused(*, reading: _Reading, asked: tuple[str, ...]) -> bool:
    """Return whether a claimed exemption falls: profiling people defeats it (Art. 6(3))."""
    claimed = "A10" in asked and reading.holds("A10")
    return claimed and reading.holds("D0") and reading.holds("D1")


def _strictest(
    *, law: Law, fired: list[Fired], reading: _Reading, asked: tuple[str, ...], refused: bool
) -> TriageClass:
    """Return the strictest class fired, the exemption replacing the Annex III class only."""
    if "A2" not in asked:
        return TriageClass.OUT_OF_SCOPE
    exempt = "A10" in asked and reading.holds("A10") and not refused
    classes = {
        TriageClass.HIGH_RISK_EXEMPTION_CLAIMED
        if exempt and one.route == ANNEX_III
        else one.triage_class
        for one in fired
    }
    return next((c for c in law.classes.order if c in classes), TriageClass.MINIMAL)


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
    triage_class: TriageClass,
    routes: tuple[str, ...],
    transparency: bool,
    role: str,
    gdpr: GdprResult,
) -> frozenset[str]:
    """Return the words that are true of the result, for the conditions of obligations."""
    words = {triage_class.value, *routes}
    if triage_class is not TriageClass.OUT_OF_SCOPE:
        words |= {"in_scope", f"role:{role}"}
    if transparency:
        words.add(TriageClass.TRANSPARENCY.value)
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
            id=rule.id, article=rule.article, from_date=since, status=status
        )
    return tuple(found.values())


def _gate(
    *, law: Law, triage_class: TriageClass, routes: tuple[str, ...], as_of: date, running: bool
) -> Gate:
    """Return the gate; a running system is warned until the date of its route."""
    outcome = law.outcomes[triage_class]
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


DUE = frozenset({Dpia.PRESUMED, Dpia.REQUIRED})
EXECUTIVE_EVIDENCE = frozenset({"captain_and_boss_signoff"})
DPIA_EVIDENCE = "dpia_decision"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a triage stands: evidence codes, then the codes of what forbids a start."""

    needs: tuple[str, ...]
    missing: tuple[str, ...]
    dpia_due: bool
    dpia_settled: bool
    blockers: tuple[str, ...]

    @property
    def is_startable(self) -> bool:
        """Whether nothing in the triage forbids a start."""
        return not self.blockers


def standing(
    *, law: Law, triage: Triage, evidence: Mapping[str, str], settled: Settled
) -> Standing:
    """Return what is missing; the evidence of transparency is a task, it never forbids a start."""
    dpia_due = triage.gdpr.dpia in DUE
    dpia_settled = not dpia_due or may_settle(due=triage.gdpr.dpia, settled=settled)
    given = {code for code, reference in evidence.items() if reference}
    if dpia_settled:
        given.add(DPIA_EVIDENCE)
    needs = tuple(evidence_needed(law=law, triage=triage))
    missing = tuple(code for code in needs if code not in given)
    blocking = set(missing) - set(law.outcomes[TriageClass.TRANSPARENCY].needs)
    blockers = (
        ("triage_prohibited", triage.gate is Gate.BLOCK_START),
        ("triage_evidence_missing", triage.gate is Gate.BLOCK_START_UNTIL and bool(blocking)),
        ("dpia_open", not dpia_settled),
    )
    return Standing(
        needs=needs,
        missing=missing,
        dpia_due=dpia_due,
        dpia_settled=dpia_settled,
        blockers=tuple(code for code, holds in blockers if holds),
    )


def may_settle(*, due: Dpia, settled: Settled) -> bool:
    """Return whether that settlement is enough: a required assessment cannot be waived."""
    if settled == Settled.REFERENCED:
        return True
    return settled == Settled.WAIVED and due is not Dpia.REQUIRED


def is_stale(*, review_at: date, as_of: date) -> bool:
    """Return whether the triage is to be looked at again."""
    return as_of >= review_at
