"""The decision log as a page reads it: entries with the names of the day they are read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from governance.access.choices import ActorKind
from governance.decisions.choices import SubjectKind
from governance.decisions.models import ChainHead, Decision
from governance.decisions.rules import Fact, Link, first_broken_link, ids_of, read_facts
from governance.keys.models import ApiKey
from governance.members.models import Member
from tenants.anchors.rules import Anchor
from tenants.anchors.selectors import anchors_of
from tenants.connections import connection
from tenants.errors import NotFound
from tenants.jobs import present_company_id
from tenants.row_shapes import RowShape
from tenants.shapes import Hex, LocalTime, Shape


class DecisionAnswer(Shape, frozen=True, kw_only=True):
    """One entry of the log with its link in the chain; facts and actors are ids, never names."""

    id: UUID
    seq: int
    at: LocalTime
    verdict: str
    subject_kind: SubjectKind
    subject_id: UUID
    actor_kind: ActorKind
    actor_id: UUID | None
    mandate_id: UUID | None
    reason: str
    facts: dict[str, Any]
    corrects_id: UUID | None
    previous_hash: Hex
    hash: Hex


def get_decision(decision_id: UUID) -> Decision:
    """The decision of that id; raises NotFound."""
    decision = Decision.objects.filter(id=decision_id).first()
    if decision is None:
        raise NotFound("decision_not_found")
    return decision


def hashed_fields(decision: Decision) -> dict[str, Any]:
    """Everything a decision says, under the names that are hashed."""
    return {
        "id": decision.id,
        "at": decision.at,
        "verdict": decision.verdict,
        "subject_kind": decision.subject_kind,
        "subject_id": decision.subject_id,
        "actor_kind": decision.actor_kind,
        "actor_id": decision.actor_id,
        "mandate_id": decision.mandate_id,
        "reason": decision.reason,
        "facts": decision.facts,
        "corrects_id": decision.corrects_id,
    }


def verify_log(*, outside: Iterable[Anchor] = ()) -> int | None:
    """The `seq` of the first entry that was tampered with; None when the whole log holds.

    The chain tells what was changed inside; that its end was cut off, with the head moved back,
    only the daily anchors tell: those kept for the company and those found `outside`.
    """
    broken = first_break()
    if broken is not None:
        return broken
    return _first_lost([*anchors_of(present_company_id()), *outside])


def first_break() -> int | None:
    """The `seq` at which the chain breaks, or at which its head does not meet its end."""
    broken = first_broken_link(_links())
    if broken is not None:
        return broken
    head = ChainHead.objects.get()
    last = Decision.objects.order_by("-seq").first()
    newest = (last.seq, bytes(last.hash)) if last else (0, b"")
    return None if (head.seq, bytes(head.hash)) == newest else newest[0] + 1


def _first_lost(anchors: Iterable[Anchor]) -> int | None:
    """The lowest anchored `seq` at which no entry of that hash stands."""
    wanted = {(anchor.seq, anchor.hash) for anchor in anchors}
    rows = Decision.objects.filter(seq__in=[seq for seq, _ in wanted]).values_list("seq", "hash")
    lost = wanted - {(seq, bytes(digest)) for seq, digest in rows}
    return min((seq for seq, _ in lost), default=None)


def decisions_about(subject_id: UUID) -> list[Decision]:
    """The decisions on one subject, newest first."""
    return list(Decision.objects.filter(subject_id=subject_id).order_by("-seq"))


def _links() -> Iterator[Link]:
    for decision in Decision.objects.order_by("seq").iterator(chunk_size=500):
        yield Link(
            seq=decision.seq,
            previous_hash=bytes(decision.previous_hash),
            hash=bytes(decision.hash),
            canonical=decision.canonical,
            fields=hashed_fields(decision),
        )


PAGE = 25


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What to show: each part narrows, none shows all. `before` is a `seq`, for older pages.

    `words` must all stand in what was said, folded, or in the titles of `titled`, ids of subjects.
    `first` and `last` are days of the company.
    """

    verdict: str = ""
    subject_kind: str = ""
    subject_id: UUID | None = None
    member_id: UUID | None = None
    before: int | None = None
    words: tuple[str, ...] = ()
    titled: tuple[UUID, ...] = ()
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One decision. `member` acted, or owns the key that did; None when the system did.

    `holder` is whose mandate carried it, None where the role did.
    """

    decision: Decision
    member: Member | None
    key_name: str
    holder: Member | None
    corrects: int | None
    corrected_by: tuple[int, ...]
    facts: list[Fact]

    @property
    def is_by_rule(self) -> bool:
        """Whether the system decided."""
        return self.decision.actor_kind == ActorKind.SYSTEM

    @property
    def stands_in_for(self) -> UUID | None:
        """Who was away where a stand-in decided."""
        found = self.decision.facts.get("for")
        return UUID(found) if isinstance(found, str) else None


@dataclass(frozen=True, slots=True)
class LogPage:
    """Entries newest first, `older` is the next page's `before`; names by id, for facts."""

    entries: list[LogEntry]
    older: int | None
    is_newest: bool
    names: dict[UUID, str]


