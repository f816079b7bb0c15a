"""Words are found however they are spelt, and titles stand where French puts them."""

import re

import pytest
from django.db import connection

from tenants.texts import FOLDED, folded
from tests.conftest import Cast
from tests.portfolio import scene
from tests.portfolio.calls import Call

pytestmark = pytest.mark.django_db

TITLES = (
    "Écrire l’inventaire",
    "Œuvrer pour l'atelier",
    "Çà et là",
    "Zéro papier",
    "Cyclage",
    "Eau chaude",
    "Oléagineux",
    "Straße",
)
IN_ORDER = [
    "Çà et là",
    "Cyclage",
    "Eau chaude",
    "Écrire l’inventaire",
    "Œuvrer pour l'atelier",
    "Oléagineux",
    "Straße",
    "Zéro papier",
]


@pytest.fixture
def ideas(acme: Cast) -> None:
    for title in TITLES:
        scene.qualified(acme, title)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ecrire", "Écrire l’inventaire"),
        ("ÉCRIRE", "Écrire l’inventaire"),
        ("l'inventaire", "Écrire l’inventaire"),
        ("inventaire ecrire", "Écrire l’inventaire"),
        ("E\u0301crire", "Écrire l’inventaire"),
        ("oeuvrer", "Œuvrer pour l'atelier"),
        ("l’atelier œuvrer", "Œuvrer pour l'atelier"),
        ("ca et la", "Çà et là"),
        ("STRASSE", "Straße"),
        ("papier-zero", "Zéro papier"),
    ],
)
def test_an_idea_is_found_on_the_page_and_by_the_interface(
    acme: Cast, api: Call, ideas: None, typed: str, found: str
) -> None:
    listed = api("get", f"initiatives/?q={typed}").json()["results"]
    assert [one["title"] for one in listed] == [found]
    page = acme.client("executive").get("/portfolio/", {"q": typed}).content.decode()
    pool = page.partition('id="pool"')[2]
    shown = {title for title in TITLES if title.replace("'", "&#x27;") in pool}
    assert shown == {found}


@pytest.mark.parametrize("typed", ["ecrire papier", "x" * 80])
def test_what_is_nowhere_is_not_found(api: Call, ideas: None, typed: str) -> None:
    assert api("get", f"initiatives/?q={typed}").json()["results"] == []


def test_titles_stand_where_french_puts_them(acme: Cast, api: Call, ideas: None) -> None:
    listed = api("get", "initiatives/?sort=title&limit=3").json()
    seen = [one["title"] for one in listed["results"]]
    while listed["next"]:
        listed = api("get", listed["next"].partition("/api/v1/")[2]).json()
        seen += [one["title"] for one in listed["results"]]
    assert seen == IN_ORDER
    page = acme.client("executive").get("/portfolio/", {"sort": "title"}).content.decode()
    pool = page.partition('id="pool"')[2].replace("&#x27;", "'")
    places = [found.start() for title in IN_ORDER[:7] if (found := re.search(title, pool))]
    assert len(places) == 7
    assert places == sorted(places)


@pytest.mark.parametrize(
    "text", [*TITLES, "Ægir & Þór – Łódź", "ﬁn de l'été", "株式会社 2026", "  "]
)
def test_the_database_folds_as_we_do(db: None, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {FOLDED.format('%s::text')}", [text])
        assert cursor.fetchone() == (folded(text),)
