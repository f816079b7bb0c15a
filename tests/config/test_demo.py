"""The sample company's year: played through the services, and coherent because rules computed it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

import pytest
from django_tenants.utils import tenant_context

from config.demo.companies import ZONE, open_demo_company
from config.demo.stories import read_story
from governance.selectors.decisions import verify_log
from portfolio.choices import Health, State
from portfolio.models import Initiative, InitiativeDecision
from portfolio.selectors.standing import Standing, standings


@dataclass(frozen=True)
class Told:
    today: date
    standings: dict[str, Standing]


def told(today: date) -> Iterator[Told]:
    until = datetime.combine(today, time(12), tzinfo=ZONE)
    company = open_demo_company(story=read_story("ateliers-morel"), today=today, until=until)
    with tenant_context(company):
        rows = Initiative.objects.select_related("captain")
        yield Told(today, {one.record.initiative.title: one for one in standings(initiatives=rows, today=today)})


@pytest.fixture(params=["2026-11-22"])
def story(db, request) -> Iterator[Told]:
    yield from told(date.fromisoformat(request.param))


def test_smoke(story: Told) -> None:
    for t, s in story.standings.items():
        r = s.record.initiative
        f = s.main.forecast if s.main else None
        print(r.state, r.slot_id, t, s.health, [(x.code.value, x.since) for x in s.signals], f and (f.status.value, f.chance, f.word), s.balance, s.elapsed, dict(s.gain), s.main and s.main.share, s.continuation)
    assert verify_log() is None
    assert 0
