"""Somebody who walks through the product in a browser and looks hard at every page."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page

from tests.browser.site import Site
from tests.databases import ROOT

POLICY_LISTENER = """addEventListener("securitypolicyviolation", (event) =>
  console.error("CSP", event.violatedDirective, event.blockedURI, event.sample))"""
OTHER_LANGUAGE = {
    "fr": r"\b(the|and|with|your|this|of|save|settings|dashboard|start|review|decide|mandate|"
    r"company|member|required|yes|next|none)\b",
    "en": r"\b(le|les|des|vous|votre|avec|pour|une|est|entreprise|revue|mandat|mesure)\b",
}
TAB_OUT_OF_SIGHT = """() => {
  const tab = document.querySelector(".tabs [aria-current]");
  if (!tab) return false;
  const [own, row] = [tab.getBoundingClientRect(), tab.parentElement.getBoundingClientRect()];
  return own.left < row.left - 1 || own.right > row.right + 1;
}"""
PLACEHOLDER = re.compile(r"%\(|\{\{|\{%|\{[a-z_]+\}")
# What French puts before a sign, and where a plain space or none at all stands instead.
FRENCH_SIGNS = re.compile(
    r"[^\s\u202f\u00a0?!…][!?;](?=\s|$)|[^\W\d]:(?=\s)|[ ][!?;:%€»]|«[^\u00a0]|\w'\w"
)
ENGLISH_SIGNS = re.compile(r"[\u202f\u00a0 ][!?;:%](?=\s|$)|[«»]")
SIGNS = {"fr": FRENCH_SIGNS, "en": ENGLISH_SIGNS}
# Names and texts that a language takes over from another.
FOREIGN = re.compile(r"AI Act|English|Français|\S+@\S+|https?://\S+")


@dataclass
class Walker:
    """One person in one window; whatever `look` finds wrong on a page is among the faults."""

    site: Site
    page: Page
    language: str
    has_touch: bool
    has_scripts: bool = True
    shots: str = ""
    complaints: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    seen: int = 0

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(said.text)

    def open(self, address: str, *, name: str) -> None:
        """The page at that address, looked at."""
        self.page.goto(address)
        self.look(name)

    def press(self, control: Locator, *, name: str) -> None:
        """A finger or a mouse on what leads to another page, which is then looked at."""
        with self.page.expect_navigation():
            self.touch(control)
        self.look(name)

    def touch(self, control: Locator) -> None:
        if self.has_touch:
            control.tap()
        else:
            control.click()

    def follow(self, end: str, *, name: str) -> None:
        """The first link of the page's body whose address ends so; some open their form here."""
        link = self.page.locator(f'main a[href$="{end}"]:visible').first
        if not self.has_scripts or link.get_attribute("data-here") is None:
            self.press(link, name=name)
            return
        self.touch(link)
        self.page.locator("form.here").wait_for()
        self.look(name)

    def send(self, *, name: str, holding: str = "", within: str = "main") -> None:
        """The form that holds the field `holding` (or the only one) is sent by its button."""
        has = f':has([name="{holding}"])' if holding else ""
        button = f"{within} form[method=post]{has} button:not([type=button]):visible"
        self.press(self.page.locator(button).first, name=name)

    def fill(self, **values: str) -> None:
        """Each field, by its name, holds that text."""
        for key, value in values.items():
            self.page.locator(f'main [name="{key}"]:visible').first.fill(value)

    def pick(self, name: str, value: str) -> None:
        """The choice with that value is made, by its label as a person would."""
        option = self.page.locator(f'main label:has([name="{name}"][value="{value}"])').first
        self.touch(option)

    def go_to(self, path: str, *, name: str) -> None:
        """Through the main navigation, which a phone opens first."""
        link = self.page.locator(f'#nav a[href="{path}"]').last
        if not link.is_visible():
            self.touch(self.page.locator("button[popovertarget=nav]"))
        self.press(link, name=name)

    def open_own_menu(self) -> None:
        """The menu with one's name is open."""
        menu = self.page.locator("#nav details.menu.up summary")
        if not menu.is_visible():
            self.touch(self.page.locator("button[popovertarget=nav]"))
        self.touch(menu)

    @property
    def heading(self) -> str:
        return self.page.locator("h1").first.inner_text()

    @property
    def text(self) -> str:
        return self.page.locator("body").inner_text()

    # --- looking -------------------------------------------------------------------------------

    def look(self, name: str, *, is_known: bool = False) -> None:
        """What is wrong with the page is noted; a known shape of page is not gone into again."""
        self.page.wait_for_load_state()
        self.seen += 1
        if not is_known:
            self._photograph(name)
        found = [*self._shape(), *self._words(), *self.complaints]
        # Its rules are scripts themselves.
        found += self._axe() if self.has_scripts and not is_known else []
        self.complaints.clear()
        place = self.page.url.partition(str(self.site.port))[2]
        self.faults += [f"{name} {place}: {fault}" for fault in found]

    def _shape(self) -> Iterator[str]:
        page = self.page
        if page.evaluate("document.documentElement.lang") != self.language:
            yield "the page says another language"
        title = page.title().replace("· Capitaine", "").strip()
        if not title:
            yield "no title"
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            yield f"{wide} px too wide"
        if page.evaluate(TAB_OUT_OF_SIGHT):
            yield "the present tab is out of sight"
        if page.locator("h1").count() != 1:
            yield f"{page.locator('h1').count()} headings of the first rank"

    def _words(self) -> Iterator[str]:
        for text in (self.page.title(), self.text):
            text = FOREIGN.sub("X", text)
            for what, pattern in (
                ("another language", re.compile(OTHER_LANGUAGE[self.language], re.IGNORECASE)),
                ("a placeholder", PLACEHOLDER),
                ("a wrong sign", SIGNS[self.language]),
            ):
                for hit in pattern.finditer(text):
                    around = text[max(0, hit.start() - 30) : hit.end() + 15]
                    yield f"{what}: {around!r}"

    def _axe(self) -> Iterator[str]:
        for violation in Axe().run(self.page).response["violations"]:
            yield f"{violation['id']}: {violation['nodes'][0]['html'][:200]}"

    def _photograph(self, name: str) -> None:
        if not self.shots:
            return
        folder = ROOT / "var" / "walk"
        folder.mkdir(parents=True, exist_ok=True)
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)
            file = f"{self.shots}-{self.seen:02}-{name}-{scheme}.png"
            self.page.screenshot(path=folder / file, full_page=True)
        self.page.emulate_media(color_scheme="light")


