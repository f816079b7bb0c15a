"""The legal check of an initiative, and what follows: its tasks; a trial refused now ends."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from governance.access.rules.actors import Act
from governance.access.rules.authority import SubjectFacts
from governance.law import services as law
from governance.law.choices import DpiaSettlement
from governance.law.selectors import TriageFacts, latest_triage
from portfolio.cap.models import Portfolio
from portfolio.cap.selectors import get_portfolio
from portfolio.estimates.choices import CompanySize
from portfolio.obligations.services import follow_law
from portfolio.observed.services import observe_portfolio
from portfolio.rhythm.services import set_capacity
from portfolio.trials.services import end_refused_trial
from tenants.transactions import use_case


def answer_triage(
    act: Act,
    *,
    subject: SubjectFacts,
    answers: Mapping[str, str],
    expected_number: int | None = None,
) -> TriageFacts:
    """As governance's, under the company's size; a trial that is refused now has ended."""
    with use_case():
        facts = law.answer_triage(
            act,
            subject=subject,
            answers=answers,
            staff_50=get_portfolio().staff_50,
            expected_number=expected_number,
        )
        return _followed(act, facts)


def confirm_triage(
    act: Act,
    *,
    subject: SubjectFacts,
    use_case_id: str,
    taps: Mapping[str, str],
    answers: Mapping[str, str],
    expected_number: int | None = None,
) -> TriageFacts:
    """As governance's, under the company's size; a trial that is refused now has ended."""
    with use_case():
        facts = law.confirm_triage(
            act,
            subject=subject,
            use_case_id=use_case_id,
            taps=taps,
            answers=answers,
            staff_50=get_portfolio().staff_50,
            expected_number=expected_number,
        )
        return _followed(act, facts)


def provide_evidence(
    act: Act,
    *,
    subject: SubjectFacts,
    references: Mapping[str, str],
    expected_version: int | None = None,
) -> TriageFacts:
    """As governance's; a trial whose evidence was taken away has ended."""
    with use_case():
        facts = law.provide_evidence(
            act, subject=subject, references=references, expected_version=expected_version
        )
        return _followed(act, facts)


def settle_dpia(
    act: Act,
    *,
    subject: SubjectFacts,
    settled: DpiaSettlement,
    note: str,
    expected_version: int | None = None,
) -> TriageFacts:
    """As governance's; a trial whose impact assessment is open again has ended."""
    with use_case():
        facts = law.settle_dpia(
            act, subject=subject, settled=settled, note=note, expected_version=expected_version
        )
        return _followed(act, facts)


def set_company_size(
    act: Act,
    *,
    company_size: CompanySize | None,
    days_per_month: Decimal | None = None,
    day_price: Decimal | None = None,
    closed_months: Collection[int] | None = None,
) -> Portfolio:
    """The company's size is told, and every works council's line reads it; see `set_capacity`."""
    with use_case():
        portfolio = set_capacity(
            act,
            company_size=company_size,
            days_per_month=days_per_month,
            day_price=day_price,
            closed_months=closed_months,
        )
        if portfolio.staff_50 is not None:
            changed = law.count_staff(act, staff_50=portfolio.staff_50)
            for facts in latest_triage(changed, as_of=act.today).values():
                _followed(act, facts)
    return portfolio


def _followed(act: Act, facts: TriageFacts) -> TriageFacts:
    follow_law(act, facts)
    observe_portfolio(act)
    end_refused_trial(act, initiative_id=facts.initiative_id, blockers=facts.trial_blockers)
    return facts
