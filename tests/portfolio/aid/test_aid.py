from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.roadmap.selectors.steps import current_actions
from portfolio.aid.rules import HOLDS, open_aids, parse_aids, pays_at_most, to_look_at_again
from portfolio.aid.selectors import DATA, aid_pack, aid_page
from portfolio.triage.services import set_company_size
from tenants.documents import BadDocument, load
from tests.conftest import acting
from tests.portfolio import scene

NOTED = date(2026, 11, 26)
FILE = DATA / "2026-11-26.yaml"


@pytest.fixture
def document():
    return deepcopy(load(FILE.read_text(encoding="utf-8"), name="public_aid"))


def ids(**more) -> set[str]:
    return {one.id for one in open_aids(aid_pack(), **{"size": "small", "today": NOTED, **more})}


def aid(name: str):
    return next(one for one in aid_pack().aids if one.id == name)


def test_every_pack_is_read_and_named_after_its_day() -> None:
    for file in DATA.glob("*.yaml"):
        pack = parse_aids(load(file.read_text(encoding="utf-8"), name="public_aid"))
        assert pack.version.isoformat() == file.stem


def test_every_step_that_an_aid_pays_is_in_the_catalogue() -> None:
    assert {one for aid in aid_pack().aids for one in aid.actions} <= set(current_actions().actions)


FAULTS = {
    "unknown key": (lambda d: d["aids"][0].update(extra=1), "unknown field"),
    "share of one": (lambda d: d["aids"][0].update(share=1), "share"),
    "no share, sourced": (lambda d: d["aids"][0].update(share=None), "share_unsourced"),
    "share, not sourced": (lambda d: d["aids"][2]["sure"].update(share=None), "share_unsourced"),
    "ceiling of nothing": (lambda d: d["aids"][2].update(ceiling=0), "ceiling"),
    "unknown size": (lambda d: d["aids"][0].update(sizes=["huge"]), "sizes"),
    "no region": (lambda d: d["aids"][0].update(regions=[]), "regions"),
    "no source": (lambda d: d["aids"][0].update(sources=[]), "sources"),
    "one language": (lambda d: d["aids"][0]["name"].pop("en"), "name"),
    "twice": (lambda d: d["aids"].append(d["aids"][0]), "diag_data_ia"),
    "noted later": (lambda d: d["aids"][0].update(checked_on=date(2026, 11, 27)), "noted_later"),
    "day as text": (lambda d: d["aids"][2].update(until="soon"), "until"),
    "other schema": (lambda d: d.update(schema="capitaine/public_aid/2"), "schema"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_pack_is_refused_with_its_place(document, name) -> None:
    parse_aids(document)
    spoil, told = FAULTS[name]
    spoil(document)
    with pytest.raises(BadDocument) as refused:
        parse_aids(document)
    assert told in str(refused.value)


def test_who_may_ask_for_what() -> None:
    national = {"cii", "osez_ia_guarantee"}
    assert ids() == national | {"diag_data_ia", "opco"}
    assert ids(size="micro") == {"cii", "opco"}
    assert ids(size="medium") == national | {"diag_data_ia"}
    assert ids(size="") == national | {"diag_data_ia", "opco"}
    assert ids(region="grand_est") - ids() == {"grand_est_first_use"}


def test_what_is_over_or_noted_too_long_ago_is_not_shown(document) -> None:
    for one in document["aids"]:
        one["checked_on"] = document["version"] = date(2027, 12, 1)
    pack = parse_aids(document)

    def shown(day: date) -> set[str]:
        return {one.id for one in open_aids(pack, size="small", today=day)}

    assert "cii" in shown(date(2027, 12, 31))
    assert "cii" not in shown(date(2028, 1, 1))
    assert ids(today=NOTED + HOLDS) == ids()
    assert ids(today=NOTED + HOLDS + timedelta(days=1)) == set()
    assert not to_look_at_again(aid_pack(), today=NOTED + HOLDS)
    assert to_look_at_again(aid_pack(), today=NOTED + HOLDS + timedelta(days=1))


@pytest.mark.parametrize(
    ("name", "cost", "most"),
    [
        ("cii", "32000", "6400"),
        ("cii", "400000", "80000"),
        ("cii", "1000000", "80000"),
        ("cii", "33.33", "6"),
        ("cii", "0", None),
        ("diag_data_ia", "10000", None),
        ("opco", "10000", None),
        ("osez_ia_guarantee", "10000", None),
    ],
)
def test_what_it_pays_at_most_of_a_project(name, cost, most) -> None:
    found = pays_at_most(aid(name), cost=Decimal(cost))
    assert found == (None if most is None else Decimal(most))


def test_what_is_left_is_told_as_a_range_with_sources_and_date() -> None:
    page = aid_page(cost=Decimal(32_000), size="small", today=NOTED, language="fr")
    cii = next(one for one in page.aids if one.id == "cii")
    assert (cii.at_most, cii.leaves, cii.until) == (6400, 25_600, date(2027, 12, 31))
    diag = next(one for one in page.aids if one.id == "diag_data_ia")
    assert (diag.at_most, diag.leaves, diag.ceiling, diag.your_part) == (None, None, 2500, 7500)
    assert diag.sources[0].url == "https://presse.bpifrance.fr/?p=231632"
    assert (diag.sources[2].url, "smart-impulsion" in diag.sources[2].note) == ("", True)
    for one in page.aids:
        assert one.sources
        assert one.checked_on == NOTED
    none = aid_page(cost=None, size="small", today=NOTED, language="en")
    assert {one.at_most for one in none.aids} == {None}


def test_the_money_page_and_the_api_say_the_same(acme, open_page, api, day, monkeypatch) -> None:
    row = scene.started(acme, day=day, budget=32_000)
    set_company_size(acting(acme.actor("executive"), today=day), company_size="small")
    address = reverse("initiative_expenses", args=[row.id])
    text = open_page(address, language="en").content.decode()
    told = api("get", f"initiatives/{row.id}/aid/").json()
    expected = open_aids(aid_pack(), size="small", today=day)
    assert [one["id"] for one in told["aids"]] == [one.id for one in expected]
    for one in expected:
        assert one.name.en.split("'")[0] in text
    if "cii" in {one.id for one in expected}:
        assert "€6,400" in text
        assert "€25,600" in text
        assert 'href="https://www.exoqua.com/cii"' in text
    scene.give(acme, row, "stop", day=day, reason="Fini", lesson="Rien")
    assert 'id="aid-h"' not in open_page(address, language="en").content.decode()


def test_an_unknown_initiative_has_no_aid(acme, api) -> None:
    assert api("get", f"initiatives/{acme.members['lead'].id}/aid/").status_code == 404
