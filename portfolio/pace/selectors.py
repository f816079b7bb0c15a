"""The totals of the governance: one statement, and the company's stored row."""

from datetime import date
from decimal import Decimal

from portfolio.cap.selectors import company_zone
from portfolio.life.choices import State, Verdict
from portfolio.pace.rules import FRESH_TARGET, LOOKS_BACK, GovernanceTotals, PartOf
from portfolio.requests.rules import ANSWERED_WITHIN, COUNTED_DAYS, told_median
from portfolio.requests.selectors import ANSWER_TIME
from portfolio.reviews.choices import ReviewState
from portfolio.standing.selectors.reading import rolled
from tenants.connections import connection

FIGURES = f"""
SELECT r.held, r.due, a.answered, a.days, f.fresh, f.active, d.starts, d.lessons, d.stops FROM
 (SELECT count(*) FILTER (WHERE state = '{ReviewState.CLOSED}') AS held, count(*) AS due
  FROM portfolio_review WHERE state <> '{ReviewState.OPEN}' AND due_on > %(since)s) r,
 ({ANSWER_TIME}) a (answered, days),
 (SELECT count(*) FILTER (WHERE EXISTS (SELECT FROM portfolio_objective o
    JOIN portfolio_measurement m ON m.objective_id = o.id AND m.withdrawn_at IS NULL
    WHERE o.initiative_id = i.id
     AND m."on" >= %(today)s::date - (o.cadence_days * 3 / 2))) AS fresh,
   count(*) AS active
  FROM portfolio_initiative i WHERE i.state = '{State.ACTIVE}') f,
 (SELECT count(*) FILTER (WHERE verdict = '{Verdict.START}') AS starts,
   count(*) FILTER (WHERE verdict = '{Verdict.STOP}') AS stops,
   count(*) FILTER (WHERE verdict = '{Verdict.STOP}'
    AND coalesce(facts ->> 'lesson', '') <> '') AS lessons
  FROM governance_decision WHERE subject_kind = 'initiative'
   AND (at AT TIME ZONE %(zone)s)::date > %(since)s) d
"""


def pace(*, today: date) -> GovernanceTotals:
    """How the governance is doing that day; two statements; raises NotTrue."""
    overview = rolled(today=today).overview
    since = today - LOOKS_BACK
    values = {
        "zone": str(company_zone()),
        "today": today,
        "since": since,
        "days": COUNTED_DAYS,
    }
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, values)
        held, due, answered, days, fresh, active, starts, lessons, stops = cursor.fetchone()
    known = None if days is None else Decimal(str(days))
    return GovernanceTotals(
        as_of=today,
        since=since,
        reviews=PartOf(met=held, of=due),
        answered=answered,
        median_days=told_median(median=known, count=answered),
        target_days=ANSWERED_WITHIN.days,
        fresh=PartOf(met=fresh, of=active),
        fresh_target=FRESH_TARGET,
        starts=starts,
        lessons=PartOf(met=lessons, of=stops),
        confirmed=overview.net_gain + overview.full_cost,
        full_cost=overview.full_cost,
    )
