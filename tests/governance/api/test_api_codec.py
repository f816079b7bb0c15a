"""Bodies and addresses are read as they are declared; what is wrong is named field by field."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import pytest
from django.http import QueryDict
from msgspec import UNSET, Meta, UnsetType

from governance.access.choices import Role
from governance.api.codec import Body, PageQuery, Unreadable, ask, decode, given_back, parse, tree
from tenants.bounds import figure, one_of, text
from tests.refusals import refused


class Tone(StrEnum):
    HIGH = "high"
    LOW = "low"


class Inner(Body, frozen=True, kw_only=True):
    """Inside."""

    tone: Tone
    value: Annotated[Decimal, figure(5, 2)] | None = None


class Outer(Body, frozen=True, kw_only=True):
    """Outside."""

    title: Annotated[str, text(5)]
    role: Role | UnsetType = UNSET
    word: Annotated[str, one_of(("a", "b"))] | UnsetType = UNSET
    count: Annotated[int, Meta(ge=1, le=9)] = 3
    inner: tuple[Inner, ...] | UnsetType = UNSET
    on: date | None = None
    names: dict[str, Annotated[str, text(3, shortest=0)]] | UnsetType = UNSET
    open: bool = False


def wrong(body: bytes) -> dict[str, list[str]]:
    with refused("invalid_fields") as told:
        decode(parse(body), Outer)
    return dict(told.fields)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b"{}", {"title": ["required"]}),
        (b"[]", {"non_field_errors": ["invalid"]}),
        (b'{"title":" "}', {"title": ["blank"]}),
        (b'{"title":"abcdef"}', {"title": ["max_length"]}),
        (b'{"title":"a\\u0000"}', {"title": ["null_characters_not_allowed"]}),
        (b'{"title":"\\ud800"}', {"title": ["surrogate_characters_not_allowed"]}),
        (b'{"title":7}', {"title": ["invalid"]}),
        (b'{"title":null}', {"title": ["null"]}),
        (b'{"title":"a","x":1,"y":2}', {"x": ["unknown_field"], "y": ["unknown_field"]}),
        (b'{"title":"a","title":"b"}', {"title": ["repeated_field"]}),
        (b'{"title":"a","count":"3"}', {"count": ["invalid"]}),
        (b'{"title":"a","count":true}', {"count": ["invalid"]}),
        (b'{"title":"a","count":1.5}', {"count": ["invalid"]}),
        (b'{"title":"a","count":0}', {"count": ["min_value"]}),
        (b'{"title":"a","count":10}', {"count": ["max_value"]}),
        (b'{"title":"a","open":"true"}', {"open": ["invalid"]}),
        (b'{"title":"a","on":"2026-13-01"}', {"on": ["invalid"]}),
        (b'{"title":"a","role":"boss"}', {"role": ["invalid_choice"]}),
        (b'{"title":"a","word":"c"}', {"word": ["invalid_choice"]}),
        (b'{"title":"a","inner":{}}', {"inner": ["not_a_list"]}),
        (b'{"title":"a","inner":[{"tone":"mid"}]}', {"inner.0.tone": ["invalid_choice"]}),
        (
            b'{"title":"a","inner":[{"tone":"low","value":"five"}]}',
            {"inner.0.value": ["invalid"]},
        ),
        (
            b'{"title":"a","inner":[{"tone":"low","value":1.234}]}',
            {"inner.0.value": ["max_decimal_places"]},
        ),
        (
            b'{"title":"a","inner":[{"tone":"low","value":1e9}]}',
            {"inner.0.value": ["max_digits"]},
        ),
        (b'{"title":"a","names":[]}', {"names": ["not_a_dict"]}),
        (b'{"title":"a","names":{"k":"long"}}', {"names.k": ["max_length"]}),
        (
            b'{"count":0,"open":1}',
            {"count": ["min_value"], "open": ["invalid"], "title": ["required"]},
        ),
    ],
)
def test_what_is_wrong_is_named_field_by_field(body: bytes, fields: dict[str, list[str]]):
    assert wrong(body) == fields


@pytest.mark.parametrize("body", [b"{", b"", b"NaN", b"[" * 100_000, b"\xff", b"1" * 9999])
def test_what_is_no_json_is_unreadable(body: bytes):
    with pytest.raises(Unreadable):
        parse(body)


def test_what_is_right_is_taken_exactly():
    body = b'{"title":" a ","count":2.0,"inner":[{"tone":"low","value":0.30}],"on":"2027-01-02"}'
    taken = decode(parse(body), Outer)
    assert (taken.title, taken.count, taken.on) == ("a", 2, date(2027, 1, 2))
    assert taken.inner == (Inner(tone=Tone.LOW, value=Decimal("0.30")),)
    assert (taken.role, taken.open) == (UNSET, False)


def test_an_address_is_read_by_the_same_types():
    from_text = ask(QueryDict("cursor=a&limit=7"), PageQuery)
    assert (from_text.cursor, from_text.limit) == ("a", 7)
    with refused("invalid_fields") as told:
        ask(QueryDict("limit=201&bogus=1"), PageQuery)
    assert told.fields == {"bogus": ["unknown_field"]}


def test_what_was_answered_may_come_back_as_it_was():
    known = {
        "title": "a",
        "version": 3,
        "inner": [{"id": 1, "tone": "low", "value": Decimal("0.5"), "seen": True}],
    }
    assert decode(given_back(known, tree(Outer), known), Outer).title == "a"
    changed = {**known, "version": 4}
    with refused("invalid_fields") as told:
        decode(given_back(changed, tree(Outer), known), Outer)
    assert told.fields == {"version": ["unknown_field"]}
    stranger = {**known, "inner": [{"id": 2, "tone": "low", "seen": True}]}
    with refused("invalid_fields"):
        decode(given_back(stranger, tree(Outer), known), Outer)
    listed = {**known, "inner": ["low"]}
    assert given_back(stranger, tree(Outer), listed)["inner"] == stranger["inner"]
