"""Where a page says what became of approved money, its figures read back as they are printed."""

import re
from decimal import Decimal

from tenants.reading import read_quantity

LINE = re.compile(r'<p class="small ink2 closed">(.*?)</p>', re.S)
PARTS = re.compile(r'<dl class="closing">(.*?)</dl>', re.S)
PART = re.compile(r"<dd[^>]*>(.*?)(?:<small>|</dd>)", re.S)
WHOLE = re.compile(r'<h2 id="(?:where|where-year)">(.*?)</h2>', re.S)
SUM = re.compile(r"[\u2212-]?€?\d[\d.,\u202f\u00a0 ]*\d(?:\u00a0€)?|[\u2212-]?€?\d(?:\u00a0€)?")
FIGURES = re.compile(r"votés|approved")


def faults(text: str, *, is_french: bool) -> list[str]:
    """Each closing of the page whose parts do not add up, and sums that stand without one."""

    def read(part: str) -> Decimal:
        found = SUM.search(re.sub(r"<[^>]+>", "", part).strip())
        assert found, part
        return read_quantity(found.group().strip(), is_french=is_french, places=2).value

    wrong = []
    for line in LINE.findall(text):
        whole, parts = line.split("=")
        if read(whole) != sum(map(read, re.split(r"\s\+\s", parts))):
            wrong.append(line)
    for whole, parts in zip(WHOLE.findall(text), PARTS.findall(text), strict=True):
        if read(whole) != sum(map(read, PART.findall(parts))):
            wrong.append(parts)
    said = len(FIGURES.findall(re.sub(r"<script.*?</script>", "", text, flags=re.S)))
    if said and not (LINE.search(text) or PARTS.search(text)):
        wrong.append("a sum is approved and nothing closes")
    return wrong


def count(text: str) -> int:
    """How many closings the page shows."""
    return len(LINE.findall(text)) + len(PARTS.findall(text))
