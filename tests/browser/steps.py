"""The steps of the walk, the same in both languages: what is said differs, not what is done."""

import json
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

from playwright.sync_api import Locator, expect

from tests.browser.site import Site
from tests.browser.walker import Walker

UUID = r"[0-9a-f-]{36}"
LINK = re.compile(r"^http://\S+$", re.MULTILINE)


def today() -> date:
    return datetime.now(UTC).date()


def found_company(person: Walker, *, email: str, name: str, company: str) -> str:
    """A new founder stands on the dashboard of a new company; its host."""
    site, page = person.site, person.page
    person.open(site.url(), name="landing")
    person.follow("/companies/start/", name="founding")
    person.fill(email=email, name=name, company=company)
    person.send(name="founding-sent")
    person.open(link_in(site.letter(email)), name="founding-confirm")
    person.send(name="dashboard-empty")
    return page.url.removeprefix("http://").partition(":")[0]


def link_in(letter: str) -> str:
    found = LINK.search(letter)
    assert found is not None, letter
    return found[0]


def sign_in_by_mail(person: Walker, *, email: str, address: str, name: str) -> None:
    """Whoever reads that mail box stands on the page of that address."""
    site = person.site
    known = len(site.letters(email))
    person.open(address, name="sign-in")
    person.fill(email=email)
    person.send(name="sign-in-sent", holding="email")
    letter = site.letter(email, after=known)
    person.page.goto(link_in(letter))
    person.look("sign-in-confirm")
    if person.page.url.startswith(site.url()):
        person.send(name=name)


def take_diagnostic(person: Walker, *, by_keyboard: bool) -> None:
    """An assessment is started and every question answered; the result is on screen."""
    person.send(name="question")
    answer_the_questions(person, by_keyboard=by_keyboard)


def answer_the_questions(person: Walker, *, by_keyboard: bool) -> None:
    """Every question from the one on screen on, one page each; the result is on screen."""
    page = person.page
    asked: list[str] = []
    shapes: set[str] = set()
    while "/summary/" not in page.url:
        assert page.url not in asked, f"asked twice: {page.url}"
        asked.append(page.url)
        (answer_by_keys if by_keyboard else answer_by_taps)(person)
        shape = shape_of_question(person)
        person.look(f"question-{len(asked)}", is_known=shape in shapes)
        shapes.add(shape)
    assert len(asked) > 20, asked
    person.send(name="result")


def shape_of_question(person: Walker) -> str:
    """Pages of the same kind and number of controls are one shape."""
    inputs = person.page.locator("main form input")
    return str(inputs.evaluate_all("inputs => inputs.map((input) => input.type).join()"))


def rows_of_question(person: Walker) -> list[Locator]:
    """The inputs to be used on a question: one of a scale or of each line, two of many."""
    form = person.page.locator("main form")
    lines = form.locator("fieldset fieldset")
    if lines.count():
        return [line.locator("input").nth(min(i, 1)) for i, line in enumerate(lines.all())]
    boxes = form.locator("input[type=checkbox]")
    if boxes.count():
        return [boxes.nth(0), boxes.nth(1)]
    radios = form.locator("input[type=radio]")
    return [radios.nth(min(2, radios.count() - 1))]


def answer_by_taps(person: Walker) -> None:
    for one in rows_of_question(person):
        person.touch(one.locator("xpath=ancestor::label"))
        expect(one).to_be_checked()
    with person.page.expect_navigation():
        person.touch(person.page.locator("main form:has(fieldset) button"))


def answer_by_keys(person: Walker) -> None:
    """Digits and Enter where the page offers them, Space and Enter elsewhere."""
    page = person.page
    if page.locator("form[data-keys]").count():
        page.keyboard.press("3" if page.locator("kbd", has_text="3").count() else "1")
    else:
        for one in rows_of_question(person):
            one.focus()
            page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def take_use(person: Walker) -> str:
    """The first promising use stands in the pool: an executive may put it there; its address."""
    take = person.page.locator('main form[action*="/uses/"] button').first
    person.press(take, name="initiative-in-pool")
    assert re.search(rf"/initiatives/{UUID}/$", person.page.url)
    return person.page.url


