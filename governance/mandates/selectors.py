"""Mandates as the pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from django.db.models import Q, QuerySet

from governance.access.rules.authority import MandateFacts
from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power
from governance.duties.selectors import DutySource, Owed, Reader
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.mandates.rules import MOST_VERDICTS, MandateState, mandate_state
from governance.members.models import Member
from tenants.amounts import exact
from tenants.bounds import one_of
from tenants.errors import NotFound
from tenants.shapes import LocalTime, Shape
from tenants.texts import folded


def mandate_facts() -> list[MandateFacts]:
    """Every mandate that was not revoked, the captains' first, with what it engaged; one query."""
    rows = Mandate.objects.filter(revoked_at__isnull=True).order_by("-kind", "id")
    return [facts_of_mandate(one) for one in rows]


def facts_of_mandate(mandate: Mandate) -> MandateFacts:
    """What authority reads of a mandate."""
    return MandateFacts(
        id=mandate.id,
        holder_id=mandate.holder_id,
        deputy_id=mandate.deputy_id,
        kind=MandateKind(mandate.kind),
        initiative_id=mandate.initiative_id,
        verdicts=frozenset(mandate.verdicts),
        ceiling_per_decision=Decimal(mandate.ceiling_per_decision),
        ceiling_total=Decimal(mandate.ceiling_total),
        spent_total=mandate.engaged,
        starts=mandate.starts,
        ends=mandate.ends,
        accepted=mandate.accepted_at is not None,
        revoked=mandate.revoked_at is not None,
        stand_in_id=mandate.stand_in_id,
        away_from=mandate.away_from,
        away_until=mandate.away_until,
    )


class NamedMember(Shape, frozen=True, kw_only=True):
    """A member by id and name; never by address."""

    id: UUID
    display_name: str = msgspec.field(name="name")


class MandateAnswer(Shape, frozen=True, kw_only=True):
    """A mandate: amounts in euros, `ends` its last valid day."""

    id: UUID
    version: int
    kind: MandateKind
    initiative_id: UUID | None
    holder: NamedMember
    deputy: NamedMember | None
    issued_by: NamedMember
    scope_text: str
    verdicts: tuple[Annotated[str, one_of(MOST_VERDICTS[MandateKind.COMPANY])], ...]
    ceiling_per_decision: Decimal
    ceiling_total: Decimal
    days_per_month: float
    starts: date
    ends: date
    issued_at: LocalTime
    accepted_at: LocalTime | None
    revoked_at: LocalTime | None
    declined_at: LocalTime | None
    remark: str
    remarked_at: LocalTime | None
    stand_in: NamedMember | None
    away_from: date | None
    away_until: date | None


class LetterAnswer(Shape, frozen=True, kw_only=True):
    """A mandate with where it stands: only a `running` one carries decisions."""

    state: MandateState
    spent: Decimal
    left: Decimal
    mandate: MandateAnswer

    @property
    def version(self) -> int:
        """That of the mandate."""
        return self.mandate.version


@dataclass(frozen=True, slots=True)
class Letter:
    """A mandate as a page shows it, on a day."""

    mandate: Mandate
    state: MandateState

    @property
    def spent(self) -> Decimal:
        """What it engaged so far, in euros."""
        return exact(self.mandate.engaged)

    @property
    def left(self) -> Decimal:
        """What the total ceiling still carries, in euros."""
        return max(Decimal(0), Decimal(self.mandate.ceiling_total) - self.spent)

    @property
    def is_open(self) -> bool:
        """Whether it can still be revoked or renewed."""
        return self.mandate.revoked_at is None


def state_of(mandate: Mandate, *, today: date) -> MandateState:
    """Where that mandate stands on that day."""
    return mandate_state(
        starts=mandate.starts,
        ends=mandate.ends,
        accepted=mandate.accepted_at is not None,
        revoked=mandate.revoked_at is not None,
        declined=mandate.declined_at is not None,
        holder_present=mandate.holder.is_present,
        today=today,
    )


def get_letter(mandate_id: UUID, *, today: date) -> Letter:
    """The mandate of that id as a letter; raises NotFound `mandate_not_found`."""
    mandate = _with_people().filter(id=mandate_id).first()
    if mandate is None:
        raise NotFound("mandate_not_found")
    return _letters([mandate], today)[0]


