"""The recording sees a planted fault and nothing else; shown on small recordings."""

from base64 import b64encode
from pathlib import Path
from urllib.parse import quote

import pytest
from django.http import HttpResponse, JsonResponse

from tests.recording.answers import written
from tests.recording.compare import Meant, compare, read_meant
from tests.recording.forms import filled
from tests.recording.markup import html_lines
from tests.recording.masks import Masks

ID, OTHER = "019a0000-0000-7000-8000-00000000000a", "019b0000-0000-7000-8000-00000000000b"
PAGES = ("dashboard", "portfolio", "initiative/initiative-3")


def recorded(folder: Path, client, address: str = "/portfolio/", page: str = "portfolio") -> Path:
    """A recording of one page, taken now."""
    return kept(folder, page, written(f"GET {address}", client.get(address), Masks()))


def kept(folder: Path, page: str, text: str) -> Path:
    path = folder / f"{page}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return folder


def told(old: Path, new: Path, *meant: Meant, spaces: bool = False) -> tuple[int, str]:
    said: list[str] = []
    count = compare(old, new, meant=list(meant), spaces=spaces, say=said.append)
    return count, "\n".join(said)


def test_the_same_code_twice_is_no_difference(acme, tmp_path) -> None:
    old = recorded(tmp_path / "old", acme.client("executive"))
    new = recorded(tmp_path / "new", acme.client("executive"))
    assert told(old, new) == (0, "No difference.")


def test_one_changed_word_of_a_page_is_said_with_its_page(acme, tmp_path, monkeypatch) -> None:
    old = recorded(tmp_path / "old", acme.client("executive"))
    render = HttpResponse.content.fset

    def planted(self: HttpResponse, value) -> None:
        render(self, value.replace("Ateliers", "Atelier") if isinstance(value, str) else value)

    monkeypatch.setattr(HttpResponse, "content", HttpResponse.content.setter(planted))
    new = recorded(tmp_path / "new", acme.client("executive"))
    count, said = told(old, new)
    assert count == 1, said
    assert "portfolio.txt" in said
    assert "+Atelier Morel" in said


def test_one_changed_figure_and_one_changed_header_are_seen(tmp_path) -> None:
    answers = [JsonResponse({"b": 1.5, "a": ID}), JsonResponse({"a": ID, "b": 1.50001})]
    answers[1].headers["Allow"] = "GET"
    old, new = (
        kept(tmp_path / str(no), "page", written("GET /", one, Masks()))
        for no, one in enumerate(answers)
    )
    count, said = told(old, new)
    assert count == 1
    assert "+Allow: GET" in said
    assert '+ "b": "‹number› 1.50001"' in said


def test_the_order_of_a_policy_is_no_difference_but_a_directive_is() -> None:
    name = "Content-Security-Policy"
    orders = ("img-src a; font-src b", "font-src b; img-src a", "font-src b; img-src c")
    first, second, third = (
        written("GET /", HttpResponse(headers={name: order}), Masks()) for order in orders
    )
    assert first == second != third


def test_a_difference_on_many_pages_is_said_once(tmp_path) -> None:
    for page in PAGES:
        kept(tmp_path / "old", page, f"{page}\n<p>\nCap\n")
        kept(tmp_path / "new", page, f"{page}\n<p>\nKap\n")
    count, said = told(tmp_path / "old", tmp_path / "new")
    assert count == 3
    assert said.count("+Kap") == 1
    assert all(page in said for page in PAGES)


def test_a_page_that_is_lost_or_new_is_a_difference(tmp_path) -> None:
    old, new = kept(tmp_path / "old", "a", "x\n"), kept(tmp_path / "new", "b", "x\n")
    assert told(old, new)[0] == 2


def test_what_is_meant_is_no_difference_and_a_reason_for_nothing_is_told(tmp_path) -> None:
    old, new = (
        kept(tmp_path / "old", "a", "Cap\nsame\n"),
        kept(tmp_path / "new", "a", "Kap\nsame\n"),
    )
    listed = tmp_path / "meant"
    listed.write_text("# remark\n\n[+-][CK]ap$  # another letter\nnowhere  # long gone\n", "utf-8")
    count, said = told(old, new, *read_meant(listed))
    assert count == 0
    assert "another letter (2 lines" in said
    assert "long gone (matched NOTHING" in said
    kept(new, "a", "Kap\nother\n")
    assert told(old, new, *read_meant(listed))[0] == 1
    listed.write_text("[+-]Kap\n", "utf-8")
    with pytest.raises(ValueError, match="no reason"):
        read_meant(listed)


def test_identifiers_and_secrets_are_named_by_their_turn() -> None:
    form = '<input name="csrfmiddlewaretoken" value="{}">'
    texts = [
        f"{first} {second} {first} {token} {form.format(token)} {digest} cap_{digest[:8]}"
        for first, second, token, digest in (
            (ID, OTHER, "aB3" + "x" * 40, "ab" * 32),
            (OTHER, ID, "Zz-" + "y" * 40, "01" * 32),
        )
    ]
    hidden = [Masks().hide(text) for text in texts]
    assert hidden[0] == hidden[1]
    assert hidden[0].startswith("‹id 1› ‹id 2› ‹id 1› ‹secret 1›")
    cursor = quote(b64encode(f"p={ID}".encode()))
    assert Masks().hide(f"?cursor={cursor}&limit=2") == "?cursor=p=‹id 1›&limit=2"
    assert Masks().hide("?cursor=nonsense!") == "?cursor=nonsense!"
    masks = Masks()
    masks.learn_rows("initiative", [OTHER, ID])
    masks.learn("s3cret", "the link")
    assert masks.hide(ID) == "‹initiative 2›"
    assert masks.hide("two-words-that-are-long-enough-to-be-a-name") == (
        "two-words-that-are-long-enough-to-be-a-name"
    )


def test_a_reflowed_template_is_no_difference_but_a_lost_space_is(tmp_path) -> None:
    flat = '<div class="a  b" id="x"><p>Two <b>words</b> here</p><ul><li>1</li></ul></div>'
    reflowed = """<div id="x"
        class="a b">
      <p>
        Two
        <b>words</b> here
      </p>
      <ul> <li>1</li> </ul>
    </div>"""
    assert html_lines(flat) == html_lines(reflowed)
    assert html_lines("<p>Two<b>words</b></p>") != html_lines("<p>Two <b>words</b></p>")
    assert html_lines("<textarea>a  b</textarea>") != html_lines("<textarea>a b</textarea>")
    between = [
        kept(tmp_path / str(no), "a", "\n".join(html_lines(page)))
        for no, page in enumerate(("<p><b>3</b><i>j</i></p>", "<p><b>3</b> <i>j</i></p>"))
    ]
    assert told(*between)[0] == 0
    assert told(*between, spaces=True)[0] == 1


def test_a_form_is_filled_as_a_browser_would() -> None:
    page = """<form method="post" action="/language/"><input name="reason"></form>
    <form method="post" action="?x=1"><input type="hidden" name="version" value="3">
    <input type="radio" name="way" value="a"><input type="radio" name="way" value="b" checked>
    <select name="who"><option value="1">A</option><option value="2" selected>B</option></select>
    <textarea name="reason">old</textarea></form>"""
    address, fields = filled(page, {"reason": ["new"]})
    assert address == "?x=1"
    assert fields == {"version": ["3"], "way": ["b"], "who": ["2"], "reason": ["new"]}
    assert filled(page, {"else": ["x"]}) == ("", {"else": ["x"]})
