"""Empty, ordinary and hard data; as many queries whatever the number of rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.members.models import Member
from portfolio.initiatives.models import Initiative
from portfolio.objectives.services.measurements import add_measurement
from tests.conftest import acting
from tests.portfolio import scene

LONG = (
    "Réduire le délai de traitement des réclamations des clients de l’aéronautique "
    "« hors garantie » dans les trois ateliers de la vallée"
)
CEILINGS = {"portfolio": 30, "initiative": 28, "arbitration": 32}


def queries(client, address):
    client.get(address)  # the first one finds the host, which is remembered for seconds
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_portfolio_asks_as_many_queries_for_ten_ideas_as_for_one(acme, day):
    client = acme.client("executive")
    scene.started(acme, day=day)
    scene.qualified(acme, "Une idée", day=day)
    few = queries(client, reverse("portfolio"))
    for no in range(9):
        scene.qualified(acme, f"Idée {no}", day=day)
    scene.started(acme, "Deuxième", day=day)
    assert queries(client, reverse("portfolio")) == few <= CEILINGS["portfolio"]


def test_an_initiative_asks_as_many_queries_whatever_it_holds(acme, day):
    client, row = acme.client("executive"), scene.started(acme, day=day)
    address = reverse("initiative", args=[row.id])
    few = queries(client, address)
    objective = scene.only_objective(row)
    for value in (8, 7, 6):
        measured_on = day - timedelta(days=value)
        add_measurement(
            acting(acme.actor("executive"), now=scene.at(day), today=day),
            objective_id=objective.id,
            value=value,
            on=measured_on,
        )
    assert queries(client, address) == few <= CEILINGS["initiative"]


def test_a_trade_off_asks_as_many_queries_for_three_as_for_one(acme, day):
    client, row = acme.client("executive"), scene.ready(acme, day=day)
    scene.started(acme, "Première", day=day)
    address = reverse("arbitration", args=[row.id])
    few = queries(client, address)
    scene.started(acme, "Deuxième", day=day)
    scene.started(acme, "Troisième", day=day)
    # The full page also asks who could run the one that ends.
    assert queries(client, address) <= few + 1 <= CEILINGS["arbitration"]


@pytest.mark.by_hand
@pytest.mark.parametrize("language", ["fr", "en"])
def test_hard_data_is_shown_whole(acme, day, open_page, language):
    row = scene.started(acme, LONG, day=day, baseline=0, target=10, direction="up", unit="%")
    Member.objects.filter(id=acme.members["executive"].id).update(name="")
    Initiative.objects.filter(id=row.id).update(beneficiaries=LONG, budget=0)
    for name, args in (("portfolio", []), ("initiative", [row.id]), ("initiative_log", [row.id])):
        page = open_page(reverse(name, args=args), language=language)
        assert page.status_code == 200
        assert LONG in page.content.decode()


def test_the_pool_is_searched_filtered_sorted_and_paged(acme, day, open_page):
    for no in range(8):
        scene.qualified(acme, f"Idée numéro {no}", day=day)
    scene.idea(acme, "Sans estimation", day=day)
    where = reverse("portfolio")
    second = open_page(f"{where}?page=2&sort=title", language="en").content.decode()
    assert "8 to 9 of 9" in second
    assert "Sans estimation" in second
    found = open_page(f"{where}?q=NUMÉRO 3").content.decode().split('id="pool-h"')[1]
    assert "Idée numéro 3" in found
    assert "Idée numéro 4" not in found
    none = open_page(f"{where}?class=prohibited", language="en").content.decode()
    assert "No idea matches" in none
    assert open_page(f"{where}?sort=nonsense&page=99999&benefit=x").status_code == 200


@pytest.mark.parametrize("part", ["viewer", "contributor", "captain", "lead"])
def test_everybody_reads_and_only_who_may_is_offered_an_act(acme, day, open_page, part):
    row = scene.ready(acme, day=day)

    def is_offered() -> bool:
        text = open_page(reverse("portfolio"), part).content.decode()
        return reverse("arbitration", args=[row.id]) in text

    assert not is_offered()
    scene.mandate(acme, "lead")
    assert is_offered() == (part == "lead")


def test_an_open_slot_proposes_the_first_of_the_pool(acme, day, open_page):
    row = scene.ready(acme, day=day)
    text = open_page(reverse("portfolio"), language="en").content.decode()
    assert "A slot is open" in text
    assert reverse("arbitration", args=[row.id]) in text
