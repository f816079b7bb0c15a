"""How things stand is stored: by every use case that touched them, and by whoever reads late."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Min, Model, Q

from governance.access.choices import Role
from governance.changes.choices import ChangeKind
from governance.changes.services import NOTED, changes_noted
from governance.mandates.models import Mandate
from governance.members.models import Member
from governance.outbox.services import tell
from governance.register.rules.entries import REGISTER
from governance.webhooks.selectors import IS_HEARD
from governance.webhooks.services.deliveries import announce_changes
from portfolio.cap.selectors import company_zone
from portfolio.initiatives.models import Initiative
from portfolio.likeness.models import Likeness
from portfolio.observed.services import (
    MEASUREMENTS,
    PORTFOLIO,
    observe_company,
    observe_register,
)
from portfolio.reliability.rules import CHECK
from portfolio.standing.choices import SignalCode
from portfolio.standing.models import Rollup, SignalEvent, StandingDetail, StoredStanding
from portfolio.standing.rules import NOTICES
from portfolio.standing.selectors.answers import rollup_columns
from portfolio.standing.selectors.company import RollupFacts, company
from portfolio.standing.selectors.reading import NotTrue
from portfolio.standing.selectors.records import Record, load_records
from portfolio.standing.selectors.stored import NO_DAY, shape, stored, text
from tenants.connections import connection
from tenants.database.base import Touched
from tenants.due_work.services import set_due
from tenants.transactions import not_kept, settle, use_case

Seen = TypeVar("Seen")

WARM = "portfolio.warm_standings"
DAY = timedelta(days=1)
# Readers and writers who meet: each round finds what the one before could not yet see.
ROUNDS = 5
BATCH = 50
# What is told by mail, and as what: past the budget the whole of it is reached as well.
BY_MAIL = {code: code for code in NOTICES} | {SignalCode.OVER_BUDGET: SignalCode.BUDGET_FULL}


def refresh_touched(touched: Touched) -> None:
    """What the use case touched stands stored as recomputed, with the company's rollup.

    With that rollup it joins the history of changes, for those who follow the company from outside.
    """
    changes = changes_noted(touched)
    if touched.ids.keys() == {ChangeKind.DECISION.value}:
        if _note_alone(changes):
            announce_changes(changes, now=touched.now)
        return
    ids = _initiatives(touched)
    counted = PORTFOLIO in touched.ids
    known = _refresh(ids, today=touched.today, counted=counted, changes=changes)
    if {PORTFOLIO, MEASUREMENTS} & set(touched.ids):
        observe_company(known, kinds=touched.ids, now=touched.now, today=touched.today)
    if REGISTER in touched.ids:
        observe_register(now=touched.now, today=touched.today)


def _note_alone(changes: Mapping[str, Any]) -> bool:
    """What no standing follows, a decision about a key or a member, is noted in its turn.

    Whether anybody listens outside.
    """
    connection.prepared("SELECT id FROM portfolio_rollup WHERE id = 1 FOR UPDATE", {})
    ((is_heard,),) = connection.prepared(f"WITH {NOTED} SELECT {IS_HEARD}", changes)
    return bool(is_heard)


def read_true(read: Callable[[], Seen], *, today: date) -> Seen:
    """What `read` finds of that day; what it meets that is not true is recomputed first.

    A reader whose day is over, since another's began, sees its own day and stores nothing.
    """
    settle()
    for _ in range(ROUNDS):
        try:
            return read()
        except NotTrue as stale:
            if _is_over(today):
                return _read_of_past_day(read, today=today)
            refresh(stale.ids, today=today)
    return _read_of_past_day(read, today=today)


def refresh(ids: Iterable[UUID], *, today: date) -> None:
    """Those initiatives stand stored as recomputed, with the company's rollup."""
    wanted = sorted(set(ids))
    for start in range(0, max(1, len(wanted)), BATCH):
        with use_case():
            _refresh(wanted[start : start + BATCH], today=today)


