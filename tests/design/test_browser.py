import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

from tests.design import gallery

pytestmark = pytest.mark.browser
SHOWN = ("components", "charts", "door", "public", "keys")
ALSO = ("dialog", "sent")


class Handler(http.server.SimpleHTTPRequestHandler):
    """Our pages and static files, under the strictest policy."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Nothing is written for a page served."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The gallery as a small site; its address."""
    folder = tmp_path_factory.mktemp("gallery")
    (folder / "static").symlink_to(Path(settings.BASE_DIR) / "static")
    for name in (*SHOWN, *ALSO):
        (folder / f"{name}.html").write_text(gallery.render(name))
    (folder / "hard.html").write_text(gallery.render("components", shell=gallery.HARD))
    (folder / "error.html").write_text(gallery.render("errors/404"))
    handler = functools.partial(Handler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    ("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light"), (320, "dark")]
)
@pytest.mark.parametrize("name", [*SHOWN, "hard", "error"])
def test_a_page_is_accessible_fits_its_window_and_obeys_the_policy(
    browser: Browser,
    site: str,
    tmp_path: Path,
    name: str,
    width: int,
    scheme: Literal["light", "dark"],
):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{site}/{name}.html")
    page.screenshot(path=tmp_path / f"{name}-{width}-{scheme}.png", full_page=True)
    violations = [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(page).response["violations"]]
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    context.close()
    assert violations == []
    assert complaints == []
    assert overflow <= 0


def test_digits_choose_and_enter_sends(page: Page, site: str):
    page.goto(f"{site}/keys.html")
    page.keyboard.press("2")
    assert page.locator("input[value=stop]").is_checked()
    page.locator("#ok_reason").fill("Une raison")
    page.keyboard.press("3")
    assert page.locator("#ok_reason").input_value() == "Une raison3"
    assert page.locator("input[value=stop]").is_checked()
    page.locator("h1").click()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sent.html*")


def test_keys_can_be_switched_off(page: Page, site: str):
    page.goto(f"{site}/keys.html")
    page.evaluate("document.documentElement.setAttribute('data-keys-off', '')")
    page.keyboard.press("2")
    assert not page.locator("input[value=stop]").is_checked()


def test_a_form_opens_in_a_dialog_and_escape_leaves_everything(page: Page, site: str):
    page.goto(f"{site}/keys.html")
    link = page.get_by_role("link", name="Saisir une mesure")
    link.click()
    dialog = page.get_by_role("dialog", name="Saisir une mesure")
    dialog.wait_for()
    assert dialog.locator("form").get_attribute("action") == f"{site}/dialog.html"
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert link.evaluate("link => link === document.activeElement")
    assert page.url.endswith("/keys.html")


def test_a_form_opens_where_it_stands_and_escape_gives_the_focus_back(page: Page, site: str):
    page.goto(f"{site}/keys.html")
    link = page.get_by_role("link", name="Mesure", exact=False).last
    for way_out in ("Escape", "Annuler"):
        link.click()
        form = page.get_by_role("form", name="Saisir une mesure")
        form.wait_for()
        assert form.get_attribute("action") == f"{site}/dialog.html"
        assert form.evaluate("one => one.contains(document.activeElement)")
        assert Axe().run(page).response["violations"] == []
        if way_out == "Escape":
            page.keyboard.press("Escape")
        else:
            form.get_by_role("link", name=way_out).click()
        form.wait_for(state="detached")
        assert link.evaluate("link => link === document.activeElement")
    assert page.url.endswith("/keys.html")


def test_a_link_without_a_form_behind_it_is_simply_followed(page: Page, site: str):
    page.goto(f"{site}/keys.html")
    page.get_by_role("link", name="Sans formulaire").click()
    page.wait_for_url("**/sent.html")


def test_a_message_goes_when_it_is_dismissed(page: Page, site: str):
    page.goto(f"{site}/sent.html")
    assert page.locator(".toast").count() == 2
    page.locator(".toast [data-dismiss]").first.click()
    assert page.locator(".toast").count() == 1


def test_a_message_stands_in_the_page_and_goes_after_six_seconds(page: Page, site: str):
    page.clock.install()
    page.goto(f"{site}/sent.html")
    assert page.locator("main .toast").count() == 2
    assert (
        page.locator(".toast").first.evaluate("one => getComputedStyle(one).position") == "static"
    )
    page.clock.run_for(3000)
    assert page.locator(".toast").count() == 2
    page.locator(".toast").last.hover()
    page.clock.run_for(3000)
    assert page.locator(".toast").count() == 1, "the one under the pointer is being read"
    page.mouse.move(0, 0)
    page.clock.run_for(6100)
    assert page.locator(".toast").count() == 0


def test_the_drawer_opens_on_a_phone_even_without_script(browser: Browser, site: str):
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/sent.html")
    navigation = page.locator("#nav")
    assert not navigation.is_visible()
    page.locator("button[popovertarget=nav]").click()
    navigation.wait_for(state="visible")
    context.close()


def test_the_error_summary_takes_the_focus(page: Page, site: str):
    page.goto(f"{site}/components.html")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
