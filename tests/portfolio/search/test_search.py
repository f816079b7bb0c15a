import pytest
from django.urls import reverse

from governance.decisions.models import Decision
from portfolio.life.choices import State, Verdict
from portfolio.search.choices import SearchKind
from portfolio.search.forms import search_wish
from portfolio.search.selectors import MOST, SearchWish, readable, search_answer
from tests.assessments.finished import finished
from tests.counting import statements
from tests.governance.register.scene import allowed, entry
from tests.portfolio import scene
from tests.portfolio.standing.crowd import crowd


def look(text: str, *, most=None, may=frozenset(SearchKind), **more):
    """What is found, by kind."""
    found = search_answer(
        SearchWish(text=text, **more),
        may_read=may,
        language="fr",
        zone="Europe/Paris",
        most=most,
    )
    return {group.kind: group for group in found.groups}


def titles(text: str, kind: SearchKind = SearchKind.INITIATIVE, **more):
    group = look(text, **more).get(kind)
    return [] if group is None else [hit.title for hit in group.hits]


def test_accents_case_ligatures_and_order_make_no_difference(acme) -> None:
    for title in ("Chiffrer les pièces à l’œil", "Répondre aux appels"):
        scene.idea(acme, title)
    for typed in ("PIECES chiffrer", "œil", "oeil pièces", "l'oeil"):
        assert titles(typed) == ["Chiffrer les pièces à l’œil"]
    assert titles("pièces appels") == []


@pytest.mark.parametrize("typed", ["", " ", "a", "é", "?!", "%", "__", "’"])
def test_fewer_than_two_letters_ask_the_database_nothing(acme, typed) -> None:
    scene.idea(acme, "a % __ é")
    with statements() as sent:
        assert look(typed) == {}
    assert sent == []


@pytest.mark.parametrize("typed", ["100%", "a_b", "x' OR '1'='1", "\\\\", "ab\x00cd"])
def test_signs_are_no_wildcards(acme, typed) -> None:
    scene.idea(acme, "Autre chose")
    assert titles(typed) == []


def test_titles_come_before_what_only_says_it_further_down(acme) -> None:
    other = scene.idea(acme, "Autre")
    scene.Initiative.objects.filter(id=other.id).update(summary="la caméra")
    scene.follow_up("initiative", other.id)
    scene.idea(acme, "Caméra au poste 3")
    assert titles("camera") == ["Caméra au poste 3", "Autre"]


def test_each_kind_is_found_and_leads_to_its_page(acme, open_page, day) -> None:
    row = scene.qualified(acme, "Tri des rebuts", day=day)
    scene.give(acme, row, Verdict.REJECT, day=day, reason="Zèbre trop cher")
    line = entry(acme, day=day, **allowed(acme, tool="Zèbre IA"))
    finished(acme, usage=1, anchor=1)
    lead = acme.members["lead"]
    type(lead).objects.filter(id=lead.id).update(name="Zoé Zèbre")
    found = look("zebre")
    assert {kind: group.count for kind, group in found.items()} == {
        SearchKind.DECISION: 1,
        SearchKind.PERSON: 1,
        SearchKind.USE: 1,
    }
    number = Decision.objects.get(reason="Zèbre trop cher").seq
    assert found[SearchKind.DECISION].hits[0].number == number
    text = open_page(f"{reverse('search')}?q=zebre").content.decode()
    for address in (
        f"{reverse('decision_log')}?before={number + 1}#d{number}",
        f"{reverse('settings_members')}#m{lead.id}",
        reverse("register_entry", args=[line.id]),
    ):
        assert f'href="{address}"' in text
        assert open_page(address).status_code == 200
        anchor = address.partition("#")[2]
        assert not anchor or f'id="{anchor}"' in open_page(address).content.decode()
    action = look("charte")[SearchKind.ACTION].hits[0]
    assert open_page(reverse("roadmap_action", args=[action.id])).status_code == 200
    assert open_page(reverse("initiative", args=[row.id])).status_code == 200


