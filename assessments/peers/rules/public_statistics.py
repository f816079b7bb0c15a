"""Figures that others published about all companies, each with its source and year."""

from __future__ import annotations

from typing import Literal

from assessments.questionnaire.rules.documents import Text, Version
from tenants.documents import Part, Words


class Statistic(Part):
    """One published sentence."""

    id: Words
    text: Text
    source: Text
    year: int


class PublicStatistics(Part):
    """One edition of the figures, in the order in which they are shown."""

    schema: Literal["capitaine/public_statistics/1"]
    version: Version
    figures: tuple[Statistic, ...]
