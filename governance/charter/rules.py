"""What a charter says, how one is proposed, what changed between two, who has signed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Literal
from uuid import UUID

from tenants.documents import BadDocument, DocumentFault, Part, Words, shaped
from tenants.texts import folded

FEWEST_RULES, MOST_RULES, MOST_LINES = 8, 10, 6
LONGEST_TITLE, LONGEST_LINE = 120, 160
A_YEAR, SOON = timedelta(days=366), timedelta(days=31)
REMINDED = timedelta(days=30)
CHARTER_TURNS = "governance.charter_turns"


class Bilingual(Part):
    """A text in both languages; what a company typed itself is the same in both."""

    fr: Words
    en: Words

    def within(self, language: str) -> str:
        """The text in that language."""
        return self.fr if language.startswith("fr") else self.en


class CharterRule(Part):
    """One rule: what is promised, and a line that explains it; `line` may be empty."""

    id: Words
    title: Bilingual
    line: Bilingual | None = None


class Conditional(Part):
    """Data that may go in, and on which condition."""

    what: Bilingual
    condition: Bilingual


class EmployerPromise(Part):
    """What the employer may bind itself to."""

    id: Words
    text: Bilingual


class FromAnswer(Part):
    """A line that a rule has where the company answered `item` from anchor `least` to `most`."""

    rule: Words
    item: Words
    least: int
    most: int
    line: Bilingual


@dataclass(frozen=True, kw_only=True)
class GivenAnswer:
    """What the company answered to one question, by its anchor and in words, on that day."""

    anchor: int
    on: date
    question: Bilingual
    answer: Bilingual


class CharterCatalogue(Part):
    """One version of our proposal."""

    schema: Literal["capitaine/charter/1"]
    version: Words
    rules: tuple[CharterRule, ...]
    from_answers: tuple[FromAnswer, ...]
    forbidden: tuple[Bilingual, ...]
    conditional: tuple[Conditional, ...]
    free: tuple[Bilingual, ...]
    promises: tuple[EmployerPromise, ...]


class AllowedTool(Part):
    """A tool of the register as it stood: its light, its condition, the classes of data."""

    tool: str
    light: str
    condition: str = ""
    data: tuple[str, ...] = ()


class CharterText(Part):
    """All that one version says. `contact_id` is the member to ask; `tools` are of that day."""

    contact_id: UUID | None
    rules: tuple[CharterRule, ...]
    forbidden: tuple[Bilingual, ...] = ()
    conditional: tuple[Conditional, ...] = ()
    free: tuple[Bilingual, ...] = ()
    promises: tuple[EmployerPromise, ...] = ()
    tools: tuple[AllowedTool, ...] = ()


class PieceKind(StrEnum):
    """Whether words stayed, came or went."""

    SAME = "same"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a rule and what became of them."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class ChangedRule:
    """A rule that differs: its place now, None where it is gone, and its words piece by piece."""

    place: int | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """How many have signed, of how many."""

    count: int
    of: int

    @property
    def left(self) -> int:
        """How many have not."""
        return self.of - self.count


def parse_charter(document: object) -> CharterCatalogue:
    """The proposal of a document; BadDocument where its shape or a check fails."""
    found = shaped(document, CharterCatalogue, name="charter")
    ids = [*(one.id for one in found.rules), *(one.id for one in found.promises)]
    faults = [DocumentFault("duplicate_id", one) for one in sorted({*ids}) if ids.count(one) > 1]
    if not FEWEST_RULES <= len(found.rules) <= MOST_RULES:
        faults.append(DocumentFault("charter_rules_count", "rules"))
    unknown = {one.rule for one in found.from_answers} - {one.id for one in found.rules}
    faults += [DocumentFault("unknown_id", one) for one in sorted(unknown)]
    if faults:
        raise BadDocument(tuple(faults))
    return found


def proposed(
    catalogue: CharterCatalogue,
    *,
    contact_id: UUID | None,
    tools: Iterable[AllowedTool],
    answers: Mapping[str, GivenAnswer],
) -> CharterText:
    """The charter as it is proposed; no promise of the employer unless somebody ticks it."""
    lines = {rule: one.line for rule, one in _speaking(catalogue, answers).items()}
    return CharterText(
        contact_id=contact_id,
        rules=tuple(
            CharterRule(id=one.id, title=one.title, line=lines.get(one.id, one.line))
            for one in catalogue.rules
        ),
        forbidden=catalogue.forbidden,
        conditional=catalogue.conditional,
        free=catalogue.free,
        tools=tuple(tools),
    )


def reasons(
    text: CharterText, *, catalogue: CharterCatalogue, answers: Mapping[str, GivenAnswer]
) -> dict[str, GivenAnswer]:
    """By which answer a rule has its line, by the rule's id; none once it was changed."""
    lines = {one.id: one.line for one in text.rules}
    return {
        rule: answers[one.item]
        for rule, one in _speaking(catalogue, answers).items()
        if lines.get(rule) == one.line
    }