PEOPLE = RowShape(Member)
NAMED = f"""
SELECT
 (SELECT json_agg({PEOPLE.json("m")}) FROM governance_member m WHERE m.id = ANY(%(ids)s))::text,
 (SELECT json_object_agg(k.id, json_build_array(k.name, {PEOPLE.json("m")}))
  FROM governance_apikey k JOIN governance_member m ON m.id = k.owner_id
  WHERE k.id = ANY(%(ids)s))::text,
 (SELECT json_object_agg(t.id, {PEOPLE.json("m")})
  FROM governance_mandate t JOIN governance_member m ON m.id = t.holder_id
  WHERE t.id = ANY(%(ids)s))::text
"""


@dataclass(frozen=True, slots=True)
class _Named:
    """Who stands behind ids: members, keys by their name and owner, mandates by their holder."""

    members: dict[UUID, Member]
    keys: dict[UUID, tuple[str, Member]]
    holders: dict[UUID, Member]

    @property
    def names(self) -> dict[UUID, str]:
        """All their names."""
        people = self.members | self.holders
        named = {key: person.display_name for key, person in people.items()}
        return named | {key: name for key, (name, _) in self.keys.items()}


def log_page(*, wanted: LogFilter, limit: int = PAGE) -> LogPage:
    """One page of the log, in two statements."""
    later = Decision.objects.filter(corrects_id=OuterRef("id")).order_by("seq").values("seq")
    rows = list(
        matching_decisions(wanted)
        .annotate(corrected_no=F("corrects__seq"), corrected_by=ArraySubquery(later))
        .defer("canonical")[: limit + 1]
    )
    shown = [(row, read_facts(row.facts)) for row in rows[:limit]]
    named = _named({found for row, facts in shown for found in _ids(row, facts)})
    return LogPage(
        entries=[_entry(row, facts, named) for row, facts in shown],
        older=rows[limit - 1].seq if len(rows) > limit else None,
        is_newest=wanted.before is None,
        names=named.names,
    )


def verdicts_in_log() -> list[str]:
    """The verdicts that were ever given, by name."""
    return sorted(Decision.objects.order_by().values_list("verdict", flat=True).distinct())


def initiative_ids(page: LogPage) -> set[UUID]:
    """The initiatives the page names as subjects, and every id in its facts without a name."""
    subjects = {
        entry.decision.subject_id
        for entry in page.entries
        if entry.decision.subject_kind == SubjectKind.INITIATIVE
    }
    inside = {found for entry in page.entries for found in ids_of(entry.facts)}
    return subjects | (inside - page.names.keys())


def matching_decisions(wanted: LogFilter) -> QuerySet[Decision]:
    """The log as wanted, newest first; cut it before reading."""
    rows = Decision.objects.order_by("-seq")
    if wanted.verdict:
        rows = rows.filter(verdict=wanted.verdict)
    if wanted.subject_kind:
        rows = rows.filter(subject_kind=wanted.subject_kind)
    if wanted.subject_id is not None:
        rows = rows.filter(subject_id=wanted.subject_id)
    if wanted.member_id is not None:
        keys = ApiKey.objects.filter(owner_id=wanted.member_id).values("id")
        rows = rows.filter(Q(actor_id=wanted.member_id) | Q(actor_id__in=keys))
    if wanted.words:
        said = RawSQL(
            "SELECT id FROM governance_decision WHERE search_key LIKE ALL(%s)",
            [likes(wanted.words)],
        )
        rows = rows.filter(Q(id__in=said) | Q(subject_id__in=wanted.titled))
    zone = ZoneInfo(connection.tenant.timezone)
    if wanted.first is not None:
        rows = rows.filter(at__gte=datetime.combine(wanted.first, time(), zone))
    if wanted.last is not None:
        rows = rows.filter(at__lt=datetime.combine(wanted.last + timedelta(days=1), time(), zone))
    return rows if wanted.before is None else rows.filter(seq__lt=wanted.before)


def likes(words: Iterable[str]) -> list[str]:
    """The patterns of folded words, which hold letters and digits only."""
    return [f"%{word}%" for word in words]


def _ids(row: Decision, facts: Iterable[Fact]) -> set[UUID]:
    return {row.subject_id, *ids_of(facts), *filter(None, (row.actor_id, row.mandate_id))}


def _named(ids: set[UUID]) -> _Named:
    """Those of the ids that are somebody's; one statement."""
    ((members, keys, holders),) = connection.prepared(NAMED, {"ids": list(ids)})
    read = msgspec.json.decode
    return _Named(
        members={one.id: one for one in map(PEOPLE.read, read(members or "[]"))},
        keys={
            UUID(key): (name, PEOPLE.read(owner))
            for key, (name, owner) in read(keys or "{}").items()
        },
        holders={UUID(key): PEOPLE.read(one) for key, one in read(holders or "{}").items()},
    )


def _entry(row: Any, facts: list[Fact], named: _Named) -> LogEntry:
    """The entry of a row that carries what it corrects and what corrects it."""
    is_key = row.actor_kind == ActorKind.KEY
    key_name, owner = named.keys.get(row.actor_id, ("", None)) if is_key else ("", None)
    return LogEntry(
        decision=row,
        member=owner or named.members.get(row.actor_id),
        key_name=key_name,
        holder=named.holders.get(row.mandate_id),
        corrects=row.corrected_no,
        corrected_by=tuple(row.corrected_by),
        facts=facts,
    )
