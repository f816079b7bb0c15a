"""A screen offers a person only what that person may do: no link and no button ends in a 403."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.urls import reverse

from portfolio.initiatives.services import assign_captain
from portfolio.life.choices import Verdict
from portfolio.requests.services import ask_authority
from portfolio.reviews.services.reviews import open_review
from portfolio.trials.services import start_trial
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.scene import at

PARTS = ("executive", "lead", "captain", "contributor", "viewer")
DENIED = re.compile(r'<div class="alert warn">\s*<svg[^>]*>\s*<use href="[^"]*#lock"')


class Offers(HTMLParser):
    """What the main part of a page offers: its links, and its forms with what they would send."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.is_open = False
        self.feed(page[page.index("<main") : page.index("</main>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "a" and known.get("href", "#")[:1] in "/?":
            self.links.append(known["href"])
        elif tag == "form" and known.get("method") == "post":
            self.is_open = True
            self.forms.append((known.get("action", ""), {}))
        elif tag == "input" and known.get("type") == "hidden" and self.is_open:
            self.forms[-1][1][known.get("name", "")] = known.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_open = False


@pytest.fixture
def furnished(acme, day):
    """A company in which everything is under way; the addresses of its pages."""
    boss = acting(acme.actor("executive"), now=at(day), today=day)
    early = day - timedelta(days=20)
    carried = scene.ready(acme, "Portée", day=early)
    assign_captain(boss, initiative_id=carried.id, captain_id=acme.members["captain"].id)
    letter = scene.mandate(acme, "captain", carried, verdicts=["pause", "continue"])
    scene.give(acme, carried, Verdict.START, day=early)
    late = scene.started(acme, "Sans mandat", day=early)
    paused = scene.started(acme, "En pause", day=early)
    until = {"reason": "été", "restart_on": day + timedelta(days=5)}
    scene.give(acme, paused, Verdict.PAUSE, day=day, **until)
    stopped = scene.started(acme, "Arrêtée", day=early)
    scene.give(acme, stopped, Verdict.STOP, day=day, reason="x", lesson="y")
    tried = scene.checked(acme, "Essayée", day=day)
    start_trial(boss, initiative_id=tried.id, question="Qui ?")
    rows = [carried, late, paused, stopped, tried, scene.ready(acme, "Prête", day=day)]
    rows.append(scene.idea(acme, "Proposée", day=day))
    captain = acting(acme.actor("captain"), now=at(day), today=day)
    ask_authority(captain, initiative_id=late.id, verdict=Verdict.STOP, reason="x")
    review = open_review(boss)
    company = scene.mandate(acme, "lead", verdicts=["qualify"])
    tabs = ("initiative", "initiative_log", "initiative_measurements", "initiative_expenses")
    tabs += ("initiative_triage", "initiative_decide")
    return [
        *(reverse(name) for name in ("mine", "dashboard", "portfolio", "proposals", "review")),
        reverse("settings_mandates"),
        *(reverse("mandate", args=[one.id]) for one in (letter, company)),
        reverse("authority_requests"),
        reverse("review_detail", args=[review.id]),
        *(reverse("review_item", args=[review.id, one.id]) for one in (carried, late)),
        *(reverse(name, args=[row.id]) for row in rows for name in tabs),
    ]


@pytest.mark.parametrize("part", PARTS)
def test_nothing_that_a_page_offers_is_refused_to_its_reader(acme, furnished, part) -> None:
    client = acme.client(part)
    wrong, seen = [], set()
    for page in furnished:
        answer = client.get(page)
        assert answer.status_code == 200, page
        offers = Offers(answer.text)
        for link in offers.links:
            address = urljoin(page, link)
            if address in seen or urlsplit(address).netloc:
                continue
            seen.add(address)
            found = client.get(address)
            if found.status_code == 403 or (
                not found.streaming and DENIED.search(found.content.decode(errors="ignore"))
            ):
                wrong.append((page, "link", address))
        for action, fields in offers.forms:
            address = urljoin(page, action)
            before = transaction.savepoint()
            if client.post(address, fields).status_code == 403:
                wrong.append((page, "form", address))
            transaction.savepoint_rollback(before)
    assert wrong == []