def _speaking(
    catalogue: CharterCatalogue, answers: Mapping[str, GivenAnswer]
) -> dict[str, FromAnswer]:
    """The first line of each rule that fits an answer."""
    found: dict[str, FromAnswer] = {}
    for one in catalogue.from_answers:
        answer = answers.get(one.item)
        if answer is not None and one.least <= answer.anchor <= one.most:
            found.setdefault(one.rule, one)
    return found


def worded(typed: str, *, language: str, known: Iterable[Bilingual]) -> Bilingual:
    """What was typed; one of the known texts where it is left as it was, in both languages."""
    same = (one for one in known if one.within(language) == typed)
    return next(same, None) or Bilingual(fr=typed, en=typed)


def text_problems(text: CharterText) -> dict[str, list[str]]:
    """The field codes of what cannot be published; empty where it can."""
    wrong: dict[str, list[str]] = {}
    if not FEWEST_RULES <= len(text.rules) <= MOST_RULES:
        wrong["rules"] = ["charter_rules_count"]
    if text.contact_id is None:
        wrong["contact_id"] = ["contact_needed"]
    lists = {"forbidden": text.forbidden, "conditional": text.conditional, "free": text.free}
    wrong |= {name: ["charter_lines"] for name, one in lists.items() if len(one) > MOST_LINES}
    return wrong


def date_problems(*, effective_from: date, review_on: date, today: date) -> dict[str, list[str]]:
    """The field codes of days that cannot be: in force within a month, reviewed within a year."""
    wrong: dict[str, list[str]] = {}
    if not today <= effective_from <= today + SOON:
        wrong["effective_from"] = ["charter_starts_soon"]
    if not timedelta(0) < review_on - effective_from <= A_YEAR:
        wrong["review_on"] = ["charter_review_within_a_year"]
    return wrong


def changed_rules(
    before: CharterText, after: CharterText, *, language: str
) -> tuple[ChangedRule, ...]:
    """The rules that differ between both, word by word, in the order of the later one."""
    old = {one.id: _sentence(one, language) for one in before.rules}
    found = [
        ChangedRule(place, differences(old.get(one.id, ""), _sentence(one, language)))
        for place, one in enumerate(after.rules, start=1)
        if old.get(one.id) != _sentence(one, language)
    ]
    kept = {one.id for one in after.rules}
    gone = [text for key, text in old.items() if key not in kept]
    return (*found, *(ChangedRule(None, (Piece(PieceKind.GONE, text),)) for text in gone))


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """What went, what came and what stayed, word by word; joined by blanks it is the text."""
    old, new = before.split(), after.split()
    found: list[Piece] = []
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece(PieceKind.SAME, " ".join(new[first:last])))
            continue
        parts = ((PieceKind.GONE, old[start:end]), (PieceKind.NEW, new[first:last]))
        found += [Piece(kind, " ".join(words)) for kind, words in parts if words]
    return tuple(found)


def signed(
    *,
    member_names: Mapping[UUID, str],
    signer_ids: Collection[UUID],
    names: Iterable[str],
    headcount: int | None,
) -> Signed:
    """How many people have signed, of the company's headcount or, unknown, of its members.

    `member_names` are those of the members who are asked, `signer_ids` those who signed, `names`
    those typed by people without an account: a member who signed so as well is one person.
    """
    counted = {folded(member_names[one]) for one in signer_ids if one in member_names}
    apart = {folded(name) for name in names} - counted
    count = len([one for one in signer_ids if one in member_names]) + len(apart)
    return Signed(count=count, of=max(headcount or 0, len(member_names), count))


def charter_facts(
    *,
    newest: CharterText | None,
    number: int,
    published_on: date | None,
    share: Signed,
    today: date,
) -> dict[str, object]:
    """What the roadmap reads: signed by how many, a red list, reviewed within twelve months.

    The first version is none that was reviewed.
    """
    lately = published_on is not None and today - published_on < A_YEAR
    return {
        "charter.acknowledged.share": {"met": share.count, "all": share.of},
        "charter.red_list": newest is not None and bool(newest.forbidden),
        "charter.reviewed_12m": number > 1 and lately,
    }


def _sentence(rule: CharterRule, language: str) -> str:
    parts: Sequence[Bilingual | None] = (rule.title, rule.line)
    return " ".join(one.within(language) for one in parts if one is not None)
