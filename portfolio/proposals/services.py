"""A proposal is answered: into the pool with its orders of magnitude."""

from uuid import UUID

from governance.access.rules.actors import Act
from portfolio.cap.selectors import lock_portfolio
from portfolio.decisions.services.decisions import decide
from portfolio.decisions.services.recording import Decided
from portfolio.estimates.services import Estimates, set_estimates
from portfolio.life.choices import Verdict
from tenants.transactions import use_case


def pool_proposal(
    act: Act, *, initiative_id: UUID, estimates: Estimates, expected_version: int | None = None
) -> Decided:
    """The idea waits in the pool with those estimates, or nothing happened.

    Raises what `set_estimates` and `decide` raise: NotAllowed, Refused `objective_missing`,
    `estimates_missing`, `stale_version`.
    """
    with use_case():
        lock_portfolio()
        set_estimates(
            act,
            initiative_id=initiative_id,
            estimates=estimates,
            expected_version=expected_version,
        )
        return decide(act, initiative_id=initiative_id, verdict=Verdict.QUALIFY)
