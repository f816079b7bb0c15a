"""All that was entered of initiatives, in one statement: the rows as they travel."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from msgspec import Struct, field, json

from governance.council.models import Consultation
from governance.decisions.models import Decision
from governance.law.models import Triage
from governance.mandates.models import Mandate
from governance.members.models import Member
from governance.register.rules.entries import Seats, seats_of
from portfolio.adoption.models import AdoptionReading
from portfolio.criteria.models import StopCriterion
from portfolio.forecast.rules.continuation import DAY_PRICE
from portfolio.forecast.rules.forecast import Forecast, base_rate
from portfolio.guards.models import GuardRail, GuardReading
from portfolio.initiatives.models import Initiative, InitiativeDecision
from portfolio.money.models import Expense, Tranche
from portfolio.objectives.models import Measurement, Objective
from portfolio.reviews.models import Review, ReviewItem
from portfolio.rhythm.rules import Calendar
from portfolio.standing.models import SignalEvent
from portfolio.trials.models import Trial
from tenants.row_shapes import RowShape

HASHES = ("canonical", "previous_hash", "hash")
INITIATIVES, OBJECTIVES = RowShape(Initiative), RowShape(Objective)
MEASUREMENTS, CRITERIA = RowShape(Measurement), RowShape(StopCriterion)
TRANCHES, EXPENSES = RowShape(Tranche), RowShape(Expense)
TIES, DECISIONS = RowShape(InitiativeDecision), RowShape(Decision, without=HASHES)
MANDATES, TRIAGES = RowShape(Mandate), RowShape(Triage)
CONSULTATIONS = RowShape(Consultation)
ITEMS, REVIEWS = RowShape(ReviewItem), RowShape(Review)
ADOPTION = RowShape(AdoptionReading)
GUARDS, GUARDED = RowShape(GuardRail), RowShape(GuardReading)
TRIALS, EVENTS, MEMBERS = RowShape(Trial), RowShape(SignalEvent), RowShape(Member)


class EntryLine(Struct, frozen=True, array_like=True):
    """What the register of AI uses says of the use that came out of it; euros before VAT."""

    id: UUID
    tool: str
    cost_year: Decimal | None
    seats: int | None
    users_count: int | None
    users_on: date | None
    notice_on: date | None
    contract_ends: date | None

    @property
    def paid_seats(self) -> Seats | None:
        """What is paid for its seats and what of them sleeps, None where a figure is missing."""
        return seats_of(seats=self.seats, users_count=self.users_count, cost_year=self.cost_year)


class CompanyFacts(Struct, frozen=True, array_like=True):
    """What of the company's settings figures are computed with; euros."""

    day_price: Decimal = Decimal(DAY_PRICE)
    people: int = 2
    closed_months: frozenset[int] = frozenset()
    carried: dict[UUID, int] = field(default_factory=dict)
    promises_kept: int = 0
    promises_closed: int = 0
    bridge_days: bool = False
    quiet_august: bool = False

    @property
    def calendar(self) -> Calendar:
        """Which days count, whether or not the product ran."""
        return Calendar(bridge_days=self.bridge_days, quiet_august=self.quiet_august)

    @property
    def base_rate(self) -> float:
        """How often its first promises were kept, as a forecast begins with it."""
        return base_rate(kept=self.promises_kept, closed=self.promises_closed)


class StoredForecasts(Struct, frozen=True, array_like=True):
    """The forecasts that stand stored, by objective, and for which days in which shape."""

    as_of: date
    true_until: date
    shape: str
    forecasts: str

    def read(self) -> dict[UUID, Forecast | None]:
        """The forecasts, by objective."""
        return json.decode(self.forecasts, type=dict[UUID, Forecast | None])


# Not the ids themselves: by their number the server would find each plan worth making anew, which
# takes longer than the reading.
WANTED = "ANY((SELECT %(ids)s::uuid[])::uuid[])"
OURS = f"t.initiative_id = {WANTED}"
THEIRS = f"SELECT {{}} FROM portfolio_initiative WHERE id = {WANTED}"
MEASURED = (
    "portfolio_measurement t JOIN portfolio_objective o ON o.id = t.objective_id"
    f" WHERE o.initiative_id = {WANTED}"
)
DECIDED = (
    "portfolio_initiativedecision t JOIN governance_decision d ON d.id = t.decision_id"
    f" WHERE {OURS}"
)
PEOPLE = " UNION ".join(
    [
        *(THEIRS.format(f"{n}_id") for n in ("captain", "proposed_by", "next_step_by", "runs_on")),
        f"SELECT t.recorded_by_id FROM {MEASURED}",
        f"SELECT t.withdrawn_by_id FROM {MEASURED}",
        f"SELECT t.recorded_by_id FROM portfolio_expense t WHERE {OURS}",
        f"SELECT d.actor_id FROM {DECIDED}",
        f"SELECT t.carried_by_id FROM portfolio_trial t WHERE {OURS}",
        f"SELECT t.seen_by_id FROM portfolio_tranche t WHERE {OURS}",
        f"SELECT t.asked_by_id FROM portfolio_tranche t WHERE {OURS}",
    ]
)


