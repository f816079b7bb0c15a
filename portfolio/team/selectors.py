"""The team page: what anybody who has its address reads, and what its keeper sets."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from governance.access.choices import Role
from governance.charter.models import CharterVersion
from governance.charter.rules import Bilingual
from governance.charter.selectors import charter_row, newest_version, signed_share
from governance.members.models import Member
from governance.register.choices import EntryStatus, Light
from governance.register.models import RegisterDoor, RegisterEntry
from governance.register.rules.entries import IN_PLACE
from governance.register.selectors import open_door
from portfolio.cap.models import Portfolio
from portfolio.life.choices import State
from portfolio.standing.models import StoredStanding
from portfolio.standing.selectors.cards import Card, KpiLine


@dataclass(frozen=True, kw_only=True)
class TeamUse:
    """A use as everybody may know it: neither its cost nor its contract."""

    tool: str
    purpose: str
    condition: str


@dataclass(frozen=True, kw_only=True)
class TeamPriority:
    """A priority by its title; its captain by consent, `kpi` where the company shows figures."""

    title: str
    captain: str
    kpi: KpiLine | None


@dataclass(frozen=True, kw_only=True)
class TeamPage:
    """What stands on the team page; names are of those who agreed to it."""

    green: tuple[TeamUse, ...]
    orange: tuple[TeamUse, ...]
    red: tuple[TeamUse, ...]
    priorities: tuple[TeamPriority, ...]
    charter: CharterVersion | None
    contact: str
    keeper: str

    @property
    def never(self) -> tuple[Bilingual, ...]:
        """What the charter never lets go in."""
        return self.charter.text.forbidden if self.charter else ()


def team_page() -> TeamPage:
    """The page of today; six statements."""
    shown = dict(_consenting().values_list("id", "name"))
    charter = newest_version()
    uses = RegisterEntry.objects.filter(status__in=[*IN_PLACE, EntryStatus.FORBIDDEN]).order_by(
        "folded", "id"
    )
    lights: Mapping[str, list[TeamUse]] = {one.value: [] for one in Light}
    shows_figures = Portfolio.objects.values_list("team_figures", flat=True).get()
    for row in uses:
        use = TeamUse(tool=row.tool, purpose=row.purpose, condition=row.condition)
        lights[row.light].append(use)
    contact = charter.text.contact_id if charter else None
    leads = _consenting().filter(role=Role.AI_LEAD).order_by("name")
    return TeamPage(
        green=tuple(lights[Light.GREEN]),
        orange=tuple(lights[Light.ORANGE]),
        red=tuple(lights[Light.RED]),
        priorities=tuple(_priority(card, shown, shows_figures) for card in _cards()),
        charter=charter,
        contact=shown.get(contact, "") if contact else "",
        keeper=leads.values_list("name", flat=True).first() or "",
    )


@dataclass(frozen=True, kw_only=True)
class TeamSettings:
    """How the page is offered: its door, its switch, how many people agreed to be named."""

    door: RegisterDoor | None
    shows_figures: bool
    named: int
    members: int
    signed: int
    signed_of: int


def team_settings() -> TeamSettings:
    """What its keeper sees of it."""
    present = Member.objects.filter(left_at=None, joined_at__isnull=False)
    share = signed_share(newest_version(), headcount=charter_row().headcount)
    return TeamSettings(
        door=open_door(),
        shows_figures=Portfolio.objects.values_list("team_figures", flat=True).get(),
        named=_consenting().count(),
        members=present.count(),
        signed=share.count,
        signed_of=share.of,
    )


def _consenting() -> QuerySet[Member]:
    return Member.objects.filter(left_at=None, joined_at__isnull=False, on_team_page=True)


def _cards() -> list[Card]:
    rows = StoredStanding.objects.filter(state=State.ACTIVE).values_list("card", flat=True)
    cards = [msgspec.json.decode(card, type=Card) for card in rows]
    return sorted(cards, key=lambda card: (card.slot or 0, str(card.id)))


def _priority(card: Card, shown: Mapping[UUID, str], shows_figures: bool) -> TeamPriority:
    kpi = card.kpi if shows_figures else None
    is_sum = kpi is not None and unit_of_money(kpi.unit)
    return TeamPriority(
        title=card.title,
        captain=shown.get(card.captain.id, "") if card.captain else "",
        kpi=None if is_sum else kpi,
    )


def unit_of_money(unit: str) -> bool:
    """Whether a figure in that unit would tell an amount."""
    return "EUR" in unit or "€" in unit
