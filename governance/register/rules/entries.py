"""What an entry of the register may say, what it costs for nothing, what the register shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from governance.register.choices import (
    Account,
    DataClass,
    EntryKind,
    EntryStatus,
    Light,
    Oversight,
)

# How many days before a contract renews itself its notice is told of, the nearest last.
NOTICE_TOLD = (60, 14)
ALLOWED = frozenset({Light.GREEN, Light.ORANGE})
IN_PLACE = frozenset({EntryStatus.LIVE, EntryStatus.STOP_ASKED})
QUARTER = timedelta(days=90)
# What a use case touches so that the register's facts are observed when it ends.
REGISTER = "observed_register"
# The job that looks again when something of the register has turned by itself.
TURNS = "governance.register_turns"
CENT = Decimal("0.01")
ZERO = Decimal(0)
# Which data go in; no more than there are kinds.
Data = Annotated[tuple[DataClass, ...], Meta(max_length=5)]


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Everything that is written by hand of an entry, under the names of its columns.

    Amounts are euros before VAT, `cost_year` a year. `reads`, `writes`, `sends` and `spends_up_to`
    are what an agent or a tool may do, empty where it may not; `never` holds one line each.
    """

    tool: str = ""
    purpose: str = ""
    kind: str = EntryKind.TOOL
    light: str = Light.NONE
    condition: str = ""
    data: tuple[str, ...] = ()
    data_note: str = ""
    account: str = Account.NONE
    vendor: str = ""
    place: str = ""
    owner_id: UUID | None = None
    contact_id: UUID | None = None
    checker_id: UUID | None = None
    oversight: str = Oversight.UNKNOWN
    users_count: int | None = None
    users_of: int | None = None
    users_on: date | None = None
    cost_year: Decimal | None = None
    seats: int | None = None
    contract_ends: date | None = None
    notice_on: date | None = None
    vendor_assessed_on: date | None = None
    access_reviewed_on: date | None = None
    exit_note: str = ""
    reads: str = ""
    writes: str = ""
    sends: str = ""
    spends_up_to: Decimal | None = None
    never: str = ""
    stop_by_id: UUID | None = None
    stop_address: str = ""
    stop_how: str = ""
    stop_tried_on: date | None = None

    @property
    def are_rights_said(self) -> bool:
        """Whether somebody wrote what it may do."""
        texts = (self.reads, self.writes, self.sends, self.never)
        return any(texts) or self.spends_up_to is not None


TERMS = tuple(field.name for field in fields(Terms))


def terms_of(row: Any) -> Terms:
    """What is written of that row."""
    found = {name: getattr(row, name) for name in TERMS}
    return Terms(**found | {"data": tuple(row.data)})


def with_terms(terms: Terms, values: dict[str, Any]) -> Terms:
    """The terms with those values in place, in the order in which data classes are told."""
    if "data" in values:
        values = values | {"data": in_order(values["data"])}
    return replace(terms, **values)


def in_order(data: Iterable[str]) -> tuple[str, ...]:
    """Data classes once each, in their order."""
    given = set(data)
    return tuple(one.value for one in DataClass if one in given)


def is_incident(*, account: str, data: Iterable[str]) -> bool:
    """Whether personal data went into a personal account."""
    return account == Account.PERSONAL and DataClass.PERSONS in set(data)


def status_for(light: str) -> EntryStatus:
    """Where an entry stands that nobody asked to stop, by its light."""
    if light == Light.NONE:
        return EntryStatus.DECLARED
    return EntryStatus.FORBIDDEN if light == Light.RED else EntryStatus.LIVE


