"""What already runs comes in, three names are read, money is entered, a spreadsheet is imported."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from tests.browser import steps
from tests.browser.site import Site
from tests.browser.walker import Walker, Window, walker

pytestmark = pytest.mark.browser
PLACES = ["priority"] * 3 + ["in_place"] * 2 + ["stop"] + ["pool"] * 4


@dataclass(frozen=True)
class Story:
    """The same walk in one language."""

    window: Window
    email: str
    name: str
    company: str
    projects: tuple[str, ...]
    stages: tuple[str, str]
    why: str
    ready: tuple[str, ...]
    order: str
    sums: tuple[str, str]
    shown: tuple[str, str]
    table: str
    mended: str


FRENCH = Story(
    window=Window(language="fr", width=390, height=844, has_touch=True),
    email="anne@fonderie-leroy.example",
    name="Anne Leroy",
    company="Fonderie Leroy",
    projects=(
        "Répondre aux demandes de prix en un jour",
        "Relire les contrats des fournisseurs",
        "Prévoir les stocks de fonte",
        "Traduire les notices techniques",
        "Résumer les réunions de chantier",
        "Noter les candidatures reçues",
        "Chercher dans les plans anciens",
        "Contrôler les pièces par photo",
        "Préparer les réponses aux avis",
        "Classer les factures reçues",
    ),
    stages=("en place", "débloqué bientôt"),
    why="Personne ne s’en sert et le droit l’interdit presque.",
    ready=("Planifier les tournées", "Rédiger les fiches produits"),
    order="Licences du relecteur",
    sums=("1 200,50", "300"),
    shown=("1 200,50 €", "300 €"),
    table="Nom;Responsable;Budget\nTrier les courriers;Anne Leroy;4 000\nLire les bons;;douze\n",
    mended="1 200",
)
ENGLISH = Story(
    window=Window(language="en", width=1440, height=900),
    email="rose@north-forge.example",
    name="Rose North",
    company="North Forge",
    projects=(
        "Answer price requests in a day",
        "Read the contracts of suppliers",
        "Foresee stocks of iron",
        "Translate the manuals",
        "Sum up the meetings on site",
        "Rate applications",
        "Search the old drawings",
        "Check parts by photo",
        "Draft answers to reviews",
        "Sort incoming invoices",
    ),
    stages=("in use", "stuck"),
    why="Nobody uses it, and the law nearly forbids it.",
    ready=("Plan the tours", "Write the product sheets"),
    order="Licences of the reader",
    sums=("1,200.50", "300"),
    shown=("€1,200.50", "€300"),
    table="Name,Owner,Budget\nSort the post,Rose North,4000\nRead the slips,,twelve\n",
    mended="1,200",
)


@pytest.mark.parametrize("story", [FRENCH, ENGLISH], ids=["french-phone", "english-desk"])
def test_a_company_whose_experiments_run_already_comes_in(
    site: Site, browser: Browser, story: Story
):
    with walker(site, browser, story.window) as person:
        host = steps.found_company(
            person, email=story.email, name=story.name, company=story.company
        )
        read_three_names(person, story, host=host)
        priority = take_over(person, story, host=host)
        enter_money(person, story, priority=priority)
        bring_in_a_table(person, story, host=host)


def take_over(person: Walker, story: Story, *, host: str) -> str:
    """Ten projects from a spreadsheet, one trade-off; the address of the first priority."""
    person.open(person.site.url("/takeover/", host=host), name="takeover")
    stages = ["", "", "", *[story.stages[0]] * 2, story.stages[1]]
    lines = [
        "\t".join([title, story.name, stage])
        for title, stage in zip(story.projects, [*stages, *[""] * 4], strict=True)
    ]
    person.fill(pasted="\n".join(lines))
    person.send(name="takeover-named", holding="pasted")
    picks = person.page.locator("#choose li:has([role=radiogroup])")
    assert picks.count() == len(PLACES)
    for pick, place in zip(picks.all(), PLACES, strict=True):
        person.touch(pick.locator(f'label:has([value="{place}"])'))
        if place == "stop":
            person.touch(pick.locator("summary"))
            pick.locator('[name$="-reason"]').fill(story.why)
    person.press(person.page.locator("#choose button.decide"), name="taken-over")
    assert person.heading == story.projects[0]
    return person.page.url


def read_three_names(person: Walker, story: Story, *, host: str) -> None:
    """Which three, and why not each of the others; behind a fold how sure that is."""
    call = f"furnish(host={host!r}, started=[], ready={list(story.ready)!r})"
    person.site.call("tests.browser.furnish", call)
    person.open(person.site.url("/portfolio/trio/", host=host), name="trio")
    names = person.page.locator("main ol.trio > li")
    others = person.page.locator("main ul.why > li")
    assert (names.count(), others.count()) == (1, 1), "the captain carries one of them"
    told = names.first.inner_text() + others.first.inner_text()
    assert all(title in told for title in story.ready)
    person.touch(person.page.locator("main details.more summary"))
    assert person.page.locator("main .odds [role=listitem]").count() > 1
    person.look("trio-unfolded")


def enter_money(person: Walker, story: Story, *, priority: str) -> None:
    """An order with its last day, and a total; the sums stand on the page."""
    person.open(f"{priority}budget/", name="money-budget")
    person.fill(budget="8000")
    person.send(name="money-budget-set", holding="budget")
    person.open(f"{priority}expenses/", name="money")
    person.pick("kind", "expense")
    person.fill(label=story.order, amount=story.sums[0], on=steps.today().isoformat())
    person.send(name="money-spent", holding="label")
    assert story.shown[0] in person.text.replace("\u202f", " ").replace("\u00a0", " ")
    person.open(f"{priority}days/", name="money-days")
    person.fill(days="2", label=story.order, on=steps.today().isoformat())
    person.send(name="money-days-logged", holding="days")


def bring_in_a_table(person: Walker, story: Story, *, host: str) -> None:
    """A file with one cell that is no figure: nothing comes in before it is mended, then all."""
    person.open(person.site.url("/imports/", host=host), name="import")
    person.page.locator('main [name="file"]').set_input_files(
        {"name": "projets.csv", "mimeType": "text/csv", "buffer": story.table.encode()}
    )
    person.send(name="import-sent", holding="file")
    cell = person.page.locator('main form [name^="cell"]').first
    cell.wait_for()
    person.look("import-tried")
    cell.fill(story.mended)
    again = person.page.locator("section[aria-labelledby=mend-h] button")
    person.press(again.first, name="import-again")
    write = person.page.locator('main button[name="write"]')
    write.wait_for()
    person.look("import-right")
    person.press(write, name="import-writing")
    person.page.locator('main a.btn[href="/portfolio/"]').wait_for()
    person.look("import-written")
    person.go_to("/portfolio/", name="portfolio-after-import")
