"""The newest pack of public aid, read once per process, and what of it fits an initiative."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from msgspec import Struct

from portfolio.aid.rules import AidPack, open_aids, parse_aids, pays_at_most, to_look_at_again
from tenants.amounts import exact
from tenants.documents import load

DATA = Path(__file__).resolve().parent.parent / "data" / "public_aid"


class AidSource(Struct, frozen=True, kw_only=True):
    """Where it was read: an address, empty where it was not on the web, and what it says."""

    url: str
    note: str


class AidLine(Struct, frozen=True, kw_only=True):
    """One aid as the company may ask for it, in the reader's language; euros before VAT.

    `at_most` is what it may pay of the project and `leaves` what is then left to pay at least,
    None where no source says. Never added to another aid, nor to money that is counted.
    """

    id: str
    name: str
    by: str
    pays_for: str
    who: str
    note: str
    is_open: bool
    until: date | None
    checked_on: date
    actions: tuple[str, ...]
    ceiling: int | None
    your_part: int | None
    at_most: Decimal | None
    leaves: Decimal | None
    sources: tuple[AidSource, ...]


class AidPage(Struct, frozen=True, kw_only=True):
    """What may pay part of a cost (euros), as noted in the pack of `version`.

    `is_old` where some of it was noted too long ago and is not shown any more.
    """

    version: date
    disclaimer: str
    cost: Decimal | None
    is_old: bool
    aids: tuple[AidLine, ...]


@cache
def aid_pack() -> AidPack:
    """The newest pack; BadDocument where it is faulty."""
    newest = max(DATA.glob("*.yaml"))
    return parse_aids(load(newest.read_text(encoding="utf-8"), name="public_aid"))


def aid_page(*, cost: Decimal | None, size: str, today: date, language: str) -> AidPage:
    """What may pay part of that cost for a company of that size, empty where unknown; no query."""
    pack = aid_pack()
    lines = []
    for one in open_aids(pack, size=size, today=today):
        most = None if cost is None else pays_at_most(one, cost=cost)
        lines.append(
            AidLine(
                id=one.id,
                name=one.name.in_language(language),
                by=one.by,
                pays_for=one.pays_for.in_language(language),
                who=one.who.in_language(language),
                note=one.note.in_language(language),
                is_open=one.status == "open",
                until=one.until,
                checked_on=one.checked_on,
                actions=one.actions,
                ceiling=one.ceiling,
                your_part=one.your_part,
                at_most=None if most is None else exact(most),
                leaves=None if most is None or cost is None else exact(cost - most),
                sources=tuple(_source(text) for text in one.sources),
            )
        )
    return AidPage(
        version=pack.version,
        disclaimer=pack.disclaimer.in_language(language),
        cost=None if cost is None else exact(cost),
        is_old=to_look_at_again(pack, today=today),
        aids=tuple(lines),
    )


def _source(text: str) -> AidSource:
    """An address with what stands behind it, or only words."""
    first, _, rest = text.partition(" ")
    is_address = first.startswith(("https://", "http://"))
    return AidSource(
        url=first if is_address else "", note=rest.strip(" ()") if is_address else text
    )