def _all(row: str, source: str, order: str = "t.id") -> str:
    return f"(SELECT json_agg({row} ORDER BY {order}) FROM {source})::text"


EVERYTHING = "SELECT " + ", ".join(
    [
        _all(INITIATIVES.json("t"), f"portfolio_initiative t WHERE t.id = {WANTED}"),
        _all(MEMBERS.json("t"), f"governance_member t WHERE t.id IN ({PEOPLE})"),
        _all(OBJECTIVES.json("t"), f"portfolio_objective t WHERE {OURS}", "t.position"),
        _all(MEASUREMENTS.json("t"), MEASURED, 't."on", t.recorded_at'),
        _all(
            CRITERIA.json("t"),
            f"portfolio_stopcriterion t WHERE {OURS} AND t.superseded_at IS NULL",
            "t.set_at, t.id",
        ),
        _all(TRANCHES.json("t"), f"portfolio_tranche t WHERE {OURS}", "t.position"),
        _all(
            EXPENSES.json("t"), f"portfolio_expense t WHERE {OURS}", 't."on", t.recorded_at, t.id'
        ),
        _all(f"json_build_array({TIES.json('t')}, {DECISIONS.json('d')})", DECIDED, "t.number"),
        _all(
            MANDATES.json("t"),
            f"governance_mandate t WHERE t.holder_id IN ({THEIRS.format('captain_id')})",
            "t.issued_at, t.id",
        ),
        _all(
            f"json_build_array({TRIAGES.json('t')}, CASE WHEN c.id IS NOT NULL"
            f" THEN {CONSULTATIONS.json('c')} END)",
            "(SELECT DISTINCT ON (initiative_id) * FROM governance_triage t"
            f" WHERE {OURS} ORDER BY initiative_id, number DESC) t"
            " LEFT JOIN governance_consultation c ON c.id = t.consultation_id",
        ),
        _all(
            f"json_build_array({ITEMS.json('t')}, {REVIEWS.json('r')})",
            f"portfolio_reviewitem t JOIN portfolio_review r ON r.id = t.review_id WHERE {OURS}",
            "r.period DESC",
        ),
        _all(TRIALS.json("t"), f"portfolio_trial t WHERE {OURS}", "t.starts, t.id"),
        _all(
            EVENTS.json("t"),
            f"portfolio_signalevent t WHERE {OURS} AND t.cleared_on IS NULL",
        ),
        _all(ADOPTION.json("t"), f"portfolio_adoptionreading t WHERE {OURS}", 't."on"'),
        _all(GUARDS.json("t"), f"portfolio_guardrail t WHERE {OURS}"),
        _all(
            GUARDED.json("t"),
            "portfolio_guardreading t JOIN portfolio_guardrail g ON g.id = t.guard_id"
            f" WHERE g.initiative_id = {WANTED}",
            't."on"',
        ),
        _all(
            "t.initiative_id",
            f"portfolio_authorityrequest t WHERE {OURS} AND t.settled_at IS NULL",
        ),
        "(SELECT json_object_agg(t.initiative_id, json_build_array(t.id, t.tool, t.cost_year,"
        " t.seats, t.users_count, t.users_on, t.notice_on, t.contract_ends))"
        f" FROM governance_registerentry t WHERE {OURS} AND t.status <> 'stopped')::text",
        "(SELECT json_build_array(day_price,"
        " (SELECT count(*) FROM governance_member WHERE left_at IS NULL), closed_months,"
        " (SELECT coalesce(json_object_agg(captain_id, number), '{}') FROM (SELECT captain_id,"
        " count(*) AS number FROM portfolio_initiative WHERE state = 'active'"
        " AND captain_id IS NOT NULL GROUP BY captain_id) c), promises_kept, promises_closed,"
        " bridge_days, quiet_august) FROM portfolio_portfolio WHERE id = 1)::text",
        "(SELECT json_object_agg(t.initiative_id,"
        " json_build_array(t.as_of, t.true_until, t.shape, d.forecasts))"
        " FROM portfolio_storedstanding t JOIN portfolio_standingdetail d"
        f" ON d.initiative_id = t.initiative_id WHERE {OURS})::text",
    ]
)
