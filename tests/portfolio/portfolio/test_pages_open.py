import pytest
from django.urls import reverse

from tests.portfolio import scene

PARTS = (
    *("initiative", "initiative_log", "initiative_edit", "initiative_estimates"),
    *("initiative_captain", "initiative_next_step", "initiative_decide", "arbitration"),
    *("initiative_objective", "initiative_measurements", "initiative_expenses"),
    *("initiative_budget", "initiative_criterion", "initiative_triage", "initiative_mandate"),
    "initiative_trial",
)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_empty_portfolio_shows_its_open_slots(acme, open_page, language):
    text = open_page(reverse("portfolio"), language=language).content.decode()
    assert text.count('class="slot free"') == 3


@pytest.mark.parametrize("name", PARTS)
def test_every_page_of_an_active_initiative_opens(acme, day, open_page, name):
    row = scene.started(acme, day=day)
    assert open_page(reverse(name, args=[row.id])).status_code == 200


@pytest.mark.parametrize("name", PARTS)
def test_every_page_of_a_bare_idea_opens_in_english(acme, day, open_page, name):
    row = scene.idea(acme, day=day)
    page = open_page(reverse(name, args=[row.id]), language="en")
    assert page.status_code in (200, 302)
