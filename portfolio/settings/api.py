"""The portfolio's settings: read by key, changed by a person only."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from governance.api.codec import Body
from governance.api.operations import act, operation
from governance.api.views import ApiView
from portfolio.cap.rules import HIGHEST_POOL_CAP, LOWEST_POOL_CAP
from portfolio.cap.services import change_cap, change_pool_cap
from portfolio.estimates.choices import CompanySize
from portfolio.rhythm.choices import ReviewCadence
from portfolio.rhythm.services import set_calendar
from portfolio.settings.selectors import PARTS, settings_page
from tenants.bounds import one_of, text
from tenants.shapes import Shape


class SettingsAnswer(Shape, frozen=True, kw_only=True):
    """`may` names the parts that this key may change: none, they are a signed-in person's."""

    cap: int
    active_count: int
    pool_cap: int
    pool_count: int
    exception_until: date | None
    rhythm: ReviewCadence
    next_rhythm: ReviewCadence
    next_review_on: date | None
    bridge_days: bool
    quiet_august: bool
    silence_pauses: bool
    company_size: CompanySize | None
    days_per_month: float | None
    day_price: Decimal
    closed_months: tuple[int, ...]
    fiscal_month: int
    year_starts_on: date
    year_amount: Decimal | None
    version: int
    may: tuple[Annotated[str, one_of(PARTS)], ...]


class CapBody(Body, frozen=True, kw_only=True):
    """How many priorities at most, and why."""

    cap: Annotated[int, Meta(ge=1, le=3)]
    reason: Annotated[str, text(2000)]


class PoolCapBody(Body, frozen=True, kw_only=True):
    """How many ideas wait in the pool at most, and why."""

    pool_cap: Annotated[int, Meta(ge=LOWEST_POOL_CAP, le=HIGHEST_POOL_CAP)]
    reason: Annotated[str, text(2000)]


class CalendarBody(Body, frozen=True, kw_only=True):
    """What does not count beside week-ends and public holidays."""

    bridge_days: bool
    quiet_august: bool


def settings_now(view: ApiView, _row: object = None) -> SettingsAnswer:
    """The settings as they are now."""
    page = settings_page(actor=view.actor, today=view.today)
    row = page.portfolio
    return SettingsAnswer(
        cap=row.cap,
        active_count=len(page.active),
        pool_cap=row.pool_cap,
        pool_count=page.pool_count,
        exception_until=page.exception_until,
        rhythm=ReviewCadence(row.rhythm),
        next_rhythm=ReviewCadence(row.next_rhythm),
        next_review_on=row.next_review_on,
        bridge_days=row.bridge_days,
        quiet_august=row.quiet_august,
        silence_pauses=row.silence_pauses,
        company_size=CompanySize(row.company_size) if row.company_size else None,
        days_per_month=None if row.days_per_month is None else float(row.days_per_month),
        day_price=row.day_price,
        closed_months=tuple(row.closed_months),
        fiscal_month=row.fiscal_month,
        year_starts_on=page.year.start,
        year_amount=page.year_amount,
        version=row.version,
        may=tuple(sorted(page.may)),
    )


class PortfolioSettings(ApiView):
    @operation("The portfolio's settings", SettingsAnswer, name="get_settings", writes_version=True)
    def get(self) -> SettingsAnswer:
        """Cap, rhythm of the reviews, silence, capacity; ETag is the settings' version."""
        return settings_now(self)


class PortfolioCap(ApiView):
    put = act(
        change_cap,
        "Change the cap (never by key: 403 not_for_keys)",
        SettingsAnswer,
        body=CapBody,
        answer=settings_now,
    )


class PortfolioPoolCap(ApiView):
    put = act(
        change_pool_cap,
        "Change the cap of the pool (never by key: 403 not_for_keys)",
        SettingsAnswer,
        body=PoolCapBody,
        answer=settings_now,
    )


class PortfolioCalendar(ApiView):
    put = act(
        set_calendar,
        "Change which days count (never by key: 403 not_for_keys)",
        SettingsAnswer,
        body=CalendarBody,
        answer=settings_now,
    )
