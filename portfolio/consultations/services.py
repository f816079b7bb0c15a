"""The works council is consulted once for several uses: its file, and what follows for trials."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext

from governance.access.rules.actors import Act
from governance.council import services as council
from governance.council.models import Consultation
from governance.council.services import ConsultationInput, Consulting
from governance.law.selectors import latest_triage
from governance.papers.services import Sheet, set_sheet
from portfolio.consultations.selectors import Dossier
from portfolio.observed.services import observe_portfolio
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


def dossier_sheet(file: Dossier, *, company: str, today: date, now: datetime) -> Sheet:
    """The file to be printed, in the active language."""
    return set_sheet(
        template="portfolio/papers/council",
        context={"file": file, "company": company, "today": today},
        at=now,
    )


def dossier_file(today: date) -> str:
    """What it is called on the reader's disk: “Dossier du CSE - 2026-11-26.pdf”."""
    return f"{gettext('File for the works council')} - {today:%Y-%m-%d}.pdf"


def _followed(act: Act, consulting: Consulting) -> Consultation:
    observe_portfolio(act)
    for facts in latest_triage(consulting.changed, as_of=act.today).values():
        end_refused_trial(act, initiative_id=facts.initiative_id, blockers=facts.trial_blockers)
    return consulting.row
