"""The forms of a page as a browser would send them."""

from collections.abc import Iterator
from html.parser import HTMLParser

Fields = dict[str, list[str]]
# Forms of the frame, on every page.
FRAME = ("/language/", "/session/end/", "/accounts/logout/")


class _Forms(HTMLParser):
    """Collects the forms that post, each with its address and what stands in its fields."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, Fields, set[str]]] = []
        self._inside = False
        self._select: tuple[str, list[str]] | None = None
        self._area: tuple[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("method", "get").lower() == "post"
            if self._inside:
                self.forms.append((given.get("action", ""), {}, set()))
            return
        name = given.get("name", "")
        if tag == "option" and self._select is not None:
            if "selected" in given or not self._select[1]:
                self._select = (self._select[0], [given.get("value", "")])
        elif self._inside and name:
            self._field(tag, name, given)

    def _field(self, tag: str, name: str, given: dict[str, str]) -> None:
        _, fields, names = self.forms[-1]
        names.add(name)
        if tag == "select":
            self._select = (name, [])
        elif tag == "textarea":
            self._area = (name, "")
        elif tag == "input" and given.get("type") not in {"submit", "file", "checkbox", "radio"}:
            fields.setdefault(name, []).append(given.get("value", ""))
        elif tag == "input" and "checked" in given:
            fields.setdefault(name, []).append(given.get("value", "on"))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area = (self._area[0], self._area[1] + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        for kind, waiting in (("select", self._select), ("textarea", self._area)):
            if tag == kind and waiting is not None:
                name, value = waiting
                values = value if isinstance(value, list) else [value.strip("\n")]
                self.forms[-1][1].setdefault(name, []).extend(values)
                self._select, self._area = None, None


def filled(page: str, given: Fields) -> tuple[str, Fields]:
    """The address and the fields of the first form that asks for all of `given`, filled with it.

    Where there is none, `given` alone and no address.
    """
    for action, fields, names in forms_of(page):
        if set(given) <= names and not action.endswith(FRAME):
            return action, {**fields, **given}
    return "", given


def forms_of(page: str) -> Iterator[tuple[str, Fields, set[str]]]:
    parser = _Forms()
    parser.feed(page)
    yield from parser.forms
