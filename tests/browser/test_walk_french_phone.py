import pytest
from playwright.sync_api import Browser

from tests.browser import steps
from tests.browser.site import Site
from tests.browser.walker import walker

pytestmark = pytest.mark.browser
EMAIL, COLLEAGUE = "nadia@ateliers-verne.example", "hugo@ateliers-verne.example"


def test_a_french_founder_does_the_whole_walk_on_a_phone(site: Site, browser: Browser):
    with walker(
        site, browser, language="fr", width=390, height=844, has_touch=True
    ) as person:
        host = steps.found_company(
            person, email=EMAIL, name="Nadia Verne", company="Ateliers Verne"
        )
        assert "Trois étapes jusqu’à la première priorité" in person.text
        person.follow("/diagnostic/", name="diagnostic")
        steps.take_diagnostic(person, by_keyboard=False)
        idea = steps.take_use(person)
        steps.write_company_mandate(person)
        steps.invite(person, email=COLLEAGUE, name="Hugo Petit")
        letter = steps.name_captain(person, idea=idea, captain="Hugo Petit")
        with walker(
            site, browser, language="fr", width=390, height=844, has_touch=True
        ) as colleague:
            address = steps.link_in(site.letter(COLLEAGUE, about="/mandates/"))
            steps.sign_in_by_mail(
                colleague, email=COLLEAGUE, address=address, name="mandate-to-accept"
            )
            assert colleague.page.url == address
            colleague.send(name="mandate-accepted-by-captain")
        steps.complete_file(person, idea=idea, unit="h", whom="les deux assistantes")
        steps.qualify_and_start(person, idea=idea)
        steps.measure(person, idea=idea, value="7,5")
        made = steps.fill_the_cap(
            site,
            host=host,
            started=["Relancer les clients à temps", "Trier les pannes en une heure"],
            ready=["Chiffrer un devis en trois jours"],
        )
        paused, wanted = made["Relancer les clients à temps"], made["Chiffrer un devis en trois jours"]
        reason = "Le devis passe avant les relances."
        steps.arbitrate(person, host=host, wanted=wanted, paused=paused, reason=reason)
        person.go_to("/portfolio/", name="portfolio-full")
        steps.let_review_open(person, host=host, email=EMAIL)
        decided = steps.hold_review(person, reason="La mesure avance.", by_keyboard=False)
        print(decided)
        person.go_to("/decisions/", name="decision-log")
        assert reason in person.text
        person.go_to("/", name="dashboard")
        assert person.page.locator("section.answer h2").count() == 5
        person.go_to("/settings/members/", name="settings-members-last")
        person.follow("/settings/mandates/", name="settings-mandates")
        person.open_own_menu()
        person.language = "en"
        person.press(person.page.locator("#nav button[name=language]"), name="in-english")
        person.open_own_menu()
        person.language = "fr"
        person.press(person.page.locator("#nav button[name=language]"), name="in-french-again")
        person.open_own_menu()
        person.press(person.page.locator('#nav form[action="/session/end/"] button'), name="signed-out")
        person.page.goto(site.url(host=host))
        assert "/accounts/login/" in person.page.url
