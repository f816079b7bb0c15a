"""HTML as lines: one tag or text each, with the white space that a reader could see, and no other.

White space at the edges of a text beside an inline tag is a `·`; between two tags it is a line
`·` of its own, which `compare` looks at only when asked.
"""

import re
from html import escape
from html.parser import HTMLParser

GAP = "·"
INLINE = {
    *("a", "abbr", "b", "bdi", "br", "button", "code", "data", "em", "i", "img", "input", "kbd"),
    *("label", "mark", "meter", "output", "progress", "q", "s", "samp", "select", "small"),
    *("span", "strong", "sub", "sup", "svg", "time", "u", "var"),
}
VERBATIM = {"pre", "textarea", "script", "style"}
KEPT = {"value", "content", "placeholder"}
SPACES = re.compile(r"[ \t\r\n\f]+")


class _Lines(HTMLParser):
    """Collects the lines of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.lines: list[str] = []
        self._text = ""
        self._verbatim = 0
        self._open_edge = True  # a block has just begun or a space stands there: more says nothing

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._flush(before=tag)
        shown = "".join(
            f" {name}" if value is None else f' {name}="{_attribute(name, value)}"'
            for name, value in sorted(attrs, key=lambda pair: pair[0])
        )
        self.lines.append(f"<{tag}{shown}>")
        self._verbatim += tag in VERBATIM
        self._after(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._verbatim -= tag in VERBATIM

    def handle_endtag(self, tag: str) -> None:
        self._flush(before=tag)
        self.lines.append(f"</{tag}>")
        self._verbatim -= tag in VERBATIM
        self._after(tag)

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_entityref(self, name: str) -> None:
        self._text += f"&{name};"

    def handle_charref(self, name: str) -> None:
        self._text += f"&#{name};"

    def handle_comment(self, data: str) -> None:
        self._flush(before="")
        self.lines.append(f"<!--{SPACES.sub(' ', data)}-->")

    def handle_decl(self, decl: str) -> None:
        self.lines.append(f"<!{decl}>")

    def close(self) -> None:
        super().close()
        self._flush(before="")

    def _after(self, tag: str) -> None:
        if tag not in INLINE:
            self._open_edge = True

    def _flush(self, *, before: str) -> None:
        text, self._text = self._text, ""
        if not text:
            return
        if self._verbatim > 0:
            self.lines += text.splitlines()
            self._open_edge = False
            return
        text = SPACES.sub(" ", text)
        if self._open_edge:
            text = text.removeprefix(" ")
        if before not in INLINE:
            text = text.removesuffix(" ")
        if text:
            self._open_edge = text.endswith(" ")
            start, end = text.startswith(" "), text.endswith(" ")
            shown = text.strip(" ")
            line = f"{GAP * start}{shown}{GAP * end}" if shown else GAP
            self.lines.append(line)


def _attribute(name: str, value: str) -> str:
    return escape(value if name in KEPT else SPACES.sub(" ", value).strip())


def html_lines(page: str) -> list[str]:
    """The page's tags and texts, one a line; attributes in the order of their names."""
    parser = _Lines()
    parser.feed(page)
    parser.close()
    return parser.lines
