"""Which verdicts a state offers, met or not, and when the executive is brought in."""

from portfolio.decisions.rules.verdicts import VERDICTS, InitiativeFacts
from portfolio.life.choices import State, Verdict

# What an adopted initiative cannot be told before it has started.
UNSTARTED = frozenset({Verdict.ADJUST, Verdict.RELEASE, Verdict.COMPLETE})
ADJUSTS_IN_A_ROW = 3


def possible_verdicts(*, facts: InitiativeFacts) -> tuple[Verdict, ...]:
    """Return the verdicts that the state allows, met or not.

    *Adopt* has a page of its own; what has started does not start again.
    """
    barred = {Verdict.ADOPT}
    if facts.state is State.ACTIVE:
        barred |= {Verdict.START} if facts.has_started else UNSTARTED
    if facts.state is State.PROPOSED:
        barred |= {Verdict.ARCHIVE}
    if facts.state is State.COMPLETED and not facts.has_run_loss:
        barred |= {Verdict.CONTINUE, Verdict.STOP}
    allowed = (verdict for verdict in VERDICTS if verdict not in barred)
    return tuple(v for v in allowed if facts.state in VERDICTS[v].from_states)


def proposes_the_executive(*, facts: InitiativeFacts, verdict: Verdict) -> bool:
    """Return whether this would be the third *adjust* in a row: break-even and executive shown."""
    return verdict is Verdict.ADJUST and facts.adjusts_in_a_row >= ADJUSTS_IN_A_ROW - 1