def open_letters(*, today: date) -> list[Letter]:
    """Every mandate that was not revoked: the company's first, then the captains' by holder."""
    mandates = _with_people().filter(revoked_at__isnull=True)
    in_order = sorted(mandates, key=lambda one: (one.kind, folded(one.holder.name), one.id))
    return _letters(in_order, today)


def mandate_rows(
    *, initiative_id: UUID | None = None, holder_id: UUID | None = None, is_open: bool | None = None
) -> QuerySet[Mandate]:
    """Mandates with their people, revoked or not, narrowed by what is given."""
    rows = _with_people()
    if initiative_id is not None:
        rows = rows.filter(initiative_id=initiative_id)
    if holder_id is not None:
        rows = rows.filter(holder_id=holder_id)
    return rows if is_open is None else rows.filter(revoked_at__isnull=is_open)


def letters_of(mandates: Iterable[Mandate], *, today: date) -> list[Letter]:
    """Those mandates as they stand on that day."""
    return _letters(list(mandates), today)


def open_company_letter(*, today: date) -> Letter | None:
    """The company mandate that was not revoked, whatever its state; None when nobody was named."""
    mandates = _with_people().filter(kind=MandateKind.COMPANY, revoked_at__isnull=True)
    return next(iter(_letters(list(mandates), today)), None)


def open_mandates_for(initiative_ids: Iterable[UUID], *, today: date) -> dict[UUID, Letter]:
    """The captain's mandate of each initiative that has one which was not revoked; one query."""
    wanted = list(initiative_ids)
    mandates = _with_people().filter(initiative_id__in=wanted, revoked_at__isnull=True)
    letters = _letters(list(mandates), today)
    return {
        letter.mandate.initiative_id: letter
        for letter in letters
        if letter.mandate.initiative_id is not None
    }


def stand_in_of(member_id: UUID, *, today: date) -> Member | None:
    """Who has that member's authority that day, None where the member is there; one query."""
    away = _with_people().filter(
        holder_id=member_id, revoked_at=None, away_from__lte=today, away_until__gte=today
    )
    mandate = away.first()
    return None if mandate is None else mandate.stand_in


def company_seat_is_vacant(*, today: date) -> bool:
    """True when nobody holds a running company mandate."""
    written = Mandate.objects.select_related("holder")
    found = written.filter(kind=MandateKind.COMPANY, revoked_at__isnull=True).first()
    return found is None or state_of(found, today=today) is not MandateState.RUNNING


def mandates_of(member_id: UUID, *, today: date) -> list[Letter]:
    """The open mandates this member holds or stands in for."""
    mandates = _with_people().filter(revoked_at__isnull=True)
    held = mandates.filter(Q(holder_id=member_id) | Q(deputy_id=member_id))
    return _letters(list(held.order_by("kind", "id")), today)


def _with_people() -> QuerySet[Mandate]:
    return Mandate.objects.select_related("holder", "deputy", "issued_by", "stand_in")


def _letters(mandates: list[Mandate], today: date) -> list[Letter]:
    return [Letter(mandate, state_of(mandate, today=today)) for mandate in mandates]


def _sign(row: Owed, reader: Reader) -> Duty:
    door = Place(route="mandate", parts=(row.id,))
    if row.code == "discussed":
        power = Power(permission="mandate.issue")
        return Duty(kind=DutyKind.DISCUSS, powers=(power,), door=door, **row.of(reader))
    return Duty(
        kind=DutyKind.SIGN,
        powers=(Power(permission="mandate.answer"),),
        door=door,
        operation=Place(route="api_mandate_acceptance", parts=(row.id,)),
        **row.of(reader),
    )


# A letter waits for its holder, or for who wrote it once its holder has something to discuss.
LETTERS_OWED = DutySource(
    sql="""
SELECT m.id, m.scope_text AS title, m.version,
 btrim(CASE WHEN m.remark = '' THEN i.name ELSE h.name END) AS about,
 CASE WHEN m.remark = '' THEN m.kind ELSE 'discussed' END AS code,
 (coalesce(m.remarked_at, m.issued_at) AT TIME ZONE %(zone)s)::date AS since
FROM governance_mandate m JOIN governance_member i ON i.id = m.issued_by_id
JOIN governance_member h ON h.id = m.holder_id
WHERE m.accepted_at IS NULL AND m.revoked_at IS NULL AND m.ends >= %(today)s
 AND CASE WHEN m.remark = '' THEN m.holder_id ELSE m.issued_by_id END = %(reader)s
""",
    row=Owed,
    read=_sign,
)
