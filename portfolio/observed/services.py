"""What the product observes, so that the diagnostic can hold it against what was declared.

The keys are those that the actions of the diagnostic name as their proof: a number, a truth, or
how many of all (`met`, `all`).
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform

from assessments.answers.models import ObservedFact
from governance.decisions.rules import plain
from governance.law.choices import Dpia
from governance.law.models import Triage
from governance.law.rules.triage import DUE
from portfolio.cap.models import Portfolio
from portfolio.criteria.models import StopCriterion
from portfolio.initiatives.models import Initiative, InitiativeDecision
from portfolio.life.choices import State
from portfolio.objectives.models import Measurement, Objective
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import Review
from portfolio.trials.models import Trial

LATELY = timedelta(days=31)
KNOWN_USE = Q(state=State.ACTIVE) | Q(state=State.COMPLETED, runs_on__isnull=False)
DPIA_DUE = Q(dpia__in=[str(one) for one in DUE])


def observe_portfolio(*, now: datetime, today: date) -> None:
    """The facts about initiatives and decisions are those of now."""
    active = Initiative.objects.filter(state=State.ACTIVE)
    ideas = Initiative.objects.aggregate(
        count=Count("id", filter=Q(state__in=[State.PROPOSED, State.BACKLOG])),
        ranged=Count(
            "id",
            filter=Q(state__in=[State.PROPOSED, State.BACKLOG], value_likely__isnull=False),
        ),
        stopped=Count("id", filter=Q(state=State.STOPPED)),
        lesson=Count("id", filter=Q(state=State.STOPPED) & ~Q(lesson="")),
        succeeded=Count("id", filter=Q(state=State.COMPLETED, succeeded=True)),
    )
    decided = InitiativeDecision.objects.aggregate(
        count=Count("id"), by_mandate=Count("id", filter=Q(decision__mandate__isnull=False))
    )
    observe(
        facts={
            **_of_active(active, today=today),
            "wip.enforced": True,
            "decisions.count": decided["count"],
            "decisions.by_mandate": decided["by_mandate"],
            "gains.measured": ideas["succeeded"],
            "ideas.count": ideas["count"],
            "ideas.ranged": ideas["ranged"],
            "stops.with_lesson": {"met": ideas["lesson"], "all": ideas["stopped"]},
            **_of_uses(),
        },
        now=now,
    )


def observe_measurements(*, now: datetime, today: date) -> None:
    """The facts about what is measured are those of now."""
    observe(facts=_of_active(Initiative.objects.filter(state=State.ACTIVE), today=today), now=now)


def observe_reviews(*, now: datetime) -> None:
    """The facts about the last three reviews are those of now."""
    last = Review.objects.exclude(state=ReviewState.OPEN).order_by("-period")[:3]
    held = sum(review.state == ReviewState.CLOSED for review in last)
    observe(
        facts={
            "reviews.last3.held": held,
            "reviews.last3": {"met": held, "all": len(last)},
            "reviews.rhythm": Portfolio.objects.values_list("rhythm", flat=True).get(),
            "reviews.with_forecast": held > 0,
        },
        now=now,
    )


def observe_trials(*, now: datetime) -> None:
    """Whether a trial was ended with its answer is as of now."""
    ended = Trial.objects.filter(conclusive__isnull=False).exists()
    observe(facts={"trial.closed_with_decision": ended}, now=now)


def observe(*, facts: Mapping[str, Any], now: datetime) -> None:
    """Those facts stand as observed at that time.

    Last in a use case that began with the portfolio's lock: two of them never wait for each other.
    """
    ObservedFact.objects.bulk_create(
        [ObservedFact(key=key, value=plain(value), at=now) for key, value in facts.items()],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["value", "at"],
    )


def _of_active(active: QuerySet[Initiative], *, today: date) -> dict[str, Any]:
    objectives = Objective.objects.filter(initiative_id=OuterRef("id"))
    measured = Measurement.objects.filter(
        objective__initiative_id=OuterRef("id"), on__gte=today - LATELY
    )
    criteria = StopCriterion.objects.filter(initiative_id=OuterRef("id"), superseded_at=None)
    rows = active.annotate(
        target=Exists(objectives.filter(target__isnull=False)),
        baseline=Exists(objectives.filter(baseline__isnull=False)),
        measured=Exists(measured),
        criterion=Exists(criteria),
    ).values("target", "baseline", "measured", "criterion")
    found: list[dict[str, Any]] = [dict(row) for row in rows]

    def share(name: str) -> dict[str, int]:
        return {"met": sum(row[name] for row in found), "all": len(found)}

    newest = Measurement.objects.aggregate(on=Max("on"))["on"]
    return {
        "active": len(found),
        "active.with_target": share("target"),
        "active.with_baseline": share("baseline"),
        "active.with_kill": share("criterion"),
        "measures.last_month": share("measured"),
        "measures.last_on": newest.isoformat() if newest else "",
    }


def _of_uses() -> dict[str, Any]:
    """The uses that the portfolio knows, which is no register: what is active, what runs on."""
    newest = Triage.objects.filter(initiative_id=OuterRef("id")).order_by("-number")
    uses = Initiative.objects.filter(KNOWN_USE).annotate(
        dpia=Subquery(newest.annotate(due=KeyTextTransform("dpia", "result")).values("due")[:1]),
        dpia_settled=Subquery(newest.values("dpia")[:1]),
        has_triage=Exists(newest),
    )
    found = uses.aggregate(
        known=Count("id"),
        established=Count("id", filter=Q(state=State.COMPLETED)),
        triaged=Count("id", filter=Q(has_triage=True)),
        due=Count("id", filter=DPIA_DUE),
        settled=Count("id", filter=DPIA_DUE & ~Q(dpia_settled=Dpia.OPEN)),
    )
    return {
        "uses.known": found["known"],
        "uses.established": found["established"],
        "uses.triaged": {"met": found["triaged"], "all": found["known"]},
        "dpia.done_or_waived": {"met": found["settled"], "all": found["due"]},
    }
