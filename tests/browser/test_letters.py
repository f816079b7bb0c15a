import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser import steps
from tests.browser.site import Site
from tests.browser.walker import Window, walker

pytestmark = pytest.mark.browser
EMAIL = "ines@papeterie-oriane.example"
COLLEAGUE = "maximilien-alexandre.delaroche-montgolfier@papeterie-oriane.example"
PHONE = Window(language="fr", width=390, height=844, has_touch=True)


def test_mails_are_read_on_a_phone_by_day_and_by_night(site: Site, browser: Browser):
    with walker(site, browser, PHONE) as person:
        steps.found_company(person, email=EMAIL, name="Inès Oriane", company="Papeterie Oriane")
        steps.write_company_mandate(person)
        steps.invite(person, email=COLLEAGUE, name="Maximilien Delaroche")
        site.letter(COLLEAGUE)
        letters = [*site.letters(EMAIL), *site.letters(COLLEAGUE)]
    assert len(letters) >= 2
    page = browser.new_page(viewport={"width": 390, "height": 844})
    for letter in letters:
        told, shown = (letter.get_body((kind,)) for kind in ("plain", "html"))
        assert told is not None, letter["subject"]
        assert shown is not None, letter["subject"]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.set_content(shown.get_content())
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, letter["subject"]
            found = Axe().run(page, options={"runOnly": ["color-contrast"]}).response
            assert found["violations"] == [], (letter["subject"], scheme)
    page.close()
