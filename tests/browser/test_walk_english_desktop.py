import pytest
from playwright.sync_api import Browser

from tests.browser import steps
from tests.browser.site import Site
from tests.browser.walker import walker

pytestmark = pytest.mark.browser
EMAIL = "ada@harbour-works.example"
WINDOW = {"language": "en", "width": 1440, "height": 900}
FIRST, SECOND, FOURTH = "Remind customers in time", "Sort faults in an hour", "Quote in three days"
TRADE_OFF = "Quotes come before reminders."
AT_REVIEW = "The measurement moves."


def test_an_english_founder_does_the_whole_walk_on_a_desk(site: Site, browser: Browser):
    with walker(site, browser, **WINDOW) as person:
        host = steps.found_company(
            person, email=EMAIL, name="Ada Harbour", company="Harbour Works"
        )
        assert "Three steps to the first priority" in person.text
        person.follow("/diagnostic/", name="diagnostic")
        steps.take_diagnostic(person, by_keyboard=True)
        idea = steps.take_use(person)
        steps.write_company_mandate(person)
        steps.name_captain(person, idea=idea, captain="Ada Harbour")
        steps.complete_file(person, idea=idea, unit="h", whom="both assistants")
        steps.qualify_and_start(person, idea=idea)
        steps.measure(person, idea=idea, value="7.5")
        made = steps.fill_the_cap(site, host=host, started=[FIRST, SECOND], ready=[FOURTH])
        steps.arbitrate(
            person, host=host, wanted=made[FOURTH], paused=made[FIRST], reason=TRADE_OFF
        )
        person.go_to("/portfolio/", name="portfolio-full")
        steps.let_review_open(person, host=host, email=EMAIL)
        assert steps.hold_review(person, reason=AT_REVIEW, by_keyboard=True) == 3
        person.go_to("/decisions/", name="decision-log")
        assert TRADE_OFF in person.text
        assert person.text.count(AT_REVIEW) == 3
        person.go_to("/", name="dashboard")
        assert person.page.locator("section.answer h2").count() == 5
        steps.visit_settings(person)
        without_scripts(person, browser, host=host, paused=made[FIRST], other=made[SECOND])
        steps.change_language_and_back(person)
        steps.sign_out(person, host=host)


def without_scripts(
    person: walker.__class__, browser: Browser, *, host: str, paused: str, other: str
) -> None:
    """The same person, no script: the main pages, an arbitration, a decision."""
