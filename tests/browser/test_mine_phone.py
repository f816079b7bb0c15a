import pytest
from playwright.sync_api import Browser

from tests.browser import steps
from tests.browser.site import Site
from tests.browser.walker import Window, walker

pytestmark = pytest.mark.browser
EMAIL = "lise@ateliers-morin.example"
PHONE = Window(language="fr", width=390, height=844, has_touch=True)


def test_what_is_owed_is_done_on_a_phone_without_leaving_the_page(site: Site, browser: Browser):
    with walker(site, browser, PHONE) as person:
        host = steps.found_company(person, email=EMAIL, name="Lise Morin", company="Ateliers Morin")
        site.call("tests.browser.furnish", f"owe(host={host!r})")
        person.go_to("/mine/", name="mine")
        tasks = person.page.locator("main .task")
        assert (person.heading, tasks.count()) == ("À faire", 4)
        # What is typed on one page is one thing to do.
        assert person.page.locator("header .pending").inner_text().startswith("3")
        main = person.page.locator("main")
        main.locator('[name$="-value"]').fill("7,5")
        main.locator('[name$="-using"]').fill("3")
        main.locator('[name$="-concerned"]').fill("8")
        person.press(main.locator('button[form="values"]').first, name="mine-typed")
        assert tasks.count() == 2
        person.press(main.locator('form[action*="next-step"] button'), name="mine-ticked")
        assert tasks.count() == 1
        person.press(main.locator('form[action*="/accept/"] button'), name="mine-signed")
        assert "Rien ne vous attend" in person.text
        assert person.page.locator("header .pending").count() == 0
