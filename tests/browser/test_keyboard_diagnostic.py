"""The whole diagnostic without a mouse: every control is reached, named and used by keys alone."""

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.site import Site
from tests.browser.steps import shape_of_question
from tests.browser.walker import Walker, Window, walker

pytestmark = pytest.mark.browser
NARROW = Window(language="fr", width=390, height=844)
MOST_TABS = 60
# What a screen reader would say of the control that has the focus, and whether the eye finds it.
FOCUS = """() => {
  const one = document.activeElement
  if (!one || one === document.body) return null
  const label = one.labels?.[0]?.innerText || one.getAttribute("aria-label") || one.innerText || ""
  const group = [...document.querySelectorAll("fieldset")].filter((set) => set.contains(one))
  const seen = (one.closest("label") || one).getBoundingClientRect()
  return {
    tag: one.tagName, type: one.type || "", name: one.name || "", value: one.value || "",
    href: one.getAttribute("href") || "", label: label.trim(), inside: !!one.closest("main"),
    groups: group.map((set) => set.querySelector("legend")?.innerText.trim() || ""),
    seen: seen.width > 0 && seen.height > 0 && seen.bottom > 0 && seen.top < innerHeight,
  }
}"""


def focus(person: Walker) -> dict:
    found = person.page.evaluate(FOCUS)
    return found or {}


def tab_to(person: Walker, wanted) -> dict:
    """The first control on the way of the Tab key that is as wanted."""
    for _ in range(MOST_TABS):
        person.page.keyboard.press("Tab")
        found = focus(person)
        if found and wanted(found):
            assert found["label"], f"no name for {found}"
            assert found["seen"], f"out of sight: {found}"
            return found
    raise AssertionError(f"not reached by Tab on {person.page.url}")


def enter(person: Walker) -> None:
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")


def send(person: Walker) -> None:
    tab_to(person, lambda one: one["tag"] == "BUTTON" and one["inside"])
    enter(person)


def is_input(found: dict) -> bool:
    return found["tag"] == "INPUT" and found["type"] in ("radio", "checkbox")


def answer(person: Walker) -> None:
    """One choice on a scale, one in each line of a grid, two of many; then the button."""
    keyboard, page = person.page.keyboard, person.page
    lines = page.locator("main form fieldset fieldset").count() or 1
    boxes = page.locator("main form input[type=checkbox]").count()
    for place in range(min(boxes, 2) or lines):
        found = tab_to(person, is_input)
        assert found["groups"], f"no question for {found}"
        assert all(found["groups"]), found
        keyboard.press("Space")
        if not boxes and place == 0:
            keyboard.press("ArrowDown")
            assert focus(person)["value"] != found["value"], "arrows move in a scale"
    assert page.locator("main form input:checked").count() == (min(boxes, 2) or lines)
    send(person)


def test_the_whole_diagnostic_is_answered_by_keys_alone(site: Site, browser: Browser) -> None:
    with walker(site, browser, NARROW) as person:
        person.open(site.url("/diagnostic/"), name="keys-start")
        tab_to(person, lambda one: one["href"] == "/diagnostic/first/")
        enter(person)
        asked: list[str] = []
        shapes: set[str] = set()
        while "/summary/" not in person.page.url:
            assert person.page.url not in asked, f"asked twice: {person.page.url}"
            asked.append(person.page.url)
            shape = shape_of_question(person)
            if shape not in shapes:
                person.look(f"keys-question-{len(asked)}")
            shapes.add(shape)
            answer(person)
        assert len(asked) >= 26
        person.look("keys-summary")
        send(person)
        person.look("keys-result")
        assert re.search(r"/diagnostic/[\w-]{43}/result/$", person.page.url)


AZERTY = """([key, code]) => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }))"""


def test_figures_choose_on_a_french_keyboard_without_shift(site: Site, browser: Browser) -> None:
    with walker(site, browser, NARROW) as person:
        person.open(site.url("/diagnostic/first/"), name="keys-azerty")
        for key, code, number in (("&", "Digit1", "1"), ("é", "Digit2", "2")):
            person.page.evaluate(AZERTY, [key, code])
            chosen = person.page.locator("form[data-keys] label.choice:has(input:checked) kbd")
            assert chosen.text_content().strip() == number
