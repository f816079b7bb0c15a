"""The first hour, whole: from the public page to a priority that runs, nine typed fields in all."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from tests.browser import steps
from tests.browser.site import Site
from tests.browser.walker import Walker, Window, walker

pytestmark = pytest.mark.browser
MOST_TYPED = 9
FOUNDER, CAPTAIN = "paul@menuiserie-roche.example", "lea@menuiserie-roche.example"
PHONE = Window(language="fr", width=390, height=844, has_touch=True)
DESK = Window(language="en", width=1440, height=900)


class Typing:
    """Fills fields and counts every one that a person types."""

    def __init__(self, person: Walker) -> None:
        self.person = person
        self.fields: list[str] = []

    def fill(self, **values: str) -> None:
        self.person.fill(**values)
        self.fields += values


def take_open_diagnostic(person: Walker, *, by_keyboard: bool) -> str:
    """The result stands on the public site, by taps or keys only; its private address."""
    person.open(person.site.url(), name="landing")
    person.follow("/diagnostic/", name="open-start")
    person.follow("/diagnostic/first/", name="open-first")
    answer = steps.answer_by_keys if by_keyboard else steps.answer_by_taps
    asked, shapes = 0, set()
    while "/summary/" not in person.page.url:
        assert asked < 40, person.page.url
        answer(person)
        asked += 1
        shape = steps.shape_of_question(person)
        person.look(f"open-question-{asked}", is_known=shape in shapes)
        shapes.add(shape)
    person.send(name="open-result")
    assert re.search(r"/diagnostic/[\w-]{43}/result/$", person.page.url)
    return person.page.url


def keep_result(typing: Typing, *, email: str, company: str) -> None:
    """The founder stands at the first step of the guided start."""
    person = typing.person
    form = 'main form[action$="/keep/"]'
    person.page.locator(f"{form} [name=email]").fill(email)
    person.page.locator(f"{form} [name=company]").fill(company)
    typing.fields += ["email", "company"]
    person.send(name="keep-sent", holding="company")
    person.open(steps.link_in(person.site.letter(email)), name="keep-confirm")
    person.send(name="start-carrier")
    assert person.page.url.endswith("/start/carrier/")


def start_first(typing: Typing, *, uses: int) -> None:
    """From the letter that is signed to the priority that runs."""
    person = typing.person
    person.pick("size", "small")
    person.send(name="start-uses", holding="who")
    boxes = person.page.locator("main form input[name=uses]")
    for box in boxes.all()[:uses]:
        person.touch(box.locator("xpath=ancestor::label"))
    person.send(name="start-figures")
    deadline = steps.today() + timedelta(days=180)
    way = person.page.locator("[data-direction]").get_attribute("data-direction")
    baseline, target = ("3", "9") if way == "up" else ("9", "3")
    typing.fill(baseline=baseline, target=target, target_on=deadline.isoformat(), budget="4000")
    person.pick("when", "already")
    person.send(name="start-triage", holding="budget")
    steps.answer_the_law(person)
    person.send(name="start-go")
    person.send(name="start-done")
    assert person.page.url.endswith("/start/")


def test_the_first_hour_takes_nine_typed_fields_on_a_phone(site: Site, browser: Browser) -> None:
    with walker(site, browser, PHONE) as person:
        typing = Typing(person)
        result = take_open_diagnostic(person, by_keyboard=False)
        assert typing.fields == [], "nothing personal before the result"
        keep_result(typing, email=FOUNDER, company="Menuiserie Roche")
        person.pick("who", "other")
        typing.fill(signed_by="Paul Roche", name="Léa Marchand", email=CAPTAIN)
        start_first(typing, uses=3)
        assert len(typing.fields) == MOST_TYPED, typing.fields
        assert "La première revue est au calendrier" in person.text
        assert "2 usages attendent au vivier" in person.text
        person.page.goto(result)
        assert "appartient désormais" in person.text, "the link opens nothing any more"
        person.complaints.clear()


def test_who_carries_it_alone_types_seven_on_a_desk(site: Site, browser: Browser) -> None:
    with walker(site, browser, DESK) as person:
        typing = Typing(person)
        take_open_diagnostic(person, by_keyboard=True)
        keep_result(typing, email="ann@harbour-first.example", company="Harbour First")
        person.pick("who", "me")
        typing.fill(signed_by="Ann Harbour")
        start_first(typing, uses=1)
        assert len(typing.fields) == MOST_TYPED - 2, typing.fields
        assert "The first review is in the calendar" in person.text