def write_company_mandate(person: Walker) -> None:
    """The founder holds the company's mandate; signing one's own letter accepts it."""
    person.go_to("/settings/members/", name="settings-members")
    person.follow("/settings/mandates/", name="settings-mandates-empty")
    person.follow("/settings/mandates/new/", name="mandate-new")
    person.send(name="mandate-written")
    assert re.search(rf"/mandates/{UUID}/$", person.page.url)
    assert person.page.locator('main form[action$="/accept/"]').count() == 0, "signing accepts"


def invite(person: Walker, *, email: str, name: str) -> None:
    """That person belongs to the company as a contributor and knows it by mail."""
    person.go_to("/settings/members/", name="settings-members-again")
    person.fill(email=email, name=name)
    person.send(name="member-invited", holding="email")
    assert name in person.text


def name_captain(person: Walker, *, idea: str, captain: str) -> None:
    """The idea has that captain, and a mandate that waits to be accepted."""
    person.open(idea, name="initiative-to-complete")
    person.follow("/captain/", name="captain")
    person.page.locator("[name=captain]").select_option(label=captain)
    person.send(name="captain-named", holding="captain")
    person.follow("/mandate/", name="captain-mandate")
    person.send(name="captain-mandate-written")


def accept_by_mail(captain: Walker, *, email: str) -> None:
    """The captain reads the mail, signs in by another one, joins and accepts the letter."""
    address = link_in(captain.site.letter(email, about="/mandates/"))
    sign_in_by_mail(captain, email=email, address=address, name="invitation")
    captain.send(name="letter-to-accept")
    assert captain.page.url == address
    accept = captain.page.locator('main form[action$="/accept/"] button')
    captain.press(accept, name="letter-accepted")
    assert accept.count() == 0


def complete_file(person: Walker, *, idea: str, unit: str, whom: str) -> None:
    """Objective, estimates, budget, stop rule, triage: every line of the list is met."""
    person.open(idea, name="initiative-with-captain")
    person.follow("/objective/", name="objective")
    assert person.page.locator("[name=kpi]").input_value(), "proposed from the use case"
    deadline = today() + timedelta(days=150)
    person.fill(unit=unit, beneficiaries=whom)
    person.pick("direction", "down")
    person.fill(baseline="9", target="3", target_on=deadline.isoformat(), monthly_value="2000")
    person.send(name="objective-saved", holding="kpi")
    person.follow("/estimates/", name="estimates")
    for tap, value in (("value", "medium"), ("effort", "small"), ("cost", "small")):
        person.pick(tap, value)
    person.send(name="estimates-saved", holding="value")
    person.follow("/budget/", name="budget")
    person.fill(budget="8000")
    person.send(name="budget-saved", holding="budget")
    person.follow("/criterion/", name="criterion")
    person.send(name="criterion-saved", holding="spent")
    person.follow("/go-live/", name="go-live")
    person.pick("when", "already")
    person.send(name="go-live-saved", holding="when")
    person.follow("/triage/", name="triage")
    triage(person)


def triage(person: Walker) -> None:
    """The taps and the questions beside them, all as harmless as they come, are sent."""
    person.send(name="triage-answered", holding=answer_the_law(person))


def answer_the_law(person: Walker) -> str:
    """Every tap and question is answered harmlessly; the name of one of them."""
    names = person.page.locator("main form input[type=radio]").evaluate_all(
        "inputs => [...new Set(inputs.map((input) => input.name))]"
    )
    assert {"people", "forbidden"} <= {*names}, names
    for one in names:
        person.pick(one, {"A1": "yes", "A12": "deployer"}.get(one, "no"))
    return str(names[0])


def start_from_pool(person: Walker, *, idea: str) -> None:
    """All lines are met; the idea goes from the pool into the open slot."""
    person.open(idea, name="initiative-ready")
    lines = person.page.locator("#ready li")
    missing = [line.inner_text() for line in lines.all() if line.locator("a.btn").count()]
    assert missing == [], f"nothing is left to do: {missing}"
    person.follow("/start/", name="start")
    person.send(name="initiative-started", holding="expected_version")


