"""A captain's mandate is for somebody."""

from portfolio.mandates.api import captain_of
from tests.portfolio import scene
from tests.portfolio.calls import caller
from tests.refusals import refused


def test_without_a_captain_there_is_nobody_to_write_to(acme) -> None:
    row = scene.qualified(acme)
    answer = caller(acme, "executive")("post", f"initiatives/{row.id}/mandate/", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "captain_missing")
    with refused("captain_missing"):
        captain_of(row)
    assert captain_of(scene.ready(acme, "Une autre")) == acme.members["executive"].id
