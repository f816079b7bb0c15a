"""What every mail must be, whoever sends it: two parts that say the same, and nothing from afar."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)»’]")
HREF = re.compile(r'href="([^"]+)"')
PLACEHOLDER = re.compile(r"\{\{|\{%|%\(\w+\)")
REMOTE = re.compile(r"<img|<link|<script|url\(|@import|src=", re.IGNORECASE)


def letter_faults(message: Any) -> Iterator[str]:
    """What is wrong with that mail."""
    pages = [page for page, kind in getattr(message, "alternatives", ()) if kind == "text/html"]
    if len(pages) != 1:
        yield f"{message.subject!r} has {len(pages)} pages"
        return
    (page,) = pages
    told, shown = set(LINK.findall(message.body)), {unescape(one) for one in HREF.findall(page)}
    if told != shown:
        yield f"{message.subject!r}: only the text has {told - shown}, the page {shown - told}"
    for part in (message.subject, message.body, page.partition("</head>")[2]):
        if PLACEHOLDER.search(part):
            yield f"{message.subject!r}: not filled in: {PLACEHOLDER.search(part)}"
    if REMOTE.search(page):
        yield f"{message.subject!r} fetches {REMOTE.search(page)}"
    if 'name="color-scheme" content="light dark"' not in page:
        yield f"{message.subject!r} knows one light only"
    if 'lang="fr"' not in page and 'lang="en"' not in page:
        yield f"{message.subject!r} says no language"
