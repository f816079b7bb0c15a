import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.test.signals import template_rendered
from django.utils.translation import override

from tests.design import gallery

PAGES = ("components", "charts", "door", "public", "keys", "dialog")
STATUSES = (400, 403, 404, 409, 413, 429, 500, 503)
SHARED = ("components", "charts", "errors")
NUMERIC = ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "dx", "dy", "width", "height")


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))

    def ids(self) -> list[str]:
        return [str(attrs["id"]) for _, attrs in self.all if "id" in attrs]


@pytest.fixture(params=["fr", "en"])
def language(request):
    return request.param


@pytest.fixture(params=PAGES)
def elements(request, language):
    return Elements(gallery.render(request.param, language=language))


def one_spaced(page: str) -> str:
    """The page as a browser reads it: any white space is one space."""
    return " ".join(page.split())


def test_no_page_needs_more_than_our_own_files(elements):
    for tag, attrs in elements.all:
        assert "style" not in attrs
        assert not any(name.startswith("on") for name in attrs)
        assert tag != "style"
        assert tag != "script" or attrs.get("src")


def test_ids_are_unique(elements):
    assert [name for name, count in Counter(elements.ids()).items() if count > 1] == []


def test_what_describes_or_labels_an_element_exists(elements):
    ids = set(elements.ids())
    for _, attrs in elements.all:
        for name in ("aria-describedby", "aria-labelledby", "for", "popovertarget"):
            assert set((attrs.get(name) or "").split()) <= ids


def test_numbers_of_drawings_are_never_localised(elements):
    drawn = {"rect", "line", "circle", "text", "tspan", "svg"}
    for tag, attrs in elements.all:
        for name in NUMERIC:
            if tag in drawn and name in attrs:
                assert re.fullmatch(r"-?(\d+(\.\d+)?|\.\d+)%?", str(attrs[name])), (tag, attrs)
        if "points" in attrs:
            assert re.fullmatch(r"(-?\d+(\.\d+)?,-?\d+(\.\d+)? ?)*", str(attrs["points"])), attrs


def test_every_drawing_is_named_or_hidden(elements):
    inside = [attrs for tag, attrs in elements.all if tag == "svg" and "overflow" not in attrs]
    for attrs in inside:
        named = attrs.get("role") == "img" and attrs.get("aria-label")
        assert named or attrs.get("aria-hidden") == "true", attrs


def test_a_page_has_one_title_one_main_and_one_first_heading(elements):
    tags = Counter(tag for tag, _ in elements.all)
    assert (tags["title"], tags["main"], tags["h1"]) == (1, 1, 1)


def test_the_page_says_its_language(elements, language):
    assert elements.all[0] == ("html", {"lang": language})


def test_every_symbol_used_is_in_the_sprite(elements):
    sprite = (Path(settings.BASE_DIR) / "static" / "icons.svg").read_text()
    for tag, attrs in elements.all:
        if tag == "use":
            assert f'id="{str(attrs["href"]).split("#")[1]}"' in sprite


def test_the_gallery_shows_every_shared_template():
    seen = set()

    def note(sender, template, **kwargs):
        seen.add(template.name)

    template_rendered.connect(note)
    try:
        for page in PAGES:
            gallery.render(page)
        for status in STATUSES:
            gallery.render(f"errors/{status}")
        gallery.render("errors/error")
    finally:
        template_rendered.disconnect(note)
    root = Path(settings.BASE_DIR) / "templates"
    ours = {str(f.relative_to(root)) for folder in SHARED for f in (root / folder).glob("*.html")}
    assert ours - seen == set()


@pytest.mark.parametrize("status", STATUSES)
def test_every_error_page_names_itself_and_the_next_click(status, language):
    page = gallery.render(f"errors/{status}", language=language)
    assert page.count("<h1>") == 1
    assert str(status) in page
    assert '<a class="btn" href="/">' in page


def test_an_error_page_shows_what_is_in_the_way_and_the_offered_acts():
    page = one_spaced(
        gallery.render(
            "errors/error",
            status=409,
            title="Trois places, trois priorités",
            text="Terminez-en une.",
            facts=[("Place 1", "Chiffrer un devis")],
            actions=[("Arbitrer", "/trade-off/"), ("Revenir", "/portfolio/")],
        )
    )
    assert "<h1>Trois places, trois priorités</h1>" in page
    assert "<dt>Place 1</dt><dd>Chiffrer un devis</dd>" in page
    assert '<a class="btn" href="/trade-off/">' in page
    assert '<a class="btn alt" href="/portfolio/">' in page


def test_a_failed_page_stands_alone():
    source = (Path(settings.BASE_DIR) / "templates" / "errors" / "500.html").read_text()
    assert "{%" not in source
    assert "{{" not in source


def test_the_frame_marks_the_section_and_counts_awaited_decisions():
    page = one_spaced(gallery.render("sent", language="en"))
    current = re.findall(r'<a href="([^"]+)" aria-current="page">', page)
    assert current == ["/portfolio/"]
    assert 'class="badge decide" >3<span class="sr"> to do</span>' in page
    grey = gallery.render("sent", language="en", shell=gallery.Shell(decisions=0))
    assert 'class="badge mute"' in grey
    calm = gallery.render("sent", language="en", shell=gallery.Shell(duties=0, decisions=0))
    assert 'class="badge' not in calm


def test_signing_out_and_changing_language_are_posted():
    page = one_spaced(gallery.render("sent"))
    assert '<form action="/sign_out/" method="post"' in page
    assert '<form action="/language/" method="post"' in page
    assert page.count('name="next" value="/portfolio/?sort=-value&amp;page=1"') == 1


def test_a_name_is_never_taken_for_markup():
    nasty = '<b>"Devis"</b>'
    page = gallery.render("sent", shell=gallery.Shell(company_name=nasty))
    assert nasty not in page
    chart = gallery.render("charts/_track", chart=gallery.chart_data.tracks()[0][1], name=nasty)
    assert 'aria-label="&lt;b&gt;&quot;Devis&quot;&lt;/b&gt;' in chart


def test_a_refused_field_says_why_beside_it():
    page = gallery.render("dialog", language="en")
    assert 'aria-invalid="true" aria-describedby="wrong_deadline_error"' in page
    assert re.search(r'id="wrong_deadline_error">\s*<span\s+class="err">', page)


def test_another_page_of_a_list_keeps_its_sort():
    page = gallery.render("components")
    assert 'href="?sort=-value&amp;page=2"' in page


def test_a_chart_says_its_conclusion_in_words():
    with override("en"):
        chart = gallery.render(
            "charts/_track", language="en", chart=gallery.chart_data.tracks()[0][1], name="Delay"
        )
    assert (
        'aria-label="Delay: 9\u00a0j at the start, 4.6\u00a0j to date, target 3\u00a0j, '
        'forecast 2–3.3\u00a0j, 8 chances in 10."'
    ) in chart