@dataclass(frozen=True)
class Window:
    """What the walker walks with."""

    language: str
    width: int
    height: int
    has_touch: bool = False
    has_scripts: bool = True


@contextmanager
def walker(
    site: Site, browser: Browser, window: Window, *, cookies_of: Walker | None = None
) -> Iterator[Walker]:
    """A new window on the product, first seen here or known by somebody's cookies.

    At its end everything that was wrong on any page is said at once.
    """
    context: BrowserContext = browser.new_context(
        viewport={"width": window.width, "height": window.height},
        locale={"fr": "fr-FR", "en": "en-GB"}[window.language],
        has_touch=window.has_touch,
        is_mobile=window.has_touch,
        java_script_enabled=window.has_scripts,
        storage_state=cookies_of.page.context.storage_state() if cookies_of else None,
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    context.add_cookies([{"name": "language", "value": window.language, "url": site.url()}])
    context.add_init_script(POLICY_LISTENER)
    person = Walker(
        site,
        context.new_page(),
        window.language,
        has_touch=window.has_touch,
        has_scripts=window.has_scripts,
        shots=_shots(window),
    )
    try:
        yield person
        assert person.faults == [], "\n".join(map(str, person.faults))
    except BaseException:
        _keep_last_sight(person, site.folder)
        raise
    finally:
        context.close()


def _shots(window: Window) -> str:
    if os.environ.get("WALK_SHOTS") != "1":
        return ""
    return f"{window.width}-{window.language}{'' if window.has_scripts else '-plain'}"


def _keep_last_sight(person: Walker, folder: Path) -> None:
    """What the person saw last lies beside the site's logs."""
    person.page.screenshot(path=folder / f"last-{person.language}.png", full_page=True)
    (folder / f"last-{person.language}.html").write_text(person.page.content())
    print(f"{person.page.url}, see {folder}", *person.faults, sep="\n")
