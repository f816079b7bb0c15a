"""The works council is consulted once for several uses, and what follows for their trials."""

from uuid import UUID

from governance.access.rules.actors import Act
from governance.council import services as council
from governance.council.models import Consultation
from governance.council.services import ConsultationInput, Consulting
from governance.law.selectors import latest_triage
from portfolio.trials.services import end_refused_trial
from tenants.transactions import use_case


def ask_council(act: Act, *, given: ConsultationInput) -> Consultation:
    """As governance's; a trial that lost the consultation that covered it has ended."""
    with use_case():
        return _followed(act, council.ask_council(act, given=given))


def change_consultation(
    act: Act,
    *,
    consultation_id: UUID,
    given: ConsultationInput,
    expected_version: int | None = None,
) -> Consultation:
    """As governance's; a trial that is refused now has ended."""
    with use_case():
        changed = council.change_consultation(
            act,
            consultation_id=consultation_id,
            given=given,
            expected_version=expected_version,
        )
        return _followed(act, changed)


def _followed(act: Act, consulting: Consulting) -> Consultation:
    for facts in latest_triage(consulting.changed, as_of=act.today).values():
        end_refused_trial(act, initiative_id=facts.initiative_id, blockers=facts.trial_blockers)
    return consulting.row
