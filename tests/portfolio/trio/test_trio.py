from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portfolio.initiatives.models import Initiative
from portfolio.initiatives.services import assign_captain
from portfolio.rhythm.services import set_capacity
from portfolio.standing.services import read_true
from portfolio.trio.selectors.candidates import Why
from portfolio.trio.selectors.trio import SALT, advised_of, trio_page
from tenants.transactions import touch, use_case
from tests.conftest import acting
from tests.portfolio.scene import TODAY, idea, qualified, ready, started


def seen(cast):
    return read_true(lambda: trio_page(today=TODAY), today=TODAY)


def changed(cast, row, **values):
    """The row with those values, as an importer would leave it."""
    act = acting(cast.actor("executive"), today=TODAY)
    with use_case():
        Initiative.objects.filter(id=row.id).update(**values)
        touch(act, "initiative", row.id)
    return row


def test_an_empty_pool_is_said_to_be_empty(acme, open_page) -> None:
    assert seen(acme).answer.names == ()
    assert "nothing to compare" in open_page("/portfolio/trio/", language="en").content.decode()


def test_every_idea_is_named_or_told_why_not(acme) -> None:
    rows = [qualified(acme, f"Idée {n}") for n in range(5)]
    unestimated = idea(acme, "Sans chiffres")
    answer = seen(acme).answer
    assert len(answer.names) == 3
    told = {one.id for one in answer.names} | {other.one.id for other in answer.others}
    assert told == {row.id for row in rows}
    assert unestimated.id not in told, "a proposal is not in the pool"
    assert [other.why for other in answer.others] == [Why.CAP, Why.CAP]
    assert [other.is_next for other in answer.others] == [True, False]
    assert answer == seen(acme).answer


def test_one_captain_carries_one_and_one_use_is_taken_once(acme) -> None:
    first, second, third, fourth = (qualified(acme, f"Idée {n}") for n in range(4))
    captain = acme.members["executive"].id
    for row in (first, second):
        act = acting(acme.actor("executive"), today=TODAY)
        assign_captain(act, initiative_id=row.id, captain_id=captain)
    changed(acme, third, use_case="UC01")
    changed(acme, fourth, use_case="UC01")
    answer = seen(acme).answer
    assert len({one.id for one in answer.names} & {first.id, second.id}) == 1
    assert len({one.id for one in answer.names} & {third.id, fourth.id}) == 1
    assert {other.why for other in answer.others} == {Why.CAPTAIN, Why.DUPLICATE}


def test_a_missing_figure_bars(acme) -> None:
    bare = qualified(acme, "Sans jours")
    changed(acme, bare, days_low=None, days_likely=None, days_high=None)
    answer = seen(acme).answer
    assert [(other.one.id, other.why) for other in answer.others] == [(bare.id, Why.UNESTIMATED)]


def test_days_are_held_once_they_are_known(acme) -> None:
    for n in range(3):
        qualified(acme, f"Idée {n}")
    assert seen(acme).answer.counted.days is None
    act = acting(acme.actor("executive"), today=TODAY)
    set_capacity(act, days_per_month=Decimal(1))
    answer = seen(acme).answer
    assert answer.counted.days == 12
    assert len(answer.names) == 1
    assert {other.why for other in answer.others} == {Why.DAYS}


def test_what_runs_is_compared_with_what_is_left(acme) -> None:
    row = started(acme, day=TODAY - timedelta(days=60))
    for n in range(3):
        qualified(acme, f"Idée {n}")
    answer = seen(acme).answer
    lines = {one.id: one for one in (*answer.names, *(other.one for other in answer.others))}
    assert lines[row.id].is_active
    assert answer.changes == sum(not one.is_active for one in answer.names)


def test_the_log_keeps_the_names_that_were_shown_and_the_choice(acme, send, day) -> None:
    ready_one = ready(acme, "Choisie", day=day)
    page = read_true(lambda: trio_page(today=day), today=day)
    names = [str(one.id) for one in page.answer.names]
    assert names == [str(ready_one.id)]
    version = Initiative.objects.get(id=ready_one.id).version
    address = f"/initiatives/{ready_one.id}/start/?advice={page.token}"
    answer = send(address, {"reason": "", "expected_version": version})
    assert answer.status_code == 302
    facts = Initiative.objects.get(id=ready_one.id).decisions.last().decision.facts
    assert facts["advised"] == names


@pytest.mark.parametrize("token", ["", "x", "W10:1:2"])
def test_a_start_without_a_page_seen_keeps_no_advice(acme, token, send, day) -> None:
    row = ready(acme, "Choisie", day=day)
    assert advised_of(token, today=day) == ()
    send(f"/initiatives/{row.id}/start/?advice={token}",
         {"reason": "", "expected_version": Initiative.objects.get(id=row.id).version})  # fmt: skip
    assert "advised" not in Initiative.objects.get(id=row.id).decisions.last().decision.facts


def test_names_of_another_day_or_company_are_not_kept(acme) -> None:
    row = qualified(acme)
    assert advised_of(seen(acme).token, today=TODAY) == (row.id,)
    assert advised_of(seen(acme).token, today=TODAY + timedelta(days=1)) == ()
    elsewhere = signing.dumps(["t_other", TODAY.isoformat(), str(uuid4())], salt=SALT)
    assert advised_of(elsewhere, today=TODAY) == ()


def test_page_and_api_say_the_same(acme, open_page, api, day) -> None:
    for n in range(4):
        qualified(acme, f"Idée {n}", day=day)
    told = api("get", "portfolio/trio/").json()
    assert len(told["names"]) == 3
    assert told["others"][0]["why"] == "cap"
    text = open_page("/portfolio/trio/", language="en").content.decode()
    for one in [*told["names"], *(other["one"] for other in told["others"])]:
        assert one["title"] in text
    assert "The next open slot is for it." in text
    assert "Say how many days a month" in text


def test_the_statements_do_not_grow_with_the_pool(acme) -> None:
    qualified(acme)
    seen(acme)
    with CaptureQueriesContext(connection) as few:
        seen(acme)
    for n in range(4):
        qualified(acme, f"Idée {n}")
    seen(acme)
    with CaptureQueriesContext(connection) as many:
        seen(acme)
    assert len(many) == len(few) <= 4


def test_only_who_may_start_is_offered_a_start_and_one_comes_back_to_the_idea(
    acme, open_page, day
) -> None:
    row = ready(acme, "Choisie", day=day)
    start = f"/initiatives/{row.id}/start/?advice="
    assert start in open_page("/portfolio/trio/").content.decode()
    assert start not in open_page("/portfolio/trio/", "viewer").content.decode()
    assert start in open_page(f"/portfolio/trio/?for={row.id}", "viewer").content.decode()
    assert "/start/?advice=" not in open_page("/portfolio/trio/?for=x", "viewer").content.decode()
