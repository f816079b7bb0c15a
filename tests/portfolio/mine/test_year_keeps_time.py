"""In each month of the simulated year the company asks nobody for more than the promised time.

The year of `test_simulated_year`, with a charter to sign, software to look through, uses to look
at, steps to tick and duties of the law, and the week's mails written week by week.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import pytest

from governance.access.choices import Role
from governance.charter.services import sign_charter
from governance.duties.choices import DutyKind
from governance.duties.rules import EFFORTS, Rank, budget_of
from governance.literacy.choices import MeasureKind
from governance.literacy.services import MeasureInput, record_measure
from governance.members.models import Member
from governance.register.services.entries import Declaration, declare_use
from governance.register.services.sweep import add_software
from portfolio.digest.selectors import owed_by
from portfolio.digest.services import write_weekly_mails
from portfolio.initiatives.models import Initiative
from portfolio.mine.models import MonthAsked
from portfolio.mine.selectors import Mine
from portfolio.rhythm.rules import next_working_day
from portfolio.standing.services import read_true
from tests.governance.charter.scene import published
from tests.governance.register.scene import act_of
from tests.portfolio import scene
from tests.portfolio.mine.test_simulated_year import BEGUN, Planted, live, story

pytestmark = pytest.mark.django_db


@dataclass
class Watched:
    """What each person was asked: the most seconds of each month, and what stood there."""

    cast: object
    planted: dict[str, Planted]
    seconds: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    seen: list[tuple[date, Member, Mine]] = field(default_factory=list)

    @property
    def parts(self) -> dict[UUID, str]:
        """Who plays what."""
        return {member.id: part for part, member in self.cast.members.items()}

    def week(self, day: date) -> None:
        """Something to do comes up, then the week's mails are written."""
        self.come_up(day)
        monday = next_working_day(day=day)
        now = scene.at(monday)

        def owed(member: Member) -> Mine:
            found = read_true(lambda: owed_by(member, today=monday, now=now), today=monday)
            self.seen.append((monday, member, found))
            return found

        write_weekly_mails(now=now, today=monday, owed=owed)
        for row in MonthAsked.objects.select_related("member"):
            key = (row.member.role, f"{row.month:%Y-%m}")
            self.seconds[key] = max(self.seconds[key], sum(row.seconds.values()))
            if any(one.startswith("charter:") for one in row.seconds):
                sign_charter(act_of(self.cast, self.parts[row.member_id], monday), number=1)

    def come_up(self, day: date) -> None:
        """Each month a step for the contributor, a use that is declared, a software that is new."""
        rows = [one.row for one in self.planted.values() if one.row is not None]
        if day.day <= 7 and rows:
            named = {"next_step": "Brancher", "next_step_by": self.cast.members["contributor"]}
            Initiative.objects.filter(id=rows[0].id).update(**named, next_step_on=day)
            scene.follow_up("initiative", rows[0].id, day=day)
            act = act_of(self.cast, "contributor", day)
            declare_use(act, given=Declaration(tool=f"Outil {day}", purpose="Écrire"))
            add_software(act_of(self.cast, day=day), name=f"Logiciel {day}")


def test_each_month_keeps_to_its_time_for_each_role_and_law_is_not_late(acme) -> None:
    planted = story()
    watched = Watched(acme, planted)
    lead = act_of(acme, day=BEGUN)
    published(acme, lead)
    shown = MeasureInput(kind=MeasureKind.BRIEFING, held_on=BEGUN, audience=(Role.VIEWER,))
    record_measure(lead, given=shown)
    live(acme, planted, watched.week)
    assert len({month for _role, month in watched.seconds}) >= 12
    for (role, month), seconds in watched.seconds.items():
        budget = budget_of(role=role, is_captain=False, carries_subject=False)
        assert 0 <= seconds <= budget, (role, month, seconds)
    assert max(watched.seconds.values()) > 0
    for day, _member, found in watched.seen:
        waiting = [one.duty for one in found.plan.postponed] + list(found.plan.dropped)
        for one in waiting:
            assert EFFORTS[one.kind].rank > Rank.DECISION, (day, one.kind, one.title)
    # What can wait for a day is asked in its month, done before, or said once more.
    kinds = {one.kind for _day, _member, found in watched.seen for one in found.duties}
    assert {DutyKind.DECIDE, DutyKind.MEASURE, DutyKind.STEP, DutyKind.CHARTER} <= kinds
