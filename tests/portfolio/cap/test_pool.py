"""The pool holds twelve ideas, or as many as an executive says: every way in asks."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from governance.decisions.models import Decision
from portfolio.cap.models import Portfolio
from portfolio.cap.services import change_pool_cap
from portfolio.decisions.services.decisions import decide
from portfolio.estimates.choices import SizeTap
from portfolio.estimates.services import Estimates, set_estimates
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.objectives.services.objectives import set_objective
from portfolio.takeover.choices import ProjectPlace
from portfolio.takeover.rules import NamedProject, ProjectChoice
from portfolio.takeover.services import name_projects, take_over
from tests.conftest import acting
from tests.portfolio.scene import TODAY, at, give, idea, objective_input, qualified, started
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TAPS = Estimates(value_tap=SizeTap.MEDIUM, effort_tap=SizeTap.SMALL, cost_tap=SizeTap.SMALL)


@pytest.fixture
def full(acme):
    """A pool of two that holds two, the older one first."""
    rows = [qualified(acme, "Planifier", day=TODAY - DAY), qualified(acme, "Traduire")]
    rows.append(started(acme, "Devis"))
    boss = acting(acme.actor("executive"), now=at(TODAY), today=TODAY)
    change_pool_cap(boss, pool_cap=2, reason="Peu à la fois.")
    return rows


def test_a_full_pool_says_what_has_waited_longest_and_takes_nothing_more(acme, full) -> None:
    waiting = idea(acme, "Classer")
    boss = acting(acme.actor("executive"), now=at(TODAY), today=TODAY)
    set_estimates(boss, initiative_id=waiting.id, estimates=TAPS)
    set_objective(boss, initiative_id=waiting.id, given=objective_input(baseline_on=TODAY))
    with refused("pool_full") as told:
        give(acme, waiting, Verdict.QUALIFY)
    assert told.facts["names"] == "Planifier, Traduire"
    assert (told.facts["pool"], told.facts["pool_cap"]) == (2, 2)


def test_room_is_made_by_archiving_and_what_was_archived_asks_too(acme, full) -> None:
    old = full[0]
    give(acme, old, Verdict.ARCHIVE)
    qualified(acme, "Classer")
    with refused("pool_full"):
        give(acme, old, Verdict.REVIVE)


def test_what_was_stopped_is_revived_into_a_pool_with_room_only(acme, full) -> None:
    give(acme, full[2], Verdict.STOP, reason="x", lesson="y")
    with refused("pool_full"):
        give(acme, full[2], Verdict.REVIVE)


def test_what_was_rejected_comes_back_among_the_rejected(acme, full) -> None:
    row = idea(acme, "Classer")
    give(acme, row, Verdict.REJECT, reason="Doublon")
    give(acme, row, Verdict.ARCHIVE)
    assert give(acme, row, Verdict.REVIVE).initiative.state == "rejected"


def test_a_return_frees_its_slot_even_into_a_full_pool(acme, full) -> None:
    """What runs is never kept from giving way; the pool is above its cap until one leaves."""
    assert give(acme, full[2], Verdict.RETURN, reason="x").initiative.state == "backlog"
    assert Initiative.objects.filter(state="backlog").count() == 3


def test_a_take_over_into_a_full_pool_does_nothing_at_all(acme, full) -> None:
    boss = acting(acme.actor("executive"), now=at(TODAY), today=TODAY)
    named = [NamedProject(title=f"Projet {n}") for n in range(2)]
    rows = name_projects(boss, named=named)
    picks = [
        ProjectChoice(project_id=rows[0].id, place=ProjectPlace.IN_PLACE),
        ProjectChoice(project_id=rows[1].id, place=ProjectPlace.POOL),
    ]
    before = Initiative.objects.count()
    with refused("too_many_pooled") as told:
        take_over(boss, picks=picks)
    assert dict(told.facts) == {"chosen": 1, "room": 0}
    assert Initiative.objects.count() == before


def test_an_executive_changes_the_cap_with_a_reason_that_stands_in_the_log(acme) -> None:
    boss = acting(acme.actor("executive"), now=at(TODAY), today=TODAY)
    assert change_pool_cap(boss, pool_cap=20, reason="Nous sommes grands.").pool_cap == 20
    entry = Decision.objects.latest("seq")
    assert (entry.verdict, entry.facts) == ("change_pool_cap", {"old": 12, "new": 20})
    with refused("reason_required"):
        change_pool_cap(boss, pool_cap=5, reason=" ")
    with refused("pool_cap_out_of_range"):
        change_pool_cap(boss, pool_cap=100, reason="x")
    with refused("not_in_role"):
        change_pool_cap(acting(acme.actor("lead")), pool_cap=5, reason="x")


def test_the_database_knows_the_bounds(acme) -> None:
    for cap in (0, 100):
        with pytest.raises(IntegrityError, match="pool_cap_one_to_99"), transaction.atomic():
            Portfolio.objects.update(pool_cap=cap)


def test_the_settings_change_it_and_the_api_says_it(acme, send, api) -> None:
    page = reverse("settings_portfolio")
    assert send(page, {"form": "pool", "pool_cap": "7", "reason": "Assez"}).status_code == 302
    found = api("get", "portfolio/settings/").json()
    assert (found["pool_cap"], found["pool_count"]) == (7, 0)
    wrong = send(page, {"form": "pool", "pool_cap": "0", "reason": "x"})
    assert wrong.status_code == 422
    body = {"pool_cap": 9, "reason": "x"}
    assert api("put", "portfolio/settings/pool-cap/", body, if_match="2").status_code == 403


def test_the_refusal_leads_to_where_room_is_made(acme, full, send) -> None:
    row = idea(acme, "Classer")
    said = {"initiative": row.id, "answer": "reject", "reason": "x"}
    assert send(reverse("proposals"), said).status_code == 302
    decide(
        acting(acme.actor("executive"), now=at(TODAY), today=TODAY),
        initiative_id=row.id,
        verdict=Verdict.ARCHIVE,
    )
    give(acme, full[0], Verdict.ARCHIVE)
    qualified(acme, "Noter")
    answer = send(
        reverse("initiative_decide", args=[full[0].id]) + "?verdict=revive", {"verdict": "revive"}
    )
    assert answer.status_code == 409
    assert reverse("portfolio") in answer.content.decode()
