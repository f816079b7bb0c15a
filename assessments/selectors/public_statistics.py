"""Published figures about all companies, in the reader's language: the context without peers."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assessments.rules.documents import parse_document
from assessments.rules.public_statistics import PublicStatistics, parse_public_statistics

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
    return parse_public_statistics(parse_document(source, name=f"public statistics {EDITION}"))


def statistic_lines(*, language: str) -> tuple[StatisticLine, ...]:
    """Every figure in that language."""
    return tuple(
        StatisticLine(
            one.id, one.text.in_language(language), one.source.in_language(language), one.year
        )
        for one in edition().figures
    )
