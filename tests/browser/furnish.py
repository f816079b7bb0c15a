"""Initiatives made ready or started through the services, in a process of their own.

To be called in `manage.py shell`; see `fill_the_cap` of the steps.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django_tenants.utils import tenant_context

from governance.keys.services import create_key
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.mandates.rules import proposed_terms
from governance.mandates.services import write_mandate
from governance.members.models import Member
from portfolio.cap.models import Portfolio
from portfolio.initiatives.services import set_next_step
from portfolio.life.choices import Verdict
from portfolio.reviews.services.proposals import hand_over, propose_verdict
from portfolio.reviews.services.reviews import open_review
from portfolio.rhythm.choices import ReviewCadence
from tenants.hosts import Company, find_company
from tests.conftest import Cast, acting
from tests.portfolio import scene


def furnish(*, host: str, started: Iterable[str], ready: Iterable[str]) -> dict[str, str]:
    """Ids by title of what that company's first executive made, and partly started, yesterday."""
    company = _company(host)
    day = datetime.now(UTC).date() - timedelta(days=1)
    with tenant_context(company):
        cast = _cast(company)
        # In weeks a review can be due whatever the day on which the test runs.
        Portfolio.objects.update(rhythm=ReviewCadence.WEEKLY, next_rhythm=ReviewCadence.WEEKLY)
        made = {title: str(scene.started(cast, title, day=day).id) for title in started}
        made |= {title: str(scene.ready(cast, title, day=day).id) for title in ready}
    return made


def owe(*, host: str) -> str:
    """Its first executive owes two values, a step and a signature; the id of what it is about."""
    company, now = _company(host), datetime.now(UTC)
    today = now.date()
    with tenant_context(company):
        cast = _cast(company)
        boss = cast.members["executive"]
        row = scene.started(cast, "Répondre aux appels", day=today - timedelta(days=33))
        act = acting(cast.actor("executive"), now=now, today=today)
        step = {"text": "Former l’accueil", "member_id": boss.id, "due_on": today}
        set_next_step(act, initiative_id=row.id, **step)
        terms = proposed_terms(kind=MandateKind.COMPANY, today=today)
        letter = write_mandate(act, kind=MandateKind.COMPANY, holder_id=boss.id, terms=terms)
        # Who writes to himself has signed: as if somebody else had written it.
        Mandate.objects.filter(id=letter.id).update(accepted_at=None)
        scene.follow_up("mandate", letter.id)
    return str(row.id)


def propose(*, host: str) -> str:
    """A review is led on a screen: two verdicts are proposed and handed over; its id."""
    company, now = _company(host), datetime.now(UTC)
    with tenant_context(company):
        cast = _cast(company)
        day = now.date() - timedelta(days=1)
        for title in ("Répondre aux appels", "Relire les devis"):
            scene.started(cast, title, day=day)
        act = acting(cast.actor("executive"), now=now, today=now.date())
        review = open_review(act)
        said = (Verdict.CONTINUE, "On tient"), (Verdict.ADJUST, "Une cible plus basse")
        for item, (verdict, reason) in zip(review.items.order_by("position"), said, strict=True):
            propose_verdict(act, item_id=item.id, verdict=verdict, reason=reason)
        hand_over(act, review_id=review.id)
    return str(review.id)


def make_key(*, host: str) -> str:
    """A key of that company that may read, write and decide."""
    company, now = _company(host), datetime.now(UTC)
    with tenant_context(company):
        return create_key(
            acting(_cast(company).actor("executive"), now=now, today=now.date()),
            name="README",
            scopes=("read", "write", "decide"),
            days=30,
        ).text


def _company(host: str) -> Company:
    company = find_company(host)
    if company is None:
        raise LookupError(host)
    return company


def _cast(company: Company) -> Cast:
    """The executive in every part that the scene asks for."""
    boss = Member.objects.filter(role="executive").earliest("joined_at")
    return Cast(company.host, company, dict.fromkeys(["executive", "lead", "captain"], boss))
