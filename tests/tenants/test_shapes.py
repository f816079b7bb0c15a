"""Answers are written as they are declared, and decimals as plain numbers."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.access.choices import Role
from tenants.shapes import Hex, LocalTime, Shape, encode, shaped


class Tone(StrEnum):
    HIGH = "high"
    LOW = "low"


@dataclass
class Row:
    """What a model's row looks like."""

    name: str = "Anna"
    role: str = "executive"
    tone: str = "high"
    amount: Decimal = Decimal("1234.90")
    share: Decimal = Decimal("0.500")
    at: datetime = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
    digest: bytes = b"\x0f\xff"
    parts: dict[Tone, Decimal] = field(default_factory=lambda: {Tone.LOW: Decimal("2.5")})

    @property
    def is_first(self) -> bool:
        return True


class RowAnswer(Shape, frozen=True, kw_only=True):
    """What is answered of it."""

    name: str
    role: Role
    tone: Tone
    amount: Decimal
    share: float
    at: LocalTime
    digest: Hex
    parts: dict[Tone, Decimal]
    is_first: bool


def test_a_row_is_answered_under_the_names_of_its_shape():
    assert json.loads(encode(shaped(Row(), RowAnswer))) == {
        "name": "Anna",
        "role": "executive",
        "tone": "high",
        "amount": 1234.9,
        "share": 0.5,
        "at": "2026-11-26T09:30:00+01:00",
        "digest": "0fff",
        "parts": {"low": 2.5},
        "is_first": True,
    }


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("1E+3"), b"1000"),
        (Decimal("-1.50E-9"), b"-0.00000000150"),
        ({"1E+3": "E+ 2E+7", "a": Decimal("1E+2")}, b'{"1E+3":"E+ 2E+7","a":100}'),
        ('"1E+3', b'"\\"1E+3"'),
        ([Decimal("0.10"), date(2027, 1, 2)], b'[0.10,"2027-01-02"]'),
        (Role.AI_LEAD, b'"ai_lead"'),
    ],
)
def test_decimals_are_plain_numbers_and_texts_stay(value: Any, written: bytes):
    assert encode(value) == written


@settings(deadline=None)
@given(st.recursive(st.decimals(allow_nan=False, allow_infinity=False) | st.text(), st.lists))
def test_what_is_written_is_read_back(value: Any):
    assert json.loads(encode(value), parse_float=Decimal, parse_int=Decimal) == value
