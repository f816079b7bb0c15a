"""Public aid: what the dated pack says, which aid is open to whom on a day, what it may pay."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Annotated, Literal

from msgspec import Meta

from assessments.questionnaire.rules.checks import repeated_ids
from assessments.questionnaire.rules.documents import Text
from tenants.documents import BadDocument, DocumentFault, Part, Words, shaped

EVERYWHERE = "*"
# What was noted longer ago is to be looked at again before anybody counts on it.
HOLDS = timedelta(days=183)

Share = Annotated[float, Meta(gt=0, lt=1)]
Euros = Annotated[int, Meta(gt=0)]
Size = Literal["micro", "small", "medium"]


class Sureness(Part):
    """How sure it is that there is such an aid, and what share it pays."""

    scheme: Literal["public", "several", "one"]
    share: Literal["public", "several", "one"] | None


class Aid(Part):
    """One aid: the share that public money pays, at most `ceiling` euros; None where nobody says.

    `actions` are the steps of the roadmap that it pays; without any it pays a project. `until` is
    its last day, `your_part` what is left to pay of such a step in euros.
    """

    id: Words
    name: Text
    by: Words
    pays_for: Text
    who: Text
    sizes: Annotated[tuple[Size, ...], Meta(min_length=1)]
    regions: Annotated[tuple[Words, ...], Meta(min_length=1)]
    actions: tuple[Words, ...]
    share: Share | None
    ceiling: Euros | None
    status: Literal["open", "to_check"]
    sure: Sureness
    note: Text
    sources: Annotated[tuple[Words, ...], Meta(min_length=1)]
    checked_on: date
    your_part: Euros | None = None
    until: date | None = None


class AidLeftOut(Part):
    """An aid that was found and not kept, and why."""

    name: Words
    why: Words


class AidPack(Part):
    """The aids of one country as noted on one day."""

    schema: Literal["capitaine/public_aid/1"]
    version: date
    country: Literal["FR"]
    disclaimer: Text
    aids: Annotated[tuple[Aid, ...], Meta(min_length=1)]
    left_out: tuple[AidLeftOut, ...]


def parse_aids(document: object) -> AidPack:
    """Return the pack of a document; BadDocument where its shape or a check fails."""
    pack = shaped(document, AidPack, name="public_aid")
    problems = (
        *repeated_ids((one.id for one in pack.aids), "public_aid"),
        *(DocumentFault("share_unsourced", one.id) for one in pack.aids if not _is_sourced(one)),
        *(DocumentFault("noted_later", one.id) for one in pack.aids if _is_later(one, pack)),
    )
    if problems:
        raise BadDocument(problems)
    return pack


def open_aids(
    pack: AidPack, *, size: str, today: date, region: str = EVERYWHERE
) -> tuple[Aid, ...]:
    """Return those that a company of that size and region may ask for on that day.

    An unknown `size` bars nothing. What is over, or was noted too long ago, is left out.
    """
    return tuple(one for one in pack.aids if _is_open(one, size=size, today=today, region=region))


def to_look_at_again(pack: AidPack, *, today: date) -> bool:
    """Return whether something of it was noted too long ago."""
    return any(is_old(one, today=today) for one in pack.aids)


def is_old(aid: Aid, *, today: date) -> bool:
    """Return whether it was noted longer ago than that holds."""
    return aid.checked_on + HOLDS < today


def pays_at_most(aid: Aid, *, cost: Decimal) -> Decimal | None:
    """Return the whole euros that it may pay of a project of that cost; None where nobody says.

    What pays a step of the roadmap pays nothing of a project.
    """
    if aid.share is None or aid.actions or cost <= 0:
        return None
    paid = cost * Decimal(str(aid.share))
    most = paid if aid.ceiling is None else min(paid, Decimal(aid.ceiling))
    return most.quantize(Decimal(1), rounding=ROUND_DOWN)


def _is_open(aid: Aid, *, size: str, today: date, region: str) -> bool:
    is_over = aid.until is not None and aid.until < today
    fits = (not size or size in aid.sizes) and _is_there(aid.regions, region)
    return fits and not is_over and not is_old(aid, today=today)


def _is_there(regions: Iterable[str], region: str) -> bool:
    return EVERYWHERE in regions or region in regions


def _is_later(aid: Aid, pack: AidPack) -> bool:
    """Whether it was noted after the pack was made."""
    return aid.checked_on > pack.version


def _is_sourced(aid: Aid) -> bool:
    """Whether who gives a share says who says so, and only then."""
    return (aid.share is None) == (aid.sure.share is None)