def rebuild(*, today: date) -> int:
    """Every initiative stands as recomputed for that day, true or not; how many there are."""
    ids = list(Initiative.objects.values_list("id", flat=True))
    refresh(ids, today=today)
    return len(ids)


def warm(*, today: date) -> int:
    """Everything that stopped being true stands as recomputed for that day; how many there were."""
    stale = StoredStanding.objects.exclude(
        shape=shape(), as_of__lte=today, true_until__gt=today
    ).values_list("initiative_id", flat=True)
    ids = list(stale)
    refresh(ids, today=today)
    with use_case():
        turns = StoredStanding.objects.aggregate(on=Min("true_until"))["on"]
        set_due(job=WARM, due_at=None if turns in (None, NO_DAY) else _midnight(turns))
    return len(ids)


def _initiatives(touched: Touched) -> list[UUID]:
    """What those rows stand on: a member's cards, a mandate's initiatives."""
    ids = set(touched.ids.get("initiative", ())) | set(touched.ids.get(REGISTER, ()))
    members, mandates = touched.ids.get("member"), touched.ids.get("mandate")
    if members:
        named = Q(captain_id__in=members) | Q(next_step_by_id__in=members)
        ids |= set(Initiative.objects.filter(named).values_list("id", flat=True))
    if mandates:
        rows = Mandate.objects.filter(id__in=mandates).values_list("holder_id", "initiative_id")
        held = Q(captain_id__in=[holder for holder, only in rows if only is None])
        held |= Q(id__in=[only for _, only in rows if only is not None])
        ids |= set(Initiative.objects.filter(held).values_list("id", flat=True))
    return sorted(ids)


def _midnight(day: date) -> datetime:
    """The beginning of that day, in the company's time zone."""
    return datetime.combine(day, time(), tzinfo=company_zone())


LOCKED = """
SELECT r.as_of, ARRAY(
    SELECT initiative_id FROM portfolio_storedstanding s WHERE s.is_engaged AND NOT (
        s.as_of <= greatest(r.as_of, %(today)s) AND greatest(r.as_of, %(today)s) < s.true_until
        AND s.shape = %(shape)s))
FROM portfolio_rollup r WHERE r.id = 1 FOR UPDATE
"""


def _refresh(
    ids: Iterable[UUID],
    *,
    today: date,
    counted: bool = False,
    is_past: bool = False,
    changes: Mapping[str, Any] | None = None,
) -> RollupFacts:
    """Those initiatives, and whatever is summed and no longer true, stand as recomputed.

    The rollup is locked before anything is read: what was read earlier may be older than what is
    stored by then, and would be written over it. It is the last lock of all, behind the head of
    the decision chain: initiatives locked here would make a change of members, which holds that
    head, wait for a verdict that waits for it. Nothing is stored as of an earlier day than what
    stands, but for a reader of a day that is over.
    """
    ((as_of, stale),) = connection.prepared(LOCKED, {"today": today, "shape": shape()})
    day = today if is_past else max(today, as_of)
    wanted = list(dict.fromkeys([*sorted(ids), *stale]))
    # What the database does with one statement of many rows grows faster than their number.
    for start in range(0, len(wanted), BATCH):
        _store(load_records(wanted[start : start + BATCH], today=day), today=day)
    known = company(today=day, counted=counted)
    if is_past:
        left = [one.id for one in known.engaged if not one.is_true]
        _store(load_records(left, today=day), today=day)
        known = company(today=day)
    _roll_up(known, today=day, changes=changes)
    if day > as_of and not is_past:
        set_due(job=WARM, due_at=_midnight(day + DAY))
        if (day.year, day.month) != (as_of.year, as_of.month):
            set_due(job=CHECK, due_at=_midnight(day))
    return known


def _upsert(model: type[Model]) -> str:
    """Rows of that table written from JSON, new or in place of what stood."""
    meta = model._meta
    columns = [field.column for field in meta.concrete_fields if not field.primary_key]
    return (
        f"INSERT INTO {meta.db_table} SELECT * FROM"
        f" json_populate_recordset(NULL::{meta.db_table}, %({meta.model_name})s)"
        " ON CONFLICT (initiative_id) DO UPDATE SET"
        f" {', '.join(f'{name} = excluded.{name}' for name in columns)} RETURNING 1"
    )


