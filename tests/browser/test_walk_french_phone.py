import pytest
from playwright.sync_api import Browser

from tests.browser import steps
from tests.browser.site import Site
from tests.browser.walker import Window, walker

pytestmark = pytest.mark.browser
EMAIL, COLLEAGUE = "nadia@ateliers-verne.example", "hugo@ateliers-verne.example"
PHONE = Window(language="fr", width=390, height=844, has_touch=True)
FIRST, SECOND = "Relancer les clients à temps", "Trier les pannes en une heure"
FOURTH = "Chiffrer un devis en trois jours"
TRADE_OFF = "Le devis passe avant les relances."
AT_REVIEW = "La mesure avance."


def test_a_french_founder_does_the_whole_walk_on_a_phone(site: Site, browser: Browser):
    with walker(site, browser, PHONE) as person:
        host = steps.found_company(
            person, email=EMAIL, name="Nadia Verne", company="Ateliers Verne"
        )
        assert "Trois étapes jusqu’à la première priorité" in person.text
        person.follow("/diagnostic/", name="diagnostic")
        steps.take_diagnostic(person, by_keyboard=False)
        idea = steps.take_use(person)
        steps.write_company_mandate(person)
        assert "prend en main le pilotage de l’IA" in person.text
        steps.invite(person, email=COLLEAGUE, name="Hugo Petit")
        steps.name_captain(person, idea=idea, captain="Hugo Petit")
        with walker(site, browser, PHONE) as captain:
            steps.accept_by_mail(captain, email=COLLEAGUE)
        steps.complete_file(person, idea=idea, unit="h", whom="les deux assistantes")
        steps.start_from_pool(person, idea=idea)
        steps.measure(person, idea=idea, value="7,5")
        made = steps.fill_the_cap(site, host=host, started=[FIRST, SECOND], ready=[FOURTH])
        steps.arbitrate(
            person, host=host, wanted=made[FOURTH], paused=made[FIRST], reason=TRADE_OFF
        )
        person.go_to("/portfolio/", name="portfolio-full")
        steps.let_review_open(person, host=host, email=EMAIL)
        assert steps.hold_review(person, reason=AT_REVIEW, by_keyboard=False) == 3
        steps.read_log_and_answers(person, reasons=[TRADE_OFF, *[AT_REVIEW] * 3])
        steps.visit_settings(person)
        steps.change_language_and_back(person)
        steps.sign_out(person, host=host)
