"""The board's pages of a story: one on the first working day of each month once something began."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from config.demo.scene import Scene
from config.demo.steps import StoryStep
from governance.access.rules.actors import act_of_system
from portfolio.board.selectors import board_facts
from portfolio.board.services import make_board_paper
from portfolio.cap.selectors import get_portfolio
from portfolio.initiatives.models import Initiative
from portfolio.quarters.rules import quarter_before
from portfolio.quarters.selectors import quarter_facts
from portfolio.quarters.services import make_quarter_paper
from portfolio.standing.services import read_true

LONGEST, FIRST = 36, (1, 7)


def board_of(scene: Scene, *, opened: datetime) -> Iterator[StoryStep]:
    """A page in every month since the company was opened, this one included."""
    for month in range(LONGEST, -1, -1):
        at = scene.moment_of([month, *FIRST])
        if at > opened:
            yield StoryStep(at, partial(_make, scene))


def _make(scene: Scene) -> None:
    if not Initiative.objects.exclude(started_on=None).exists():
        return
    name, today, now = scene.company.name, scene.day, scene.now
    facts = read_true(lambda: board_facts(company=name, today=today, now=now), today=today)
    make_board_paper(act_of_system(now=now, today=today), facts=facts)
    _make_quarter(scene)


def _make_quarter(scene: Scene) -> None:
    """The page of the quarter that is over, where something ran in it."""
    name, today, now = scene.company.name, scene.day, scene.now
    over = quarter_before(day=today, month=get_portfolio().fiscal_month)
    if not Initiative.objects.filter(started_on__lte=over.end).exists():
        return
    facts = read_true(lambda: quarter_facts(company=name, today=today, now=now), today=today)
    make_quarter_paper(act_of_system(now=now, today=today), facts=facts)
