"""What a triage asks to be shown, and what forbids a start or a trial until it is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from governance.law.choices import DpiaSettlement
from governance.law.rules.laws import Law, TriageClass
from governance.law.rules.triage import Dpia, TriageFinding

_WITH_EVIDENCE = (
    TriageClass.TO_REVIEW,
    TriageClass.HIGH_RISK,
    TriageClass.HIGH_RISK_EXEMPTION_CLAIMED,
    TriageClass.TRANSPARENCY,
)


def evidence_needed(*, law: Law, triage: TriageFinding) -> list[str]:
    """Return the evidence codes of every class that fired, less those whose condition fails."""
    return list(dict.fromkeys(c for one in _WITH_EVIDENCE for c in _needs(law, triage, one)))


def _needs(law: Law, triage: TriageFinding, one: TriageClass) -> list[str]:
    """Return what that class asks for; a prohibited use asks for nothing: it stops."""
    if one not in triage.fired or triage.triage_class is TriageClass.PROHIBITED:
        return []
    return [
        code
        for code in law.outcomes[one].needs
        if code not in law.needs_when or law.needs_when[code] & triage.words
    ]


DUE = frozenset({Dpia.PRESUMED, Dpia.REQUIRED})
DPIA_EVIDENCE = "dpia_decision"
CLEARED = "prohibition_cleared"
_HIGH = (TriageClass.HIGH_RISK, TriageClass.HIGH_RISK_EXEMPTION_CLAIMED)


@dataclass(frozen=True, kw_only=True)
class TriageStanding:
    """Where a triage stands: evidence codes, then the codes of what forbids a start.

    `council` holds the codes of which one settles the works council; `trial_blockers` what forbids
    a trial: it is a new use, whatever the date of the law.
    """

    needs: tuple[str, ...]
    council: tuple[str, ...]
    optional: tuple[str, ...]
    missing: tuple[str, ...]
    blockers: tuple[str, ...]
    trial_blockers: tuple[str, ...]


def standing(
    *,
    law: Law,
    triage: TriageFinding,
    evidence: Mapping[str, str],
    settled: DpiaSettlement,
    consulted: Collection[str] = (),
) -> TriageStanding:
    """Return what is missing; the evidence of transparency is a task, it never forbids a start.

    `consulted` are the codes that a consultation of the works council gives.
    """
    dpia_due = triage.gdpr.dpia in DUE
    dpia_settled = not dpia_due or may_settle(due=triage.gdpr.dpia, settled=settled)
    given = {code for code, reference in evidence.items() if reference} | {*consulted}
    if dpia_settled:
        given.add(DPIA_EVIDENCE)
    needs = tuple(evidence_needed(law=law, triage=triage))
    council = law.work.outcomes[triage.works_council].needs_any
    lacking = {one for one in _HIGH if not given.issuperset(_needs(law, triage, one))}
    to_review = CLEARED in needs and CLEARED not in given

    def blockers(held: bool) -> tuple[str, ...]:
        codes = (
            ("triage_open", bool(triage.open)),
            ("triage_prohibited", triage.triage_class is TriageClass.PROHIBITED),
            ("triage_to_review", to_review),
            ("triage_evidence_missing", held),
            ("dpia_open", not dpia_settled),
            ("cse_open", bool(council) and not given & {*council}),
        )
        return tuple(code for code, holds in codes if holds)

    return TriageStanding(
        needs=needs,
        council=council,
        optional=tuple(code for code, when in law.work.optional.items() if when & triage.words),
        missing=tuple(code for code in needs if code not in given),
        blockers=blockers(bool(lacking & triage.held)),
        trial_blockers=blockers(bool(lacking)),
    )


def may_settle(*, due: Dpia, settled: DpiaSettlement) -> bool:
    """Return whether that settlement is enough: a required assessment cannot be waived."""
    if settled == DpiaSettlement.REFERENCED:
        return True
    return settled == DpiaSettlement.WAIVED and due is not Dpia.REQUIRED


CONSULTED = frozenset({"cse_opinion", "cse_informed"})
DATED = CONSULTED | {"staff_told_on"}
NOT_NEEDED = "cse_not_needed"
GROUNDS = ("already_presented", "no_effect_on_work", "other")


def evidence_problem(*, code: str, reference: str, today: date) -> str | None:
    """Return why a reference does not serve: a day that has come, or one of three grounds.

    *other* is followed by a colon, counsel's name and the date.
    """
    text = reference.strip()
    if not text:
        return None
    if code in DATED:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return "date_needed"
        return "date_in_future" if day > today else None
    if code == NOT_NEEDED:
        ground, _, counsel = text.partition(":")
        if ground.strip() not in GROUNDS:
            return "ground_needed"
        if ground.strip() == "other" and not (
            any(map(str.isdigit, counsel)) and any(map(str.isalpha, counsel))
        ):
            return "counsel_needed"
    return None
