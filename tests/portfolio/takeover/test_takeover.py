"""Ten running projects come in at once: three priorities, none above the cap from the first day."""

from datetime import timedelta
from decimal import Decimal

import pytest

from governance.decisions.models import Decision
from governance.register.models import RegisterEntry
from portfolio.criteria.services import propose_criteria
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.selectors.pages import initiative_page
from portfolio.life.choices import State, Verdict
from portfolio.life.rules import Changes
from portfolio.money.services.budget import set_budget
from portfolio.money.services.lines import commit_money
from portfolio.objectives.services.objectives import set_objective
from portfolio.takeover.choices import ProjectPlace, ProjectStage
from portfolio.takeover.models import RunningProject
from portfolio.takeover.rules import MOST_PROJECTS, NamedProject, ProjectChoice
from portfolio.takeover.services import name_projects, take_over
from tests.conftest import acting
from tests.portfolio.scene import (
    TODAY,
    at,
    give,
    go_live,
    mandate,
    objective_input,
    only_objective,
    started,
    triage,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def act_of(acme, part="executive", *, day=TODAY):
    return acting(acme.actor(part), now=at(day), today=day)


def ten(acme) -> list[RunningProject]:
    captain = acme.members["captain"].id
    named = [
        NamedProject(title=f"Projet {number}", captain_id=captain if number < 4 else None)
        for number in range(10)
    ]
    return name_projects(act_of(acme, "lead"), named=named)


def picks_of(rows, *, priorities=3):
    places = [ProjectPlace.PRIORITY] * priorities + [ProjectPlace.POOL] * (6 - priorities)
    places += [ProjectPlace.IN_PLACE, ProjectPlace.IN_PLACE, ProjectPlace.STOP, ProjectPlace.STOP]
    return [
        ProjectChoice(
            project_id=row.id,
            place=place,
            reason="Sans suite." if place is ProjectPlace.STOP else "",
        )
        for row, place in zip(rows, places, strict=True)
    ]


def test_ten_projects_find_their_places_in_one_step(acme) -> None:
    rows = ten(acme)
    priorities = take_over(act_of(acme), picks=picks_of(rows))
    assert [one.title for one in priorities] == ["Projet 0", "Projet 1", "Projet 2"]
    states = list(Initiative.objects.order_by("title").values_list("state", flat=True))
    assert states == ["active"] * 3 + ["backlog"] * 3 + ["stopped"] * 2
    assert set(RegisterEntry.objects.values_list("tool", flat=True)) == {"Projet 6", "Projet 7"}
    assert Decision.objects.filter(verdict=Verdict.ADOPT).count() == 8
    assert not RunningProject.objects.exists()
    assert Initiative.objects.filter(slot__isnull=False).count() == 3


def test_a_fourth_priority_is_refused_and_nothing_has_moved(acme) -> None:
    rows = ten(acme)
    with refused("too_many_priorities"):
        take_over(act_of(acme), picks=picks_of(rows, priorities=4))
    assert not Initiative.objects.exists()
    assert RunningProject.objects.count() == 10


def test_what_is_active_already_leaves_fewer_places(acme) -> None:
    started(acme)
    rows = ten(acme)
    with refused("too_many_priorities"):
        take_over(act_of(acme), picks=picks_of(rows))


@pytest.mark.parametrize("part", ["lead", "captain", "contributor", "viewer"])
def test_only_an_executive_presses(acme, part) -> None:
    rows = ten(acme)
    with refused("not_in_role"):
        take_over(act_of(acme, part), picks=picks_of(rows))


def test_what_is_missing_stands_with_its_day_then_it_is_stuck(acme) -> None:
    row = take_over(act_of(acme), picks=picks_of(ten(acme)))[0]
    page = initiative_page(initiative_id=row.id, today=TODAY, actor=acme.actor("executive"))
    assert not page.card.signals
    assert not all(line.met for line in page.readiness)
    for days, expected in ((11, ["unfinished"]), (10, [])):
        day = TODAY + timedelta(days=days)
        card = initiative_page(initiative_id=row.id, today=day, actor=acme.actor("executive")).card
        assert [one.code for one in card.signals] == expected


def test_nothing_is_released_before_it_is_ready_then_it_starts_where_it_stands(acme) -> None:
    row = take_over(act_of(acme), picks=picks_of(ten(acme)))[0]
    act, slot = act_of(acme), row.slot_id
    set_budget(act, initiative_id=row.id, budget=Decimal(4000))
    with refused("adoption_unfinished"):
        give(acme, row, Verdict.RELEASE)
    with refused("adoption_unfinished"):
        give(acme, row, Verdict.ADJUST, reason="Plus.", changes=Changes(budget=Decimal(9000)))
    with refused("beyond_tranche"):
        commit_money(act, initiative_id=row.id, amount=Decimal(10), label="Licence", on=TODAY)
    with refused("not_ready"):
        give(acme, row, Verdict.START)
    set_objective(act, initiative_id=row.id, given=objective_input())
    propose_criteria(act, initiative_id=row.id)
    go_live(acme, row, live_on=TODAY)
    triage(acme, row)
    mandate(acme, "captain", row)
    begun = give(acme, row, Verdict.START).initiative
    assert (begun.state, begun.started_on, begun.slot_id) == (State.ACTIVE, TODAY, slot)
    assert begun.promised_budget == Decimal(4000)
    assert only_objective(begun).promised_on is not None
    assert begun.tranches.get().released_on == TODAY


def test_a_contract_that_runs_on_is_kept_whatever_was_chosen(acme) -> None:
    rows = ten(acme)
    picks = picks_of(rows)
    until = TODAY + timedelta(days=90)
    picks = [
        ProjectChoice(
            project_id=one.project_id,
            place=one.place,
            reason=one.reason,
            contract_until=until,
            contract_cost=Decimal(1200),
        )
        for one in picks
    ]
    take_over(act_of(acme), picks=picks)
    kept = Initiative.objects.values_list("contract_until", "contract_cost")
    assert set(kept) == {(until, Decimal(1200))}
    assert set(RegisterEntry.objects.values_list("contract_ends", "cost_year")) == {
        (until, Decimal(1200))
    }


def test_the_list_is_changed_and_shortened_until_it_is_taken_over(acme) -> None:
    rows = ten(acme)
    named = [
        NamedProject(id=rows[0].id, title="Autre nom", stage=ProjectStage.IN_USE),
        NamedProject(id=rows[1].id, title=" "),
    ]
    left = name_projects(act_of(acme, "lead"), named=named)
    assert [left[0].title, left[0].stage, len(left)] == ["Autre nom", ProjectStage.IN_USE, 9]
    with refused("too_many_projects"):
        name_projects(
            act_of(acme, "lead"), named=[NamedProject(title=f"P{n}") for n in range(MOST_PROJECTS)]
        )


def test_the_page_names_then_chooses_without_script(acme) -> None:
    boss = acme.client("executive")
    sent = {
        "line-0-title": "Répondre en un jour",
        "line-0-stage": "under_way",
        "pasted": "Traduire\t\tsert déjà",
    }
    for number in range(1, 5):
        sent |= {f"line-{number}-stage": "under_way"}
    answer = boss.post("/takeover/", sent)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    first, second = RunningProject.objects.order_by("id")
    assert (second.title, second.stage) == ("Traduire", ProjectStage.IN_USE)
    answer = boss.post(
        "/takeover/choice/", {f"{first.id}-place": "priority", f"{second.id}-place": "in_place"}
    )
    assert answer.status_code == 302
    row = Initiative.objects.get()
    assert row.state == State.ACTIVE
    assert answer["Location"] == f"/initiatives/{row.id}/"


def test_who_only_reads_carries_no_project(acme) -> None:
    with refused("member_not_found"):
        name_projects(
            act_of(acme, "lead"),
            named=[NamedProject(title="Projet", captain_id=acme.members["viewer"].id)],
        )
    page = acme.client("executive").get("/takeover/").content.decode()
    assert str(acme.members["captain"].id) in page
    assert str(acme.members["viewer"].id) not in page
