"""A result beside those of comparable companies, or public statistics until there are enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

import msgspec

from assessments.answers.models import Assessment
from assessments.answers.selectors import completed_assessments, taken
from assessments.comparison.rules import Taken
from assessments.peers.rules.contributions import KIND, OVERALL, SECTOR_ITEM, SIZE_ITEM, chosen
from assessments.peers.rules.peers import (
    ANY,
    QUARTERS,
    Beside,
    PublishedGroup,
    Quartiles,
    beside,
    first_day,
    nearest_cell,
    quarter_of,
    quarters_before,
)
from assessments.peers.rules.public_statistics import PublicStatistics
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import Answers
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.questionnaire.selectors import answer_text
from assessments.results.rules.results import whole
from assessments.voices.selectors.voices import answers_of
from governance.members.models import Member
from tenants.companies.selectors import is_sample_company
from tenants.contributions.selectors import own_contributions, standing
from tenants.documents import load, shaped
from tenants.jobs import present_company_id

DATA = Path(__file__).resolve().parent.parent / "data" / "public_statistics"
EDITION = "1.0.0"


@dataclass(frozen=True, slots=True)
class StatisticLine:
    """One sentence, with who published it and when."""

    id: str
    text: str
    source: str
    year: int


@cache
def edition() -> PublicStatistics:
    """The figures shown today, read once per process."""
    source = (DATA / f"{EDITION}.yaml").read_text(encoding="utf-8")
    name = f"public statistics {EDITION}"
    return shaped(load(source, name=name), PublicStatistics, name=name)


def statistic_lines(*, language: str) -> tuple[StatisticLine, ...]:
    """Every figure in that language."""
    return tuple(
        StatisticLine(
            one.id, one.text.in_language(language), one.source.in_language(language), one.year
        )
        for one in edition().figures
    )


INVITED, TOO_FEW, COMPARED = "invited", "too_few", "compared"


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """Whom one is compared with: *sector* and *size* None for any; at least so many companies."""

    sector: str | None
    sector_name: str
    size: str | None
    at_least: int
    period: str


@dataclass(frozen=True, slots=True)
class PeerLine:
    """One measure of 100; *dimension* None for the whole. *code*: above, below or within."""

    dimension: str | None
    name: str
    own: int
    spread: Quartiles
    difference: int
    code: str

    @property
    def width(self) -> int:
        """How wide the middle half of the group is, 0 where it is not published."""
        low, high = self.spread.low, self.spread.high
        return 0 if low is None or high is None else high - low


@dataclass(frozen=True, slots=True)
class PeersPage:
    """*code*: invited (no consent stands), too_few (not yet enough companies), compared."""

    code: str
    group: PeerGroup | None
    overall: PeerLine | None
    dimensions: tuple[PeerLine, ...]
    statistics: tuple[StatisticLine, ...]

    @property
    def lines(self) -> tuple[PeerLine, ...]:
        """The whole first, then the dimensions."""
        return (*((self.overall,) if self.overall else ()), *self.dimensions)

    @property
    def apart(self) -> tuple[PeerLine, ...]:
        """The dimensions beyond the margin."""
        return tuple(line for line in self.dimensions if line.code != "within")


@dataclass(frozen=True, slots=True)
class PeersSettings:
    """What the company agreed to, what it would lend today, and when the next figures are due."""

    since: datetime | None
    given_by: Member | None
    next_on: date
    newest: Assessment | None
    sector: str
    size: str
    lent: tuple[datetime, ...]
    is_sample: bool


def peers_page(taken: Taken, *, language: str) -> PeersPage:
    """The page of a completed assessment, in one query."""
    questionnaire, answers, result = taken.questionnaire, taken.answers, taken.result
    consent = standing(kind=KIND)
    statistics = statistic_lines(language=language)
    if consent is None:
        return PeersPage(INVITED, None, None, (), statistics)
    cells: Mapping[str, PublishedGroup] = {}
    if consent.document.get("major") == questionnaire.major:
        cells = msgspec.convert(consent.document["cells"], dict[str, PublishedGroup])
    found = nearest_cell(
        cells, sector=chosen(answers, SECTOR_ITEM), size=chosen(answers, SIZE_ITEM)
    )
    if found is None:
        return PeersPage(TOO_FEW, None, None, (), statistics)
    name, cell = found
    return PeersPage(
        code=COMPARED,
        group=_group(name, cell, questionnaire, language),
        overall=_line(None, "", result.overall, cell.values[OVERALL]),
        dimensions=tuple(
            _line(
                one.id,
                questionnaire.dimension(one.id).name.in_language(language),
                one.value,
                cell.values[one.id],
            )
            for one in result.dimensions
            if one.id in cell.values
        ),
        statistics=(),
    )


def newest_peers_page(*, language: str) -> PeersPage | None:
    """The page of the newest result, in three queries; None before the first."""
    newest = next(iter(completed_assessments(most=1)), None)
    if newest is None:
        return None
    return peers_page(taken(newest, answers_of(newest)), language=language)


def peers_settings(*, today: date, now: datetime, language: str) -> PeersSettings:
    """What stands on the page on which one joins or leaves."""
    consent = standing(kind=KIND)
    newest = lendable(now=now)
    answers: Answers = answers_of(newest) if newest else {}
    return PeersSettings(
        since=consent.given_at if consent else None,
        given_by=Member.objects.filter(id=consent.given_by).first() if consent else None,
        next_on=first_day(quarters_before(quarter_of(today), -1)),
        newest=newest,
        sector=_words(newest, answers, SECTOR_ITEM, language),
        size=_words(newest, answers, SIZE_ITEM, language),
        lent=tuple(own_contributions(kind=KIND).values()),
        is_sample=is_sample_company(present_company_id()),
    )


def lendable(*, now: datetime) -> Assessment | None:
    """The newest completed assessment, where it is not older than what still counts."""
    newest = next(iter(completed_assessments(most=1)), None)
    oldest = datetime.combine(
        first_day(quarters_before(quarter_of(now.date()), QUARTERS)), time(), tzinfo=UTC
    )
    if newest is None or newest.completed_at is None or newest.completed_at < oldest:
        return None
    return newest


def _line(dimension: str | None, name: str, own: float, spread: Quartiles) -> PeerLine:
    found: Beside = beside(own, spread)
    shown = whole(own)
    return PeerLine(dimension, name, shown, spread, shown - spread.median, found.code)


def _group(
    name: str, cell: PublishedGroup, questionnaire: Questionnaire, language: str
) -> PeerGroup:
    sector, _, size = name.partition("/")
    item = questionnaire.item(SECTOR_ITEM)
    return PeerGroup(
        sector=None if sector == ANY else sector,
        sector_name="" if sector == ANY else answer_text(questionnaire, item, sector, language),
        size=None if size == ANY else size,
        at_least=cell.at_least,
        period=cell.period,
    )


def _words(assessment: Assessment | None, answers: Answers, item_id: str, language: str) -> str:
    if assessment is None:
        return ""
    questionnaire = catalogue.questionnaire(assessment.questionnaire_version)
    return answer_text(questionnaire, questionnaire.item(item_id), answers.get(item_id), language)
