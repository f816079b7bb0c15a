"""What a use costs a year once it runs, as it is said by kind."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from governance.access.rules.actors import Act
from portfolio.decisions.rules.verdicts import MEASURED_STATES
from portfolio.initiatives.models import Initiative
from portfolio.life.services import lock_to_edit, write
from portfolio.observed.services import observe_portfolio
from tenants.bounds import Euros
from tenants.transactions import use_case


class RunningInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Euros before VAT and days, a year; null: not said. `ceiling` of metered use is a month's.

    Licences that stand in the register cost what stands there.
    """

    licences: Euros | None = None
    maintenance: Euros | None = None
    metered: Euros | None = None
    days: Annotated[int, Meta(ge=0, le=10_000)] | None = None
    ceiling: Euros | None = None


def set_running(
    act: Act,
    *,
    initiative_id: UUID,
    given: RunningInput,
    expected_version: int | None = None,
) -> Initiative:
    """A year of running costs what is said. Raises NotFound, NotAllowed, Invalid, Refused."""
    with use_case():
        row = lock_to_edit(
            act,
            initiative_id=initiative_id,
            expected_version=expected_version,
            states=MEASURED_STATES,
        )
        said = {
            "run_licences": given.licences,
            "run_maintenance": given.maintenance,
            "run_metered": given.metered,
            "run_days": given.days,
            "metered_ceiling": given.ceiling,
        }
        observe_portfolio(act)
        return write(row=row, values=said)
