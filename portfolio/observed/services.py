"""What the product observes, so that the diagnostic can hold it against what was declared.

The keys are those that the actions of the diagnostic name as their proof: a number, a truth, or
how many of all (`met`, `all`).
"""

from collections.abc import Container, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max

from assessments.answers.models import ObservedFact
from governance.access.choices import Role
from governance.charter.selectors import observed_charter
from governance.decisions.rules import plain
from governance.incidents.selectors import observed_incidents
from governance.register.selectors import observed as register_facts_of
from governance.register.selectors import open_door
from portfolio.cap.models import Portfolio
from portfolio.life.choices import State
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import Review
from portfolio.standing.selectors.company import Engaged, RollupFacts
from portfolio.trials.models import Trial, TrialRating
from tenants.connections import connection
from tenants.shapes import encode
from tenants.transactions import Instant, touch

LATELY, QUARTER = timedelta(days=31), timedelta(days=92)
# What a use case touches so that those facts are observed when it ends.
PORTFOLIO, MEASUREMENTS = "observed_portfolio", "observed_measurements"

OBSERVED = """
INSERT INTO assessments_observedfact (key, value, at)
SELECT key, value, %(at)s::timestamptz FROM jsonb_each(%(facts)s::jsonb)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, at = excluded.at RETURNING 1
"""


def observe_portfolio(at: Instant) -> None:
    """The facts about initiatives and decisions are those at the end of the use case."""
    touch(at, PORTFOLIO)


def observe_measurements(at: Instant) -> None:
    """The facts about what is measured are those at the end of the use case."""
    touch(at, MEASUREMENTS)


def observe_company(
    known: RollupFacts, *, kinds: Container[str], now: datetime, today: date
) -> None:
    """The facts of those kinds stand as the company's rollup has them."""
    facts = _of_active(known, today=today)
    if PORTFOLIO in kinds:
        facts |= _of_portfolio(known) | _of_uses(known.engaged)
    observe(facts=facts, now=now)


def observe_register(*, now: datetime, today: date) -> None:
    """The facts about register and charter are those of now, seen when they became so."""
    facts = register_facts_of(today=today) | observed_charter(today=today)
    facts |= observed_incidents()
    facts["team_page.published"] = open_door() is not None
    known = dict(ObservedFact.objects.filter(key__in=facts).values_list("key", "value"))
    new = {key: value for key, value in facts.items() if known.get(key) != plain(value)}
    if new:
        observe(facts=new, now=now)


def observe_reviews(*, now: datetime) -> None:
    """The facts about the last three reviews are those of now."""
    last = Review.objects.exclude(state=ReviewState.OPEN).order_by("-period")[:3]
    quarterly = Review.objects.filter(
        state=ReviewState.CLOSED, led_by__role=Role.EXECUTIVE, closed_at__gte=now - QUARTER
    )
    held = sum(review.state == ReviewState.CLOSED for review in last)
    observe(
        facts={
            "reviews.last3.held": held,
            "reviews.last3": {"met": held, "all": len(last)},
            "reviews.rhythm": Portfolio.objects.values_list("rhythm", flat=True).get(),
            "reviews.with_forecast": held > 0,
            "reviews.quarterly.held": quarterly.count(),
        },
        now=now,
    )


def observe_trials(*, now: datetime) -> None:
    """Whether a trial was ended with its answer, how many users at most rated one, is as of now."""
    ended = Trial.objects.filter(conclusive__isnull=False).exists()
    rated = TrialRating.objects.exclude(rating="").values("trial").annotate(users=Count("id"))
    most = rated.aggregate(most=Max("users"))["most"] or 0
    observe(
        facts={"trial.closed_with_decision": ended, "trials.rated_by_users": most},
        now=now,
    )


def observe(*, facts: Mapping[str, Any], now: datetime) -> None:
    """Those facts stand as observed at that time.

    Last in a use case that holds the portfolio's or the rollup's lock: two of them never wait for
    each other.
    """
    connection.prepared(OBSERVED, {"facts": encode(plain(facts)).decode(), "at": now})


def _of_active(known: RollupFacts, *, today: date) -> dict[str, Any]:
    active = [one for one in known.engaged if one.state is State.ACTIVE]
    sums = [one.summed for one in active]
    lately = [one.measured_on is not None and one.measured_on >= today - LATELY for one in active]
    return {
        "active": len(active),
        "active.with_target": _share(one.has_target for one in sums),
        "active.with_baseline": _share(one.has_baseline for one in sums),
        "active.with_kill": _share(one.has_criterion for one in sums),
        "active.with_full_cost": _share(one.has_full_cost for one in sums),
        "gains.with_destination": _share(one.has_destination for one in sums if one.frees_time),
        "measures.last_month": _share(lately),
        "measures.last_on": known.measured_on.isoformat() if known.measured_on else "",
    }


def _of_portfolio(known: RollupFacts) -> dict[str, Any]:
    if known.counts is None:
        raise RuntimeError("the company was read without its counts")
    counts = known.counts
    return {
        "wip.enforced": True,
        "decisions.count": counts.decisions,
        "decisions.by_mandate": counts.decisions_by_mandate,
        "gains.measured": sum(
            one.state is State.COMPLETED and bool(one.succeeded) for one in known.engaged
        ),
        "ideas.count": counts.ideas,
        "ideas.ranged": counts.ranged,
        "stops.with_lesson": {"met": counts.stopped_with_lesson, "all": counts.stopped},
    }


def _of_uses(engaged: Iterable[Engaged]) -> dict[str, Any]:
    """The uses that the portfolio knows, which is no register: what is active, what runs on."""
    uses = [
        (one, one.summed)
        for one in engaged
        if one.state is State.ACTIVE or (one.state is State.COMPLETED and one.summed.runs_on)
    ]
    established = [sums for one, sums in uses if one.state is State.COMPLETED]
    due = [sums for _, sums in uses if sums.is_dpia_due]
    council = [sums for _, sums in uses if sums.is_council_due]
    notices = [sums for _, sums in uses if sums.is_notice_due]
    return {
        "uses.known": len(uses),
        "uses.established": len(established),
        "uses.adopted": _share(
            sums.is_adopted for sums in established if sums.is_adopted is not None
        ),
        "uses.triaged": _share(sums.has_triage for _, sums in uses),
        "dpia.done_or_waived": _share(sums.is_dpia_settled for sums in due),
        "cse.settled": _share(sums.is_council_settled for sums in council),
        "notices.placed": _share(sums.is_notice_placed for sums in notices),
        "staff_info.dated": _share(sums.is_staff_told for _, sums in uses if sums.is_staff_due),
    }


def _share(holds: Iterable[bool]) -> dict[str, int]:
    found = list(holds)
    return {"met": sum(found), "all": len(found)}
