"""What differs from run to run gets a name: a row by its kind and number, the rest by its turn."""

import re
from base64 import b64decode
from collections import Counter
from collections.abc import Iterable
from urllib.parse import unquote

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
FORM_TOKEN = re.compile(r'(name="(?:csrfmiddlewaretoken|form_key)" value=")[^"]*')
SIGNED = re.compile(r"[\w.%-]{8,}(?::|%3A)[\w-]{6}(?::|%3A)[\w-]{43}(?![\w-])")
KEY = re.compile(r"cap_[0-9a-f]{8}(?:_[\w-]{43})?")
# 256 bits as text: letters of both cases, so that no long name of ours is taken for one.
TOKEN = re.compile(r"(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[A-Za-z0-9_-]{43}(?![\w-])")
DIGEST = re.compile(r"(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-f])")
# Where a list goes on: an identifier in base 64.
CURSOR = re.compile(r"(?<=cursor=)(?:[\w-]|%3D|=)+")
STATIC = re.compile(r"(/static/[\w./-]+?)\.[0-9a-f]{8,}(\.\w+)")


def opened(cursor: str) -> str:
    """What a cursor says; itself where it is none of ours."""
    try:
        return b64decode(unquote(cursor), validate=True).decode()
    except ValueError:
        return cursor


class Masks:
    """The names of known rows and secrets; what is not known is counted afresh in each text."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._count: Counter[str] = Counter()

    def learn_rows(self, kind: str, ids: Iterable[object]) -> None:
        """Each id not yet known is the next one of its kind."""
        for one in map(str, ids):
            if one not in self._known:
                self._count[kind] += 1
                self._known[one] = f"‹{kind} {self._count[kind]}›"

    def learn(self, secret: str, name: str) -> None:
        """That secret is always called so."""
        self._known[secret] = f"‹{name}›"

    def name_of(self, one: object) -> str:
        return self._known.get(str(one), str(one)).strip("‹›")

    def hide(self, text: str) -> str:
        """The text with a stable name in each place that is not stable."""
        seen: dict[str, str] = {}
        kinds: Counter[str] = Counter()

        def named(kind: str, found: str) -> str:
            if found in self._known:
                return self._known[found]
            if found not in seen:
                kinds[kind] += 1
                seen[found] = f"‹{kind} {kinds[kind]}›"
            return seen[found]

        text = FORM_TOKEN.sub(r"\1‹form›", text)
        text = STATIC.sub(r"\1\2", text)
        text = CURSOR.sub(lambda match: opened(match[0]), text)
        text = SIGNED.sub("‹signed›", text)
        text = KEY.sub(lambda match: named("key", match[0]), text)
        text = UUID.sub(lambda match: named("id", match[0].lower()), text)
        text = TOKEN.sub(lambda match: named("secret", match[0]), text)
        return DIGEST.sub(lambda match: named("digest", match[0]), text)
