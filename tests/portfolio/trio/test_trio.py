from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core import signing

from portfolio.initiatives.models import Initiative
from portfolio.initiatives.services import assign_captain
from portfolio.rhythm.services import set_capacity
from portfolio.standing.services import read_true
from portfolio.trio.models import StoredTrio
from portfolio.trio.selectors import trio as trio_selectors
from portfolio.trio.selectors.candidates import Why
from portfolio.trio.selectors.stored import SALT, advised_of, token_of, trio_found
from portfolio.trio.services import keep_trio
from tenants.transactions import touch, use_case
from tests.conftest import acting
from tests.counting import statements
from tests.portfolio.scene import NOW, TODAY, at, idea, qualified, ready, started


def seen(cast, day=TODAY):
    found = read_true(lambda: trio_found(today=day), today=day)
    return keep_trio(found, now=at(day), today=day)


def changed(cast, row, **values):
    """The row with those values, as an importer would leave it."""
    act = acting(cast.actor("executive"), today=TODAY)
    with use_case():
        Initiative.objects.filter(id=row.id).update(**values)
        touch(act, "initiative", row.id)
    return row


def test_an_empty_pool_is_said_to_be_empty(acme, open_page) -> None:
    assert seen(acme).names == ()
    assert "nothing to compare" in open_page("/portfolio/trio/", language="en").content.decode()


def test_every_idea_is_named_or_told_why_not(acme) -> None:
    rows = [qualified(acme, f"Idée {n}") for n in range(5)]
    unestimated = idea(acme, "Sans chiffres")
    answer = seen(acme)
    assert len(answer.names) == 3
    told = {one.id for one in answer.names} | {other.one.id for other in answer.others}
    assert told == {row.id for row in rows}
    assert unestimated.id not in told, "a proposal is not in the pool"
    assert [other.why for other in answer.others] == [Why.CAP, Why.CAP]
    assert [other.is_next for other in answer.others] == [True, False]
    assert answer == seen(acme)


def test_one_captain_carries_one_and_one_use_is_taken_once(acme) -> None:
    first, second, third, fourth = (qualified(acme, f"Idée {n}") for n in range(4))
    captain = acme.members["executive"].id
    for row in (first, second):
        act = acting(acme.actor("executive"), today=TODAY)
        assign_captain(act, initiative_id=row.id, captain_id=captain)
    changed(acme, third, use_case="UC01")
    changed(acme, fourth, use_case="UC01")
    answer = seen(acme)
    assert len({one.id for one in answer.names} & {first.id, second.id}) == 1
    assert len({one.id for one in answer.names} & {third.id, fourth.id}) == 1
    assert {other.why for other in answer.others} == {Why.CAPTAIN, Why.DUPLICATE}


def test_a_missing_figure_bars(acme) -> None:
    bare = qualified(acme, "Sans jours")
    changed(acme, bare, days_low=None, days_likely=None, days_high=None)
    answer = seen(acme)
    assert [(other.one.id, other.why) for other in answer.others] == [(bare.id, Why.UNESTIMATED)]


def test_days_are_held_once_they_are_known(acme) -> None:
    for n in range(3):
        qualified(acme, f"Idée {n}")
    assert seen(acme).counted.days is None
    act = acting(acme.actor("executive"), today=TODAY)
    set_capacity(act, days_per_month=Decimal(1))
    answer = seen(acme)
    assert answer.counted.days == 12
    assert len(answer.names) == 1
    assert {other.why for other in answer.others} == {Why.DAYS}


def test_what_runs_is_compared_with_what_is_left(acme) -> None:
    row = started(acme, day=TODAY - timedelta(days=60))
    for n in range(3):
        qualified(acme, f"Idée {n}")
    answer = seen(acme)
    lines = {one.id: one for one in (*answer.names, *(other.one for other in answer.others))}
    assert lines[row.id].is_active
    assert answer.changes == sum(not one.is_active for one in answer.names)


def posted(row, send, **said):
    version = Initiative.objects.get(id=row.id).version
    answer = send(
        f"/initiatives/{row.id}/start/", {"reason": "", "expected_version": version, **said}
    )
    assert answer.status_code == 302
    return Initiative.objects.get(id=row.id).decisions.last().decision.facts


def test_the_log_keeps_the_names_that_were_shown_and_the_choice(acme, send, open_page, day) -> None:
    row = ready(acme, "Choisie", day=day)
    answer = seen(acme, day)
    assert [one.id for one in answer.names] == [row.id]
    shown = open_page(f"/initiatives/{row.id}/start/").content.decode()
    token = shown.split('name="advice" value="', 1)[1].split('"', 1)[0]
    facts = posted(row, send, advice=token)
    assert facts["advised"] == [str(row.id)]
    assert (facts["advice_digest"], facts["advice_seed"]) == (answer.digest, answer.seed)


@pytest.mark.parametrize("token", ["", "x", "W10:1:2"])
def test_a_start_without_a_page_seen_keeps_no_advice(acme, token, send, day) -> None:
    row = ready(acme, "Choisie", day=day)
    assert advised_of(token) is None
    assert "advised" not in posted(row, send, advice=token)


