"""A company while its story is played: who is there, which initiatives, what time it is."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from config.demo.moments import day_of, moment_of
from governance.access.choices import Role
from governance.access.rules.actors import Act, Actor, Door, member_actor
from governance.members.models import Member
from tenants.hosts import Company

BREATH = timedelta(minutes=2)


@dataclass
class Scene:
    """`today` is the day the story leads up to; `now` is the moment being played."""

    company: Company
    today: date
    now: datetime
    members: dict[str, Member] = field(default_factory=dict)
    initiatives: dict[str, UUID] = field(default_factory=dict)
    objectives: dict[str, UUID] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The company's time zone."""
        return ZoneInfo(self.company.timezone)

    @property
    def day(self) -> date:
        """The company's date at the moment being played."""
        return self.now.astimezone(self.zone).date()

    def act(self, actor: Actor) -> Act:
        """That actor at the moment being played."""
        return Act(actor=actor, now=self.now, today=self.day, door=Door.JOB)

    def actor(self, who: str) -> Actor:
        """That person, with the role held in the story."""
        member = self.members[who]
        return member_actor(member.id, member.role)

    @property
    def boss(self) -> Actor:
        """The first executive."""
        return self._first(Role.EXECUTIVE)

    @property
    def lead(self) -> Actor:
        """The first AI lead."""
        return self._first(Role.AI_LEAD)

    def day_of(self, moment: list[int]) -> date:
        """The day a moment of the story falls on."""
        return day_of(moment=moment, today=self.today)

    def moment_of(self, moment: list[int]) -> datetime:
        """When a moment of the story happens."""
        return moment_of(moment=moment, today=self.today, zone=self.zone)

    def advance(self, to: datetime) -> None:
        """It is that moment, or two minutes later than the one before."""
        self.now = max(to, self.now + BREATH)

    def _first(self, role: Role) -> Actor:
        return self.actor(next(who for who, one in self.members.items() if one.role == role))
