"""What a triage lets happen: the evidence still missing, the impact assessment, the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from governance.choices import Dpia as Settled
from governance.rules.laws import Gate, Law, TriageClass
from governance.rules.triage import Dpia, Triage, evidence_needed

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
