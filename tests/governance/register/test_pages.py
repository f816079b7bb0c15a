"""The register's pages: who sees what, the public address, the number of statements."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from governance.members.models import Member
from governance.register.models import KnownSoftware, RegisterEntry
from governance.register.selectors import door_token
from governance.register.services.door import publish_door
from governance.register.services.entries import record_entry
from governance.register.services.stops import ask_for_stop
from governance.register.services.sweep import add_software
from portfolio.register.selectors import initiative_to_take, initiatives_beside
from tests.conftest import acting
from tests.counting import statements
from tests.governance.register.scene import agent, allowed
from tests.portfolio import scene
from tests.portfolio.portfolio.test_no_button_refuses import Offers
from tests.refusals import refused

pytestmark = pytest.mark.django_db
LIST = "/register/"


def now_act(cast, part="lead"):
    now = timezone.now()
    return acting(cast.actor(part), now=now, today=timezone.localdate(now))


@pytest.fixture
def row(acme) -> RegisterEntry:
    return record_entry(now_act(acme), values=agent(acme))


def page_of(row: RegisterEntry, name: str = "register_entry") -> str:
    return reverse(name, args=[row.id], urlconf="config.urls")


@pytest.mark.parametrize("part", ["executive", "lead", "captain", "contributor", "viewer"])
def test_no_link_of_the_register_ends_in_a_refusal(acme, row, part):
    record_entry(now_act(acme), values={"tool": "Déclarée"})
    add_software(now_act(acme), name="Compta")
    client = acme.client(part)
    for path in (LIST, page_of(row), "/register/software/"):
        answer = client.get(path)
        assert answer.status_code == 200
        for link in Offers(answer.content.decode()).links:
            if link.startswith("/register"):
                assert client.get(link).status_code == 200, f"{part}: {path} → {link}"


def test_who_is_asked_to_stop_it_finds_the_way_and_others_do_not(acme, row):
    ask_for_stop(now_act(acme), entry_id=row.id)
    way = page_of(row, "register_stopped")
    assert way in acme.client("captain").get(page_of(row)).content.decode()
    assert way not in acme.client("viewer").get(page_of(row)).content.decode()
    day = timezone.localdate().isoformat()
    sent = acme.client("captain").post(way, {"stopped_on": day})
    assert sent.status_code == 302
    assert RegisterEntry.objects.get(id=row.id).status == "stopped"


def test_the_form_takes_five_fields_and_says_an_incident_at_once(acme):
    client = acme.client("contributor")
    sent = {"tool": "Bavard", "purpose": "Lettres", "data": ["persons"], "account": "personal"}
    page = client.post("/register/declare/", {**sent, "nameless": "on"}, follow=True)
    assert "un incident, pas un usage" in page.content.decode()
    made = RegisterEntry.objects.get(tool="Bavard")
    assert (made.declared_by_id, made.incident_on) == (None, timezone.localdate())
    kept = acme.client("lead").get(LIST).content.decode()
    assert "Incident du" in kept
    empty = client.post("/register/declare/", {"tool": ""})
    assert empty.status_code == 422


def test_the_public_address_shows_the_form_and_nothing_of_the_register(acme, globex, row):
    token = door_token(publish_door(now_act(acme)).id)
    path = reverse("register_public", args=[token], urlconf="config.urls")
    visitor = acme.client()
    page = visitor.get(path).content.decode()
    assert acme.company.name in page
    for hidden in (row.tool, "Sophie Lambert", "Karim Haddad"):
        assert hidden not in page
    assert 'name="nameless"' not in page
    told = visitor.post(path, {"tool": "Chez moi"})
    assert told.status_code == 200
    made = RegisterEntry.objects.get(tool="Chez moi")
    assert made.declared_by_id is None
    assert globex.client().get(path).status_code == 404
    assert acme.client().get(path[:-3] + "x/").status_code == 404


def test_a_flood_by_the_public_address_is_stopped(acme):
    cache.clear()
    token = door_token(publish_door(now_act(acme)).id)
    path = reverse("register_public", args=[token], urlconf="config.urls")
    visitor = acme.client()
    codes = [visitor.post(path, {"tool": f"n{n}"}).status_code for n in range(12)]
    assert codes.count(429) == 2
    assert RegisterEntry.objects.count() == 10
    cache.clear()


def test_filters_stand_in_the_address_and_in_the_table_that_leaves(acme, row):
    record_entry(now_act(acme), values=allowed(acme, tool="Écrivain", light="red"))
    client = acme.client("viewer")
    page = client.get(f"{LIST}?q=ECRIVAIN&light=red").content.decode()
    assert "Écrivain" in page
    assert page.count('<tr role="row">') == 2
    table = client.get("/exports/register.csv?light=red").content.decode()
    assert "Écrivain" in table
    assert row.tool not in table


def test_one_company_sees_nothing_of_the_other(acme, globex, row):
    client = globex.client("executive")
    assert client.get(page_of(row)).status_code == 404
    assert row.tool not in client.get(LIST).content.decode()


def test_an_empty_register_leads_to_the_first_act(acme):
    assert "/register/new/" in acme.client("lead").get(LIST).content.decode()
    assert "/register/declare/" in acme.client("captain").get(LIST).content.decode()


def test_the_pages_read_in_both_languages(acme, row):
    client = acme.client("lead")
    assert "Registre des usages" in client.get(LIST).content.decode()
    client.post("/language/", {"language": "en"})
    Member.objects.filter(role="ai_lead").update(language="en")
    client.speaks = "en"
    assert "Register of AI uses" in client.get(LIST).content.decode()


def many(cast, count: int) -> None:
    day = timezone.localdate()
    RegisterEntry.objects.bulk_create(
        RegisterEntry(
            tool=f"Outil {n}",
            folded=f"outil {n:04}",
            kind="agent" if n % 50 == 0 else "tool",
            origin="declared",
            status="live",
            light="green",
            data=["public"],
            declared_on=day,
            created_at=timezone.now(),
            owner=cast.members["lead"],
            checker=cast.members["lead"],
            stop_by=cast.members["lead"],
            stop_how="x",
            notice_on=day,
        )
        for n in range(count)
    )
    KnownSoftware.objects.bulk_create(
        KnownSoftware(name=f"L{n}", folded=f"l{n}", added_on=day) for n in range(count // 10)
    )


def test_the_list_reads_as_many_statements_at_fifty_rows_as_at_five_hundred(acme):
    client, found = acme.client("lead"), []
    for count in (50, 500):
        grow(acme, count)
        client.get(LIST)
        with statements() as sent:
            assert client.get(LIST).status_code == 200
        found.append(len(sent))
    assert found[0] == found[1] <= 16, found


def grow(cast, count: int) -> None:
    RegisterEntry.objects.all().delete()
    KnownSoftware.objects.all().delete()
    many(cast, count)


def test_an_initiative_that_ended_well_becomes_an_entry_once(acme):
    row = scene.idea(acme, "Devis")
    with refused("initiative_not_ended"):
        initiative_to_take(row.id)
    record_entry(now_act(acme), values=allowed(acme), initiative_id=row.id)
    with refused("initiative_in_register"):
        initiative_to_take(row.id)
    assert initiatives_beside().to_take == ()
