"""Ids sort by their moment of creation."""

from itertools import count

from tenants import ids


def test_ids_of_one_millisecond_keep_their_order(monkeypatch) -> None:
    moments = count(1_800_000_000_000_000_000, 1_000)
    monkeypatch.setattr(ids.time, "time_ns", lambda: next(moments))
    made = [ids.uuid7() for _ in range(1_000)]
    assert made == sorted(made)
    assert {(one.version, one.variant) for one in made} == {(7, made[0].variant)}
    assert len({one.int >> 80 for one in made}) == 1
