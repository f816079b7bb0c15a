import pytest
from playwright.sync_api import Browser

from tests.browser import steps
from tests.browser.site import Site
from tests.browser.walker import Walker, Window, walker

pytestmark = pytest.mark.browser
EMAIL, COLLEAGUE = "ada@harbour-works.example", "hugh@harbour-works.example"
DESK = Window(language="en", width=1440, height=900)
PLAIN = Window(language="en", width=1440, height=900, has_scripts=False)
MAIN_PAGES = (
    "/",
    "/portfolio/",
    "/reviews/",
    "/diagnostic/",
    "/decisions/",
    "/settings/members/",
    "/settings/mandates/",
    "/profile/",
    "/initiatives/new/",
)
FIRST, SECOND, FOURTH = "Remind customers in time", "Sort faults in an hour", "Quote in three days"
TRADE_OFF = "Quotes come before reminders."
AT_REVIEW = "The measurement moves."


def test_an_english_founder_does_the_whole_walk_on_a_desk(site: Site, browser: Browser):
    with walker(site, browser, DESK) as person:
        host = steps.found_company(person, email=EMAIL, name="Ada Harbour", company="Harbour Works")
        assert "Three steps to the first priority" in person.text
        person.follow("/diagnostic/", name="diagnostic")
        steps.take_diagnostic(person, by_keyboard=True)
        idea = steps.take_use(person)
        steps.write_company_mandate(person)
        assert "takes charge of steering AI" in person.text
        steps.invite(person, email=COLLEAGUE, name="Hugh Little")
        steps.name_captain(person, idea=idea, captain="Hugh Little")
        with walker(site, browser, DESK) as captain:
            steps.accept_by_mail(captain, email=COLLEAGUE)
        steps.complete_file(person, idea=idea, unit="h", whom="both assistants")
        steps.start_from_pool(person, idea=idea)
        steps.measure(person, idea=idea, value="7.5")
        made = steps.fill_the_cap(site, host=host, started=[FIRST, SECOND], ready=[FOURTH])
        steps.arbitrate(
            person, host=host, wanted=made[FOURTH], paused=made[FIRST], reason=TRADE_OFF
        )
        person.go_to("/portfolio/", name="portfolio-full")
        steps.let_review_open(person, host=host, email=EMAIL)
        assert steps.hold_review(person, reason=AT_REVIEW, by_keyboard=True) == 3
        steps.read_log_and_answers(person, reasons=[TRADE_OFF, *[AT_REVIEW] * 3])
        steps.visit_settings(person)
        without_scripts(person, browser, host=host, paused=made[FIRST], other=made[SECOND])
        steps.change_language_and_back(person)
        steps.sign_out(person, host=host)


def without_scripts(
    person: Walker, browser: Browser, *, host: str, paused: str, other: str
) -> None:
    """The same person, no script: the main pages, a trade-off, a decision."""
    site = person.site
    with walker(site, browser, PLAIN, cookies_of=person) as plain:
        for path in MAIN_PAGES:
            plain.open(site.url(path, host=host), name=f"plain-{path.strip('/') or 'home'}")
        steps.arbitrate(
            plain, host=host, wanted=paused, paused=other, reason="Reminders come back."
        )
        address = f"/initiatives/{paused}/decisions/?verdict=stop"
        plain.open(site.url(address, host=host), name="plain-decide")
        plain.fill(reason="Customers answer anyway.", lesson="Ask before building.")
        plain.send(name="plain-decided", holding="verdict")
        plain.open(site.url("/decisions/", host=host), name="plain-log-after")
        assert "Customers answer anyway." in plain.text
