import pytest
from playwright.sync_api import Browser

from tests.browser import steps
from tests.browser.site import Site
from tests.browser.walker import Window, walker

pytestmark = pytest.mark.browser
EMAIL = "nadia@fonderie-rey.example"
PHONE = Window(language="fr", width=390, height=844, has_touch=True)


def test_a_use_is_declared_found_stopped_and_read_on_a_phone(site: Site, browser: Browser):
    with walker(site, browser, PHONE) as person:
        steps.found_company(person, email=EMAIL, name="Nadia Rey", company="Fonderie Rey")
        person.go_to("/register/", name="register-empty")
        person.fill(tool="DeepL", purpose="Traduire les devis")
        person.pick("data", "internal")
        person.pick("account", "business")
        person.send(name="register-declared", holding="tool")
        assert "DeepL" in person.text
        person.follow("/register/software/", name="sweep-empty")
        person.fill(name="Sellsy", vendor="Sellsy SAS")
        person.send(name="sweep-added", holding="vendor")
        person.press(person.page.locator('main a[href$="/"]', has_text="Sellsy"), name="look")
        person.pick("found", "yes")
        person.pick("data", "internal")
        person.pick("switched_on", "vendor")
        person.send(name="sweep-looked", holding="found")
        person.go_to("/register/", name="register-two")
        person.press(person.page.locator("main a", has_text="Sellsy").first, name="entry")
        person.follow("/edit/", name="entry-edit")
        person.pick("light", "green")
        for field in ("owner_id", "stop_by_id"):
            person.page.select_option(f'main [name="{field}"]', label="Nadia Rey")
        person.send(name="entry-allowed", holding="stop_by_id")
        person.follow("/stop/", name="stop-asked-how")
        person.send(name="stop-asked")
        assert "Arrêt demandé" in person.text
        person.follow("/stopped/", name="stop-confirm")
        person.send(name="stopped", holding="stopped_on")
        assert (person.heading, "Arrêté" in person.text) == ("Sellsy", True)