def measure(person: Walker, *, idea: str, value: str) -> None:
    person.open(f"{idea}measurements/", name="measurements")
    person.fill(value=value)
    person.send(name="measured", holding="value")


def fill_the_cap(site: Site, *, host: str, started: list[str], ready: list[str]) -> dict[str, str]:
    """More initiatives, by a quick path; their ids by title."""
    call = f"furnish(host={host!r}, started={started!r}, ready={ready!r})"
    made: dict[str, str] = json.loads(site.call("tests.browser.furnish", call))
    return made


def arbitrate(person: Walker, *, host: str, wanted: str, paused: str, reason: str) -> None:
    """One initiative is paused so that another may start."""
    person.open(person.site.url(f"/initiatives/{wanted}/start/", host=host), name="arbitration")
    way = f'main label:has([name="way"][value$="{paused}-pause"])'
    person.touch(person.page.locator(way).first)
    restart = today() + timedelta(days=30)
    person.fill(reason_pause=reason, restart_on=restart.isoformat())
    person.send(name="arbitrated", holding="way")


def let_review_open(person: Walker, *, host: str, email: str) -> None:
    """The due date moves, the scheduler pokes, the worker opens the review and mails it."""
    site = person.site
    known = len(site.letters(email))
    due = today() - timedelta(days=1)
    while due.weekday() > 4:
        due -= timedelta(days=1)
    job = "portfolio.open_review"
    site.run("manage.py", "due", job, "--company", host, "--on", due.isoformat())
    site.send("tenants.poke_due_work")
    site.letter(email, after=known, about="/reviews/")


def hold_review(person: Walker, *, reason: str, by_keyboard: bool) -> int:
    """Every item has its decision, and the review is closed; how many there were."""
    page, decided = person.page, 0
    person.go_to("/reviews/", name="reviews")
    person.press(page.locator("main .head a.btn.decide"), name="review-prepare")
    person.press(page.locator("main .head a.btn.decide"), name="review-item")
    while "/close/" not in page.url:
        decided += 1
        assert decided < 8, page.url
        decide_item(person, reason=reason, by_keyboard=by_keyboard)
        person.look(f"review-after-{decided}")
    person.send(name="review-closed")
    return decided


def decide_item(person: Walker, *, reason: str, by_keyboard: bool) -> None:
    page = person.page
    page.locator("main [name=reason]").fill(reason)
    if by_keyboard:
        page.locator("h1").click()
        page.keyboard.press("1")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        return
    person.touch(page.locator("main form.card label.choice").first)
    with page.expect_navigation():
        person.touch(page.locator("main form.card button.decide"))


def read_log_and_answers(person: Walker, *, reasons: list[str]) -> None:
    """The log gives every reason; the dashboard gives its five answers."""
    person.go_to("/decisions/", name="decision-log")
    told = Counter({reason: person.text.count(reason) for reason in reasons})
    assert told >= Counter(reasons), told
    person.go_to("/", name="dashboard")
    assert person.page.locator("section.answer h2").count() == 5


def visit_settings(person: Walker) -> None:
    person.go_to("/settings/members/", name="settings-members-last")
    for tab in ("/settings/mandates/", "/settings/portfolio/", "/settings/keys/"):
        person.follow(tab, name=tab.strip("/").replace("/", "-"))


def change_language_and_back(person: Walker) -> None:
    """The same page in the other language, then in one's own again."""
    own, here = person.language, person.page.url
    for language in ("en" if own == "fr" else "fr", own):
        person.open_own_menu()
        person.language = language
        button = person.page.locator("#nav button[name=language]")
        person.press(button, name=f"in-{language}")
        assert person.page.url == here


def sign_out(person: Walker, *, host: str) -> None:
    """The company's door is closed again."""
    person.open_own_menu()
    person.press(person.page.locator('#nav form[action="/session/end/"] button'), name="signed-out")
    person.page.goto(person.site.url(host=host))
    assert "/accounts/login/" in person.page.url