def test_roadmap_actions_are_found_once_there_is_a_diagnostic(acme) -> None:
    assert SearchKind.ACTION not in look("charte")
    finished(acme, usage=1, anchor=1)
    assert SearchKind.ACTION in look("charte")


def test_a_kind_and_a_state_narrow_it(acme, day) -> None:
    idea, pool = (
        scene.idea(acme, "Caméra une", day=day),
        scene.qualified(acme, "Caméra deux", day=day),
    )
    assert set(look("camera", state=State.BACKLOG)) == {SearchKind.INITIATIVE}
    assert titles("camera", state=State.BACKLOG) == [pool.title]
    assert titles("camera", state=State.PROPOSED) == [idea.title]
    assert set(look("camera", kind=SearchKind.DECISION)) == {SearchKind.DECISION}
    assert look("camera", kind=SearchKind.DECISION, state=State.BACKLOG) == {}
    assert search_wish({"q": " ab ", "kind": "x", "state": "y"}) == SearchWish(text="ab")


def test_who_left_or_only_has_an_address_is_not_found(acme, day) -> None:
    lead = acme.members["lead"]
    rows = type(lead).objects.filter(id=lead.id)
    rows.update(name="Zoé Zèbre", email="girafe@example.com")
    assert look("girafe") == {}
    assert SearchKind.PERSON in look("zoe")
    rows.update(left_at=scene.at(day))
    assert look("zoe") == {}


def test_what_one_may_not_read_is_not_searched(acme) -> None:
    scene.idea(acme, "Caméra")
    assert look("camera", may=frozenset({SearchKind.USE})) == {}
    every = frozenset(SearchKind)
    for part in ("executive", "lead", "captain", "viewer"):
        assert readable(acme.actor(part), today=scene.TODAY) == every


def test_the_list_is_capped_and_its_count_told(acme, open_page, day) -> None:
    crowd(acme, 130, day=day)
    common = scene.Initiative.objects.order_by("id").last().title.split()[0]
    group = look(common)[SearchKind.INITIATIVE]
    assert (group.count >= 130, len(group.hits)) == (True, 6)
    whole = look(common, kind=SearchKind.INITIATIVE)[SearchKind.INITIATIVE]
    assert (whole.count, len(whole.hits)) == (group.count, MOST)
    page = open_page(f"{reverse('search')}?q={common}", language="en").content.decode()
    assert f"6 of {group.count} are shown." in page
    assert "kind=initiative" in page


def test_the_page_asks_at_most_eight_statements_whatever_is_found(acme, day) -> None:
    client = acme.client("viewer")
    crowd(acme, 200, day=day)
    client.get(f"{reverse('search')}?q=id")
    with statements() as sent:
        assert client.get(f"{reverse('search')}?q=id").status_code == 200
    assert len(sent) <= 8


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Nothing is looked for yet"),
        ("?q=a", "Two letters at least"),
        ("?q=zzzz", "Nothing says"),
        ("?q=zzzz&amp;kind=person", "Nothing says"),
        ("?q=zzzz&kind=person", "Without filters"),
    ],
)
def test_each_empty_state_says_what_to_do(acme, open_page, query, said) -> None:
    page = open_page(f"{reverse('search')}{query}", language="en")
    assert page.status_code == 200
    assert said in page.content.decode()


def test_every_page_has_a_link_to_it(acme, open_page) -> None:
    assert "data-search" in open_page("/portfolio/").content.decode()


def test_the_api_says_the_same_and_refuses_what_it_does_not_know(acme, api, day) -> None:
    row = scene.idea(acme, "Caméra", day=day)
    told = api("get", "search/?q=CAMERA").json()
    assert told["groups"][0]["kind"] == "initiative"
    assert told["groups"][0]["hits"][0]["id"] == str(row.id)
    assert api("get", "search/?q=camera&kind=person").json()["groups"] == []
    for wrong in ("search/?q=ab&kind=x", "search/?q=ab&limit=101", "search/?q=ab&x=1"):
        assert api("get", wrong).status_code in {400, 422}