def changed(before: Terms, after: Terms) -> dict[str, list[Any]]:
    """What differs, by name: what it was and what it is."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in TERMS)
    return {name: [was, now] for name, was, now in pairs if was != now}


def problems(terms: Terms, *, today: date) -> dict[str, list[str]]:
    """The field codes of what cannot stand; empty where it can."""
    allowed = terms.light in ALLOWED
    agent = terms.kind == EntryKind.AGENT and allowed
    told = (terms.users_count, terms.users_of, terms.users_on)
    is_told = all(one is not None for one in told)
    checks = (
        ("tool", "tool_needed", not terms.tool),
        ("condition", "condition_needed", terms.light == Light.ORANGE and not terms.condition),
        ("owner_id", "owner_needed", allowed and terms.owner_id is None),
        ("data", "data_needed", allowed and not set(terms.data) - {DataClass.UNKNOWN}),
        ("light", "personal_account", allowed and _is_incident(terms)),
        ("users_on", "users_together", not is_told and any(one is not None for one in told)),
        ("users_count", "users_too_many", is_told and (told[0] or 0) > (told[1] or 0)),
        ("notice_on", "notice_after_end", _is_after(terms.notice_on, terms.contract_ends)),
        ("checker_id", "checker_needed", agent and terms.checker_id is None),
        ("reads", "rights_needed", agent and not terms.are_rights_said),
        ("stop_how", "stop_needed", agent and not terms.stop_how),
        ("stop_by_id", "stop_person_needed", agent and not _is_stoppable(terms)),
        ("stop_address", "stop_one_person", bool(terms.stop_address and terms.stop_by_id)),
        *(
            (name, "day_to_come", _is_after(getattr(terms, name), today))
            for name in ("users_on", "vendor_assessed_on", "access_reviewed_on", "stop_tried_on")
        ),
    )
    found: dict[str, list[str]] = {}
    for name, code, holds in checks:
        if holds:
            found.setdefault(name, []).append(code)
    return found


def _is_incident(terms: Terms) -> bool:
    return is_incident(account=terms.account, data=terms.data)


def _is_stoppable(terms: Terms) -> bool:
    return terms.stop_by_id is not None or bool(terms.stop_address)


def _is_after(day: date | None, last: date | None) -> bool:
    return day is not None and last is not None and day > last


@dataclass(frozen=True, kw_only=True)
class Seats:
    """What is paid a year for seats: `paid` = `used` + `dormant`, in euros before VAT.

    `seats` = `taken` + `asleep`; a seat shared by several sleeps no less than zero.
    """

    seats: int = 0
    asleep: int = 0
    paid: Decimal = ZERO
    dormant: Decimal = ZERO

    @property
    def taken(self) -> int:
        return self.seats - self.asleep

    @property
    def used(self) -> Decimal:
        return self.paid - self.dormant

    def __add__(self, other: "Seats") -> "Seats":
        return Seats(
            seats=self.seats + other.seats,
            asleep=self.asleep + other.asleep,
            paid=self.paid + other.paid,
            dormant=self.dormant + other.dormant,
        )


def seats_of(
    *, seats: int | None, users_count: int | None, cost_year: Decimal | None
) -> Seats | None:
    """The seats of one entry and what sleeps of them; None where a figure is missing."""
    if not seats or users_count is None or cost_year is None:
        return None
    asleep = max(0, seats - users_count)
    dormant = (cost_year * asleep / seats).quantize(CENT, ROUND_HALF_UP)
    return Seats(seats=seats, asleep=asleep, paid=cost_year, dormant=dormant)


@dataclass(frozen=True, kw_only=True)
class EntryFacts:
    """What the register's figures read of one entry."""

    kind: str
    status: str
    light: str
    account: str
    incident_on: date | None
    is_classified: bool
    has_contact: bool
    has_rights: bool
    has_exit: bool
    oversight: str
    users_count: int | None
    users_on: date | None
    seats: int | None
    cost_year: Decimal | None
    notice_on: date | None
    vendor_assessed_on: date | None
    access_reviewed_on: date | None
    stop_tried_on: date | None

    @property
    def is_in_place(self) -> bool:
        return self.status in IN_PLACE


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The figures above the list: `total` = green + orange + red + undecided; stopped apart."""

    total: int
    green: int
    orange: int
    red: int
    undecided: int
    stopped: int
    to_classify: int
    incidents: int
    next_notice: date | None
    seats: Seats
    seats_on: date | None


def summary(entries: Sequence[EntryFacts], *, today: date) -> Summary:
    """What the register holds; a light counts once, and what was stopped counts apart."""
    kept = [one for one in entries if one.status != EntryStatus.STOPPED]
    lights = [one.light for one in kept]
    in_place = [one for one in kept if one.is_in_place]
    notices = [one.notice_on for one in in_place if one.notice_on and one.notice_on >= today]
    counted = [(one, _seats(one)) for one in in_place]
    told = [(one.users_on, found) for one, found in counted if found is not None]
    return Summary(
        total=len(kept),
        green=lights.count(Light.GREEN),
        orange=lights.count(Light.ORANGE),
        red=lights.count(Light.RED),
        undecided=lights.count(Light.NONE),
        stopped=len(entries) - len(kept),
        to_classify=sum(not one.is_classified for one in kept),
        incidents=sum(
            one.incident_on is not None and one.status == EntryStatus.DECLARED for one in kept
        ),
        next_notice=min(notices, default=None),
        seats=sum((found for _, found in told), Seats()),
        seats_on=min((on for on, _ in told if on is not None), default=None),
    )


def _seats(one: EntryFacts) -> Seats | None:
    return seats_of(seats=one.seats, users_count=one.users_count, cost_year=one.cost_year)


def register_facts(
    entries: Sequence[EntryFacts], *, swept: Sequence[date | None], today: date
) -> dict[str, Any]:
    """The facts that actions of the diagnostic name as their proof, as of that day.

    `swept` is the last look at each known software, None where nobody looked yet.
    """
    kept = [one for one in entries if one.status != EntryStatus.STOPPED]
    in_place = [one for one in kept if one.is_in_place]
    agents = [one for one in in_place if one.kind == EntryKind.AGENT]
    lately = [_is_recent(one.access_reviewed_on, today) for one in in_place]
    return {
        "register.entries": len(kept),
        "register.triaged": _share(one.is_classified for one in kept),
        "register.contact": _share(one.has_contact for one in in_place),
        "register.business_account": _share(one.account == Account.BUSINESS for one in in_place),
        "register.access_reviewed_90d": _share(lately),
        "register.vendor_assessed": _share(one.vendor_assessed_on is not None for one in in_place),
        "register.exit_noted": _share(one.has_exit for one in in_place),
        "register.rights_limited": _share(one.has_rights for one in in_place),
        "register.stop_tried": _share(one.stop_tried_on is not None for one in agents),
        "register.oversight": _share(
            one.oversight not in (Oversight.UNKNOWN, Oversight.NONE) for one in in_place
        ),
        "register.swept_90d": bool(swept) and all(_is_recent(on, today) for on in swept),
    }


def notice_told(*, notice_on: date, today: date) -> int | None:
    """Return the last mark of `NOTICE_TOLD` that the day has reached; None before and after."""
    left = (notice_on - today).days
    reached = [days for days in NOTICE_TOLD if 0 <= left <= days]
    return min(reached, default=None)


def next_notice(days: Iterable[date], *, today: date) -> date | None:
    """The first day to come on which one of those notices reaches a mark."""
    marks = (day - timedelta(days=left) for day in days for left in NOTICE_TOLD)
    return min((mark for mark in marks if mark > today), default=None)


def next_turn(days: Iterable[date | None], *, today: date) -> date | None:
    """The first day on which something that was looked at lately no longer was."""
    ends = (day + QUARTER + timedelta(days=1) for day in days if day is not None)
    return min((end for end in ends if end > today), default=None)


def _is_recent(day: date | None, today: date) -> bool:
    return day is not None and today - day <= QUARTER


def _share(holds: Iterable[bool]) -> dict[str, int]:
    found = list(holds)
    return {"met": sum(found), "all": len(found)}
