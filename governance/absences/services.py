"""Somebody is away: a stand-in has exactly the authority of the mandates until a day."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Min

from governance.absences.choices import END_ABSENCES
from governance.absences.rules import absence_problems, overlaps
from governance.access.rules.actors import Act
from governance.access.rules.authority import Grant, SubjectFacts
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.decisions.services import record_decision
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.mandates.services import fit_holder
from governance.members.selectors import get_member
from governance.outbox.services import LetterContent, tell
from tenants.connections import connection
from tenants.due_work.services import bring_forward, set_due
from tenants.errors import Invalid, Refused
from tenants.transactions import touch, use_case


def say_away(
    act: Act, *, member_id: UUID, stand_in_id: UUID, until: date, starts: date | None = None
) -> list[Mandate]:
    """Until that day somebody has exactly the authority of every mandate that the member holds.

    From today unless told. The member says it, or an executive; said again, it replaces what was
    said before. It ends by itself. Raises NotAllowed, NotFound `member_left`, Invalid
    `absence_invalid`, Refused `no_mandate_held`, `holder_role_too_low`.
    """
    subject = SubjectFacts(named_ids=frozenset({member_id}))
    grant = require(act, permission="absence.say", subject=subject)
    starts = starts or act.today
    with use_case():
        # Whoever stands in is locked as well: two cannot be named for each other at once.
        held = _held(act, member_id, stand_in_id)
        mine = [one for one in held if one.holder_id == member_id]
        if not mine:
            raise Refused("no_mandate_held")
        is_away = any(
            overlaps(
                starts=starts,
                until=until,
                other_starts=one.away_from,
                other_until=one.away_until,
            )
            for one in held
            if one.holder_id == stand_in_id
        )
        problems = absence_problems(
            starts=starts,
            until=until,
            today=act.today,
            is_self=stand_in_id == member_id,
            is_away=is_away and stand_in_id != member_id,
        )
        if problems:
            raise Invalid("absence_invalid", fields=problems)
        for mandate in mine:
            fit_holder(member_id=stand_in_id, kind=MandateKind(mandate.kind))
            mandate.stand_in_id, mandate.away_from, mandate.away_until = stand_in_id, starts, until
            _save_absence(mandate)
        bring_forward(job=END_ABSENCES, due_at=_morning_after(until))
        facts = {"stand_in": stand_in_id, "starts": starts, "until": until}
        _record_absence(act, grant, "say_away", member_id, facts)
        tell(
            member=get_member(stand_in_id),
            template="stand_in_named",
            context={"member_id": member_id, "starts": starts, "until": until},
            now=act.now,
            dedup_key=f"stand_in_named:{member_id}:{stand_in_id}:{act.now.isoformat()}",
        )
    return mine


def say_back(act: Act, *, member_id: UUID) -> list[Mandate]:
    """Nobody stands in for the member any more. Raises NotAllowed, Refused `not_away`."""
    subject = SubjectFacts(named_ids=frozenset({member_id}))
    grant = require(act, permission="absence.say", subject=subject)
    with use_case():
        away = [one for one in _held(act, member_id) if one.stand_in_id is not None]
        if not away:
            raise Refused("not_away")
        for mandate in away:
            mandate.stand_in, mandate.away_from, mandate.away_until = None, None, None
            _save_absence(mandate)
        _record_absence(act, grant, "say_back", member_id, {})
    return away


def end_absences(act: Act) -> int:
    """Absences that are over stand nowhere any more, and the next is due; how many ended."""
    with use_case():
        over = Mandate.objects.select_for_update().filter(away_until__lt=act.today)
        ended = [one for (one,) in over.order_by("id").values_list("id")]
        touch(act, SubjectKind.MANDATE, *ended)
        Mandate.objects.filter(id__in=ended).update(
            stand_in=None, away_from=None, away_until=None, version=F("version") + 1
        )
        left = Mandate.objects.filter(revoked_at=None, away_until__isnull=False)
        following = left.aggregate(first=Min("away_until"))["first"]
        due_at = None if following is None else _morning_after(following)
        set_due(job=END_ABSENCES, due_at=due_at)
    return len(ended)


def write_absence_mail(ids: Mapping[str, Any]) -> LetterContent:
    """Who is away, from when until when."""
    return LetterContent(
        {
            "away": get_member(UUID(ids["member_id"])).display_name,
            "starts": date.fromisoformat(ids["starts"]),
            "until": date.fromisoformat(ids["until"]),
        }
    )


def _held(act: Act, *member_ids: UUID) -> list[Mandate]:
    """The open mandates of those members, locked in the order of ids, touched."""
    rows = Mandate.objects.select_for_update(of=("self",)).filter(
        holder_id__in=member_ids, revoked_at=None
    )
    found = list(rows.order_by("id"))
    touch(act, SubjectKind.MANDATE, *(one.id for one in found))
    return found


def _save_absence(mandate: Mandate) -> None:
    mandate.version += 1
    mandate.save(update_fields=["stand_in", "away_from", "away_until", "version"])


def company_zone() -> ZoneInfo:
    """The time zone of the company this connection works in."""
    return ZoneInfo(connection.tenant.timezone)


def _morning_after(day: date) -> datetime:
    """When the day after begins in the company."""
    return datetime.combine(day + timedelta(days=1), time(), company_zone())


def _record_absence(
    act: Act, grant: Grant, verdict: str, member_id: UUID, facts: dict[str, Any]
) -> None:
    record_decision(
        act,
        grant=grant,
        verdict=verdict,
        subject_kind=SubjectKind.MEMBER,
        subject_id=member_id,
        facts=facts,
    )
