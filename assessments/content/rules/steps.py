"""Which step of the version a change asks for, and what no step allows.

patch: slips of the pen. minor: items, actions or uses come and go, questions are reworded.
major: anchors change meaning, dimensions, weights or levels change; scores are compared directly
within a major, so nothing they are made of moves under them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from assessments.content.rules.changes import ContentDifferences, TextChange, changes_between
from assessments.content.rules.publication import step_between
from assessments.contradictions.rules import Contradictions
from assessments.questionnaire.rules.documents import Text
from assessments.questionnaire.rules.mapping import revision_of
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.roadmap.rules.actions import ActionCatalogue
from assessments.uses.rules import UseCaseCatalogue
from tenants.documents import DocumentFault

Content = Questionnaire | ActionCatalogue | UseCaseCatalogue | Contradictions
PATCH, MINOR, MAJOR = "patch", "minor", "major"
SIZE = {PATCH: 0, MINOR: 1, MAJOR: 2}
# A slip of the pen leaves four letters in five where they were.
ALIKE = 0.8
_MAJOR = re.compile(
    r"dimensions\.|levels\.|usage_caps|foundations|aggregate"
    r"|items\.[^.]+\.(kind|dimension|weight|must_know)$"
)
_MAJOR_PARTS = ("dimensions.", "levels.")
_ITEM_TEXT = re.compile(r"items\.([^.]+)\.(question|anchors|options|rows|fields)")


def step_problems(
    before: Content, after: Content, earlier: Sequence[Content]
) -> list[DocumentFault]:
    """Why *after* cannot follow *before*, the newest published; *earlier* are all before that."""
    step = step_between(before.version, after.version)
    if step is None:
        return [DocumentFault("version_not_next", f"{after.version} after {before.version}")]
    changes = changes_between(before, after)
    problems = [*_reused(before, after, earlier)]
    if isinstance(before, Questionnaire) and isinstance(after, Questionnaire):
        problems += _revision_problems(before, after, changes)
        problems += _mapping_problems(before, after, earlier)
    if changes.is_empty:
        problems.append(DocumentFault("nothing_changed", after.version))
    revised = revised_items(changes)
    for where, least in needed_steps(changes, revised).items():
        if SIZE[step] < SIZE[least]:
            problems.append(DocumentFault(f"needs_{least}_version", where))
    return problems


def needed_steps(
    changes: ContentDifferences, revised: Mapping[str, tuple[int, int]]
) -> dict[str, str]:
    """The least step of the version that each change asks for, by where it stands."""
    needed = {
        part: MAJOR if part.startswith(_MAJOR_PARTS) else MINOR
        for part in (*changes.added, *changes.removed)
    }
    for text in changes.texts:
        needed[text.where] = _step_of_text(text, revised)
    for value in changes.values:
        needed[value.where] = MAJOR if _MAJOR.match(value.where) else MINOR
    return needed


def revised_items(changes: ContentDifferences) -> dict[str, tuple[int, int]]:
    """Items whose revision differs: the revision before and after."""
    found = {}
    for one in changes.values:
        kind, _, rest = one.where.partition(".")
        item_id, _, leaf = rest.partition(".")
        if kind == "items" and leaf == "revision":
            found[item_id] = (one.before, one.after)
    return found


def is_slip(before: Text, after: Text) -> bool:
    """Whether both wordings differ by no more than a slip of the pen, in each language."""
    pairs = ((before.fr, after.fr), (before.en, after.en))
    return all(SequenceMatcher(None, was, now).ratio() >= ALIKE for was, now in pairs)


def _step_of_text(change: TextChange, revised: Mapping[str, tuple[int, int]]) -> str:
    found = _ITEM_TEXT.match(change.where)
    if found and found[1] in revised:
        return MAJOR if found[2] == "anchors" else MINOR
    return PATCH if is_slip(change.before, change.after) else MINOR


def _revision_problems(
    before: Questionnaire, after: Questionnaire, changes: ContentDifferences
) -> Iterator[DocumentFault]:
    """The revision of an item grows by one when its meaning changes, and only then."""
    revised = revised_items(changes)
    touched = {found[1] for one in changes.texts if (found := _ITEM_TEXT.match(one.where))}
    for item_id, (was, now) in revised.items():
        if now != was + 1:
            yield DocumentFault("revision_not_next", f"{item_id}: {was} to {now}")
        if item_id not in touched:
            yield DocumentFault("revision_without_change", item_id)
    for change in changes.texts:
        found = _ITEM_TEXT.match(change.where)
        if found and found[1] not in revised and not is_slip(change.before, change.after):
            yield DocumentFault("reworded_without_revision", change.where)
    for item in after.items:
        if before.find(item.id) is None and item.revision != 1:
            yield DocumentFault("revision_not_next", f"{item.id}: new at {item.revision}")


def _reused(before: Content, after: Content, earlier: Sequence[Content]) -> Iterator[DocumentFault]:
    """An id that was taken away never returns; an item's id never changes its kind."""
    known = set(ids_of(before))
    gone = {name for one in earlier for name in ids_of(one)} - known
    for name in ids_of(after):
        if name in gone:
            yield DocumentFault("id_reused", name)
    if isinstance(before, Questionnaire) and isinstance(after, Questionnaire):
        for item in after.items:
            old = before.find(item.id)
            if old is not None and old.kind != item.kind:
                yield DocumentFault("id_reused", item.id)


def ids_of(content: Content) -> tuple[str, ...]:
    """The ids of the items, actions, uses or pairs."""
    if isinstance(content, Questionnaire):
        return tuple(item.id for item in content.items)
    if isinstance(content, ActionCatalogue):
        return tuple(content.actions)
    if isinstance(content, UseCaseCatalogue):
        return tuple(content.use_cases)
    return tuple(pair.id for pair in content.pairs)


def _mapping_problems(
    before: Questionnaire, after: Questionnaire, earlier: Sequence[Content]
) -> Iterator[DocumentFault]:
    """A mapping speaks of published items, and what the last version mapped stays mapped."""
    older = [one for one in (*earlier, before) if isinstance(one, Questionnaire)]
    known = {revision_of(item) for one in older for item in one.items if item.anchors}
    for one in after.mapping:
        if one.before not in known:
            yield DocumentFault("mapping_from_unknown", str(one.before))
    standing = {revision_of(item) for item in after.items}
    sources = {one.before for one in after.mapping}
    for one in before.mapping:
        if one.after in standing and one.before not in sources:
            yield DocumentFault("mapping_dropped", str(one.before))
