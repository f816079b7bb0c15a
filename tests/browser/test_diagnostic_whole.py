"""The diagnostic as a company lives it: others asked, a result, a roadmap, skills, the paper."""

from base64 import b64decode
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from tests.assessments.papers.paper_pages import pages
from tests.browser import steps
from tests.browser.site import Site
from tests.browser.walker import Walker, Window, walker

pytestmark = pytest.mark.browser
EMAIL = "ines@ateliers-brun.example"
PHONE = Window(language="fr", width=390, height=844, has_touch=True)
PLAIN = Window(language="fr", width=390, height=844, has_scripts=False)
DESK = Window(language="en", width=1440, height=900)
PROMISE = "Vos réponses ne sont jamais montrées une par une."
FETCH = """async (link) => {
  const answer = await fetch(link.href)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  return [answer.headers.get("content-type"), btoa(String.fromCharCode(...bytes))]
}"""
REFUSAL = "Nos comptes sont payés jusqu’au printemps."


def test_a_diagnostic_is_shared_read_and_acted_on(site: Site, browser: Browser) -> None:
    with walker(site, browser, PHONE) as person:
        host = steps.found_company(person, email=EMAIL, name="Inès Brun", company="Ateliers Brun")
        link = ask_the_team(person, host=host)
        with walker(site, browser, PHONE) as visitor:
            lend_a_voice(visitor, link=link, answers=3)
        with walker(site, browser, PLAIN) as visitor:
            lend_a_voice(visitor, link=link, answers=1)
        person.go_to("/diagnostic/", name="diagnostic-open")
        assert "2 ont commencé" in person.text
        person.press(person.page.locator("main section a.btn").first, name="question-again")
        steps.answer_the_questions(person, by_keyboard=False)
        result = person.page.url
        take_home(person)
        take_and_refuse(person, browser)
        fill_in_own_line(person)
        seen_in_english_by_night(person, browser, host=host, result=result)


def ask_the_team(person: Walker, *, host: str) -> str:
    """An assessment is open, and a link for the whole team exists; its address."""
    person.follow("/diagnostic/", name="diagnostic")
    person.send(name="question-first")
    person.open(person.site.url("/diagnostic/", host=host), name="diagnostic-under-way")
    person.follow("/voices/", name="voices-empty")
    person.pick("role", "team")
    person.send(name="voices-link", holding="role")
    return person.page.locator("main input[readonly]").input_value()


def lend_a_voice(visitor: Walker, *, link: str, answers: int) -> None:
    """Somebody without an account reads the promise, answers a few questions and keeps the way."""
    visitor.open(link, name="voice-welcome")
    assert PROMISE in visitor.text
    visitor.press(visitor.page.locator("main form button").last, name="voice-question")
    for number in range(answers):
        steps.answer_by_taps(visitor)
        visitor.look(f"voice-question-{number + 2}", is_known=number > 0)
    assert PROMISE in visitor.text
    later = visitor.page.locator('a[href$="/later/"]:visible').first
    visitor.press(later, name="voice-later")
    assert f"{answers} réponse" in visitor.text
    if visitor.has_scripts:
        visitor.open(visitor.page.url.replace("/later/", "/end/"), name="voice-end")


def take_home(person: Walker) -> None:
    """Two pages of PDF, and every answer as a table, both by links of the result."""
    kind, paper = behind(person, 'main a[href$="result.pdf"]')
    assert kind == "application/pdf"
    assert len(pages(paper)) == 2
    kind, table = behind(person, 'main a[href$="answers.csv"]')
    assert kind.startswith("text/csv")
    assert len(table.decode().splitlines()) > 25


def behind(person: Walker, link: str) -> tuple[str, bytes]:
    """The kind and the content of the file that the link leads to."""
    kind, content = person.page.locator(link).first.evaluate(FETCH)
    return kind, b64decode(content)


def take_and_refuse(person: Walker, browser: Browser) -> None:
    """One action has an owner and a date; another one, without scripts, a reason and a day."""
    person.follow("/roadmap/", name="roadmap")
    addresses = person.page.locator('main a[href^="/roadmap/"]:not([href*="?"])').evaluate_all(
        "links => [...new Set(links.map((link) => link.href))].filter((url) => "
        '!url.endsWith("/roadmap/"))'
    )
    person.open(addresses[0], name="action")
    person.page.locator("main [name=owner_id]").select_option(label="Inès Brun")
    person.fill(due_on=(steps.today() + timedelta(days=30)).isoformat())
    person.send(name="action-taken", holding="due_on")
    with walker(person.site, browser, PLAIN, cookies_of=person) as plain:
        plain.open(addresses[1], name="action-plain")
        plain.touch(plain.page.locator("main details:has([value=refuse]) summary"))
        plain.fill(reason=REFUSAL, until=(steps.today() + timedelta(days=120)).isoformat())
        plain.send(name="action-refused", holding="reason")
        assert REFUSAL in plain.text
    person.go_to("/diagnostic/", name="diagnostic-done")
    person.follow("/roadmap/", name="roadmap-lived")
    assert "Inès Brun" in person.text


def fill_in_own_line(person: Walker) -> None:
    person.follow("/skills/", name="skills")
    own = person.page.locator('main a[href^="/skills/people/"]:visible').first
    person.press(own, name="skills-own")
    for choice in person.page.locator("main form select").all():
        choice.select_option(index=2)
    person.send(name="skills-filled")


def seen_in_english_by_night(person: Walker, browser: Browser, *, host: str, result: str) -> None:
    """The same pages, wide, dark and in the other language."""
    site, again = person.site, result.removesuffix("result/")
    addresses = [result, f"{again}send/"]
    for path in ("/diagnostic/", "/roadmap/", "/skills/", "/diagnostic/peers/"):
        addresses.append(site.url(path, host=host))
    with walker(site, browser, DESK, cookies_of=person) as desk:
        desk.page.emulate_media(color_scheme="dark")
        desk.page.goto(addresses[0])
        desk.open_own_menu()
        desk.press(desk.page.locator("#nav button[name=language]"), name="night-in-english")
        for address in addresses:
            desk.open(address, name=f"night-{address.rstrip('/').rpartition('/')[2]}")