def test_a_start_by_the_api_gives_the_token_of_what_was_read(acme, api, day) -> None:
    row = ready(acme, "Choisie", day=day)
    told = api("get", "portfolio/trio/").json()
    path, body = f"initiatives/{row.id}/decisions/", {"verdict": "start", "advice": "of nobody"}
    version = {"if_match": f'"{Initiative.objects.get(id=row.id).version}"'}
    refusal = api("post", path, body, **version)
    assert (refusal.status_code, refusal.json()["code"]) == (422, "advice_unknown")
    assert api("post", path, body | {"advice": told["token"]}, **version).status_code == 201
    facts = Initiative.objects.get(id=row.id).decisions.last().decision.facts
    assert facts["advised"] == [one["id"] for one in told["names"]]
    assert facts["advice_digest"] == told["digest"]


def test_names_of_another_company_are_not_kept(acme) -> None:
    row = qualified(acme)
    known = advised_of(token_of(seen(acme)))
    assert known is not None
    assert known.names == (row.id,)
    for faulty in (["t_other", "d", "1", str(uuid4())], [], "text"):
        assert advised_of(signing.dumps(faulty, salt=SALT)) is None


def test_a_read_of_an_unchanged_one_draws_nothing_and_asks_one_statement(acme, monkeypatch) -> None:
    row = qualified(acme)
    first = seen(acme)
    assert StoredTrio.objects.get().digest == first.digest
    with monkeypatch.context() as patch, statements() as asked:
        patch.setattr(trio_selectors, "advice", None)
        assert seen(acme) == first
    assert len(asked) == 1
    changed(acme, row, value_likely=21_000)
    second = seen(acme)
    assert second.digest != first.digest
    assert StoredTrio.objects.get().digest == second.digest


def test_what_another_day_or_a_new_limit_changes_is_worked_out_anew(acme) -> None:
    qualified(acme)
    first = seen(acme)
    set_capacity(acting(acme.actor("executive"), today=TODAY), days_per_month=Decimal(9))
    second = seen(acme)
    later = seen(acme, TODAY + timedelta(days=1))
    assert len({first.digest, second.digest, later.digest}) == 3
    assert later.counted.until == second.counted.until + timedelta(days=1)
    assert later.computed_at == NOW + timedelta(days=1)


def test_the_lines_of_the_chances_close(acme) -> None:
    for n in range(5):
        qualified(acme, f"Idée {n}")
    answer = seen(acme)
    lines = [*answer.names, *(other.one for other in answer.others)]
    assert sum(one.tenths or 0 for one in lines) + sum(answer.empty_tenths) == 30


def test_a_free_slot_and_a_trade_off_show_the_advice(acme, open_page, day) -> None:
    row = ready(acme, "Choisie", day=day)
    for address in ("/portfolio/", f"/initiatives/{row.id}/start/"):
        text = open_page(address, language="en").content.decode()
        assert "The three names today" in text
        assert text.count("/portfolio/trio/") >= 1
    for n in range(3):
        started(acme, f"Priorité {n}", day=day)
    assert "The three names today" not in open_page("/portfolio/", language="en").content.decode()
    arbitration = open_page(f"/initiatives/{row.id}/start/", language="en").content.decode()
    assert "The three names today" in arbitration


def test_page_and_api_say_the_same(acme, open_page, api, day) -> None:
    for n in range(4):
        qualified(acme, f"Idée {n}", day=day)
    told = api("get", "portfolio/trio/").json()
    assert len(told["names"]) == 3
    assert told["others"][0]["why"] == "cap"
    text = open_page("/portfolio/trio/", language="en").content.decode()
    for one in [*told["names"], *(other["one"] for other in told["others"])]:
        assert one["title"] in text
    assert "the first to look at when a slot opens" in text
    assert "<strong>This set is" in text
    assert "Say how many days a month" in text


def test_the_statements_do_not_grow_with_the_pool(acme) -> None:
    qualified(acme)
    seen(acme)
    with statements() as few:
        seen(acme)
    for n in range(4):
        qualified(acme, f"Idée {n}")
    with statements() as anew:
        seen(acme)
    with statements() as many:
        seen(acme)
    assert len(many) == len(few) == 1
    assert len(anew) <= 6


def test_the_page_asks_at_most_twenty_statements(acme, day) -> None:
    client = acme.client("executive")
    for n in range(4):
        qualified(acme, f"Idée {n}", day=day)
    client.get("/portfolio/trio/")
    with statements() as sent:
        assert client.get("/portfolio/trio/").status_code == 200
    assert len(sent) <= 8


def test_only_who_may_start_is_offered_a_start_and_one_comes_back_to_the_idea(
    acme, open_page, day
) -> None:
    row = ready(acme, "Choisie", day=day)
    start = f'href="/initiatives/{row.id}/start/"'
    assert start in open_page("/portfolio/trio/").content.decode()
    assert start not in open_page("/portfolio/trio/", "viewer").content.decode()
    assert start in open_page(f"/portfolio/trio/?for={row.id}", "viewer").content.decode()
    assert start not in open_page("/portfolio/trio/?for=x", "viewer").content.decode()
