import json

import pytest
from playwright.sync_api import Browser

from tests.browser import steps
from tests.browser.site import Site
from tests.browser.walker import Window, walker

pytestmark = pytest.mark.browser
EMAIL = "anne@ateliers-roy.example"
PHONE = Window(language="fr", width=390, height=844, has_touch=True)


def test_what_the_room_proposed_is_confirmed_on_a_phone(site: Site, browser: Browser):
    with walker(site, browser, PHONE) as person:
        host = steps.found_company(person, email=EMAIL, name="Anne Roy", company="Ateliers Roy")
        review = json.loads(site.call("tests.browser.furnish", f"propose(host={host!r})"))
        person.go_to("/mine/", name="mine-confirm")
        where = f"/reviews/{review}/confirm/"
        assert person.page.locator(f'main a[href^="{where}"]').count() > 0
        # Opened from the mail, whoever confirms stays on the page; from the list, goes back to it.
        person.open(site.url(where, host=host), name="confirm")
        assert person.heading == "Confirmer les décisions de cette revue"
        main = person.page.locator("main")
        assert main.locator("section.card").count() == 2
        # One tap for what needs nothing more; the other opens its page with the words in it.
        person.press(main.locator("form:has([name=item]) button").first, name="confirmed")
        assert "1 décision est prise." in person.text
        assert main.locator("section.card").count() == 1
        person.press(main.locator('a[href$="?verdict=adjust"]'), name="confirm-completed")
        assert main.locator("[name=reason]").input_value() == "Une cible plus basse"
        person.open(site.url(f"/reviews/{review}/", host=host), name="review-plan")
        assert "Minute 1 sur 15" in person.text