STORED = (
    f"WITH main AS ({_upsert(StoredStanding)}), more AS ({_upsert(StandingDetail)}),"
    f" reads AS ({_upsert(Likeness)}) SELECT count(*) FROM main, more, reads"
)


def _store(records: Sequence[Record], *, today: date) -> None:
    """What those records say that day is written: standings, details, events of signals."""
    if not records:
        return
    made = [stored(record, today=today) for record in records]
    connection.prepared(
        STORED,
        {
            "storedstanding": _json(one.main for one in made),
            "standingdetail": _json(one.more for one in made),
            "likeness": _json(one.reads for one in made),
        },
    )
    events = [event for one in made for event in one.events]
    if events:
        _tell_alarms(records, events, today=today)
        SignalEvent.objects.bulk_create(
            events,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["answered_by", "cleared_on"],
        )


def _tell_alarms(records: Sequence[Record], events: Sequence[SignalEvent], *, today: date) -> None:
    """Captain and AI captains are told once that a part of the budget is reached."""
    by_id = {record.initiative.id: record.initiative for record in records}
    for event in events:
        if event.code not in BY_MAIL or not event._state.adding:
            continue
        row, code = by_id[event.initiative_id], BY_MAIL[SignalCode(event.code)]
        concerned = Q(id=row.captain_id) | Q(role=Role.AI_LEAD)
        for member in Member.objects.filter(concerned, left_at=None).order_by("id"):
            tell(
                member=member,
                template="budget_alarm",
                context={
                    "initiative_id": row.id,
                    "title": row.title,
                    "alarm": code,
                    "budget": row.budget,
                },
                now=_midnight(today),
                dedup_key=f"alarm:{row.id}:{code}:{_of_what(event, row)}:{member.id}",
            )


def _of_what(event: SignalEvent, row: Initiative) -> str:
    """What is told once: a jump each month, a mark for each budget."""
    is_jump = event.code == SignalCode.METERED_JUMP
    return f"{event.raised_on:%Y-%m}" if is_jump else str(row.budget)


def _json(rows: Iterable[Model]) -> str:
    """The rows as a JSON array of objects by column."""
    return text(
        [{f.column: getattr(row, f.attname) for f in row._meta.concrete_fields} for row in rows]
    )


ROLLED_UP = """UPDATE portfolio_rollup
SET as_of = %(as_of)s, true_until = %(true_until)s, shape = %(shape)s,
    dashboard = %(dashboard)s, portfolio = %(portfolio)s, page = %(page)s,
    letters = %(letters)s
WHERE id = 1 RETURNING id"""
ROLLED_UP_NOTED = f"WITH {NOTED} {ROLLED_UP}, {IS_HEARD}"


def _roll_up(known: RollupFacts, *, today: date, changes: Mapping[str, Any] | None) -> None:
    """The company's one row says what the standings say, and what changed is noted with it."""
    holds = {"as_of": today, "true_until": today + DAY, "shape": shape()}
    values = {**holds, **rollup_columns(known, today=today)}
    if changes is None:
        connection.prepared(ROLLED_UP, values)
    else:
        ((_, is_heard),) = connection.prepared(ROLLED_UP_NOTED, {**values, **changes})
        if is_heard:
            announce_changes(changes, now=changes["changed_at"])


def _is_over(today: date) -> bool:
    """Whether something stands as of a later day."""
    return Rollup.objects.filter(as_of__gt=today).exists()


def _read_of_past_day(read: Callable[[], Seen], *, today: date) -> Seen:
    """What `read` finds of a day that is over: recomputed for it, and forgotten."""
    ids: tuple[UUID, ...] = ()
    with not_kept():
        for _ in range(ROUNDS):
            _refresh(ids, today=today, is_past=True)
            try:
                return read()
            except NotTrue as stale:
                ids = stale.ids
        raise RuntimeError("what was just recomputed is not true")
