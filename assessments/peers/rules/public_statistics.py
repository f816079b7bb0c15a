"""Figures that others published about all companies, each with its source and year."""

from dataclasses import dataclass

from assessments.questionnaire.rules.documents import Node, Text

SCHEMA = "capitaine/public_statistics/1"


@dataclass(frozen=True, slots=True)
class Statistic:
    """One published sentence."""

    id: str
    text: Text
    source: Text
    year: int


@dataclass(frozen=True, slots=True)
class PublicStatistics:
    """One edition of the figures, in the order in which they are shown."""

    version: str
    figures: tuple[Statistic, ...]


def parse_public_statistics(document: Node) -> PublicStatistics:
    """The figures of a document; BadDocument with its problems."""
    top = document.mapping(required={"schema", "version", "figures"})
    top["schema"].choice({SCHEMA})
    figures = tuple(_statistic(one) for one in top["figures"].sequence())
    return PublicStatistics(version=top["version"].text(), figures=figures)


def _statistic(node: Node) -> Statistic:
    top = node.mapping(required={"id", "text", "source", "year"})
    return Statistic(
        top["id"].text(), top["text"].bilingual(), top["source"].bilingual(), top["year"].whole()
    )
