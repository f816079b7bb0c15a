"""How a write is sent and written down, so that the story of `writes` reads like one."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core import mail
from django.http import HttpResponse
from django.test import Client

from tests.recording.answers import written
from tests.recording.forms import filled
from tests.recording.world import MAIN, PEOPLE, World, found

API = "/api/v1/"


class Script:
    """Each write happens a minute after the one before and has a file of its own."""

    def __init__(self, world: World, target: Path) -> None:
        self.world, self.target = world, target
        self._clients: dict[tuple[str, str], Client] = {}
        self._number = 0

    def api(
        self,
        title: str,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str = "full",
        **headers: str,
    ) -> HttpResponse:
        """A call of the interface; text is sent as it is, all else as JSON."""
        client = self.world.caller(key)
        sent = body if isinstance(body, str) else json.dumps(body)
        more = {} if body is None else {"data": sent, "content_type": "application/json"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = getattr(client, method)(f"{API}{path}", **more, headers=named)
        request = f"{method.upper()} {API}{path} {sent if body is not None else ''} {named or ''}"
        self._keep(title, request, answer)
        return answer

    def form(
        self,
        title: str,
        role: str,
        path: str,
        given: dict[str, Any] | None = None,
        *,
        en: bool = False,
    ) -> HttpResponse:
        """The page's own form, filled and sent, and the page that it leads to."""
        client = self._browser(role, "en" if en else "fr")
        page = client.get(path)
        asked = {
            name: value if isinstance(value, list) else [str(value)]
            for name, value in (given or {}).items()
        }
        text = page.content.decode() if page.status_code == 200 else ""
        action, fields = filled(text, asked)
        fields.pop("csrfmiddlewaretoken", None)
        fields.pop("form_key", None)
        address = urljoin(path, action)
        answer = client.post(address, fields)
        shown = json.dumps(fields, sort_keys=True, ensure_ascii=False)
        request = f"POST {address} as {role} {shown}"
        following = None
        if answer.status_code == 302 and not urlsplit(answer["Location"]).netloc:
            following = client.get(answer["Location"])
        self._keep(title, request, answer, following)
        return answer

    def post(
        self, title: str, role: str, path: str, given: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A form sent without having seen its page."""
        client = self._browser(role, "fr")
        answer = client.post(path, given or {})
        following = None
        if answer.status_code == 302 and not urlsplit(answer["Location"]).netloc:
            following = client.get(answer["Location"])
        self._keep(title, f"POST {path} as {role} {given or {}}", answer, following)
        return answer

    def _browser(self, role: str, language: str) -> Client:
        """Signed in a minute ago, whenever that is."""
        host = self.world.host(MAIN)
        return self.world.browser(
            host, PEOPLE.get(role, role if "@" in role else None), language=language
        )

    def _keep(
        self, title: str, request: str, answer: HttpResponse, following: HttpResponse | None = None
    ) -> None:
        self._number += 1
        self.world.clock.advance()
        self.world.learn(MAIN)
        masks = self.world.masks
        text = written(masks.hide(request), answer, masks)
        if following is not None:
            text += "\n" + written("which leads to", following, masks)
        path = self.target / f"{self._number:03} {title}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def count(self) -> Counter[str]:
        """How often each status was answered."""
        return Counter(path.read_text("utf-8").split("\n")[1] for path in self.target.glob("*.txt"))


def mails(world: World) -> Iterator[str]:
    """What was sent, letter by letter, in an order that does not depend on who came first."""
    letters = []
    for one in mail.outbox:
        enclosed = ", ".join(str(part[0]) for part in one.attachments)
        lines = (f"To: {', '.join(one.to)}", f"Subject: {one.subject}", enclosed, one.body)
        letters.append(world.masks.hide("\n".join(lines)))
    yield from sorted(letters)


def id_in(answer: HttpResponse) -> str:
    """The first identifier of an answer or of where it leads; a made-up one where there is none."""
    try:
        where = answer.headers.get("Location") or answer.content.decode()
        return found(r"[0-9a-f]{8}-[0-9a-f-]{27}", where)
    except LookupError:
        return "00000000-0000-7000-8000-000000000000"
