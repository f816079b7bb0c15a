import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assessments.content.rules.changes import ContentDifferences, changes_between
from assessments.content.rules.publication import KINDS
from assessments.content.rules.rereading import Effects, Rereading, effects_of
from assessments.content.rules.steps import (
    MAJOR,
    MINOR,
    PATCH,
    Content,
    needed_steps,
    revised_items,
)
from assessments.content.selectors import CompanyEffect, content_effect
from assessments.content.services import check_publishable, check_published, publish_content
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.questionnaire.rules.reading import USUAL_PACE, PathReading, path_readings
from assessments.questionnaire.rules.reading_time import WORDS_PER_MINUTE
from assessments.results.rules.results import plain
from tenants.documents import BadDocument
from tenants.hosts import Company
from tenants.jobs import read_each_company


class Command(BaseCommand):
    help = "Check, publish and compare versions of the questionnaire, the actions and the uses."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("check", help="published files are as they were, drafts may follow")
        publish = verbs.add_parser("publish", help="a draft comes out and never changes again")
        publish.add_argument("kind", choices=KINDS)
        publish.add_argument("version")
        diff = verbs.add_parser("diff", help="what differs, and what it changes for companies")
        diff.add_argument("kind", choices=KINDS)
        diff.add_argument("before")
        diff.add_argument("after")
        diff.add_argument("--json", action="store_true", help="the same for a program")
        diff.add_argument("--companies", action="store_true", help="one line per company too")
        diff.add_argument("--no-companies", action="store_true", help="read no company")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            {"check": self._check, "publish": self._publish, "diff": self._diff}[options["verb"]](
                options
            )
        except BadDocument as wrong:
            lines = [f"{one.where}: {one.code}" for one in wrong.problems]
            raise CommandError("\n".join(lines)) from wrong
        except KeyError as missing:
            raise CommandError(f"There is no {missing.args[0]} in {catalogue.DATA}.") from missing

    def _check(self, options: dict[str, Any]) -> None:
        check_published()
        for one in catalogue.publications():
            self.stdout.write(f"{one.name}: published on {one.published_on}, unchanged")
        for version in catalogue.versions("questionnaire"):
            self.stdout.write(
                f"questionnaire {version} goes with actions "
                f"{catalogue.actions_for(version).version} and use_cases "
                f"{catalogue.use_cases_for(version).version}"
            )
        for kind in KINDS:
            for version in catalogue.drafts(kind):
                check_publishable(kind=kind, version=version)
                self.stdout.write(f"{kind} {version}: a draft that may be published")

    def _publish(self, options: dict[str, Any]) -> None:
        today = timezone.localdate()
        done = publish_content(kind=options["kind"], version=options["version"], today=today)
        self.stdout.write(f"{done.name} is published. Commit its file with {catalogue.PUBLISHED}.")

    def _diff(self, options: dict[str, Any]) -> None:
        before = catalogue.content(options["kind"], options["before"])
        after = catalogue.content(options["kind"], options["after"])
        changes = changes_between(before, after)
        readings = [
            path_readings(one) if isinstance(one, Questionnaire) else () for one in (before, after)
        ]
        found = [] if options["no_companies"] else _companies(before, after)
        totals = _totals(found)
        if options["json"]:
            shown = {"changes": changes, "readings": readings, "companies": totals}
            if options["companies"]:
                shown["each"] = [
                    {"id": str(one.id), "name": one.name, "effect": effect} for one, effect in found
                ]
            self.stdout.write(json.dumps(plain(shown), ensure_ascii=False, indent=1))
            return
        lines = diff_lines(before, after, changes, readings)
        if not options["no_companies"]:
            lines += effect_lines(totals, found if options["companies"] else [])
        self.stdout.write("\n".join(lines))


def _companies(before: Content, after: Content) -> list[tuple[Company, CompanyEffect]]:
    return list(read_each_company(lambda: content_effect(before=before, after=after)))


def _totals(found: list[tuple[Company, CompanyEffect]]) -> dict[str, Any]:
    effects = [effect for _, effect in found]
    finishing = [one.finishes_on for one in effects if one.finishes_on]
    return {
        "companies": len(effects),
        "open": {version: finishing.count(version) for version in sorted(set(finishing))},
        "effects": effects_of(one.rereading for one in effects if one.rereading),
    }


Readings = Sequence[Sequence[PathReading]]


def diff_lines(
    before: Content, after: Content, changes: ContentDifferences, readings: Readings
) -> list[str]:
    """What differs: parts, texts in both languages, values, reading time."""
    if changes.is_empty:
        return [f"{before.version} and {after.version} say the same."]
    return [
        f"From {before.version} to {after.version}: {_step(changes)} version",
        *_in_force(before, after),
        *_named("Added", changes.added),
        *_named("Removed", changes.removed),
        *_texts(changes),
        *_values(changes),
        *_mapped(after),
        *_reading_lines(readings),
    ]


def effect_lines(totals: dict[str, Any], each: list[tuple[Company, CompanyEffect]]) -> list[str]:
    """What it changes for existing companies: totals first, then a line for each one given."""
    effects: Effects = totals["effects"]
    lines = ["", f"Existing companies: {totals['companies']}, of which {effects.rereadings} reread"]
    lines.append("  (a simulation: no result is recomputed, nothing is written)")
    for version, count in totals["open"].items():
        lines.append(f"  {count} open diagnostic(s) will finish on {version}")
    if effects.rereadings:
        span = f"{effects.least_comparable} to {effects.most_comparable}"
        lines.append(f"  comparable scored items: {span}")
    for was, now, count in effects.moves:
        sign = "=" if was == now else "→"
        lines.append(f"  level {was or 'none'} {sign} {now or 'none'}: {count}")
    for word, counted in (("appears", effects.appearing), ("vanishes", effects.vanishing)):
        lines += [f"  {name} {word} for {count}" for name, count in counted]
    return lines + [_company_line(company, effect) for company, effect in each]


def _company_line(company: Company, effect: CompanyEffect) -> str:
    parts = [f"  {company.name}:"]
    if effect.finishes_on:
        parts.append(f"finishes on {effect.finishes_on};")
    parts.append(_reread(effect.rereading) if effect.rereading else "nothing to reread")
    return " ".join(parts)


def _reread(one: Rereading) -> str:
    names = [f"+{name}" for name in one.appearing] + [f"-{name}" for name in one.vanishing]
    return (
        f"answered on {one.version}, {one.comparable} of {one.asked} comparable, "
        f"level {one.level_before or 'none'} to {one.level_after or 'none'}, "
        f"score {one.score_before:.0f} to {one.score_after:.0f}"
        + (f"; {' '.join(names)}" if names else "")
    )


def _step(changes: ContentDifferences) -> str:
    needed = set(needed_steps(changes, revised_items(changes)).values())
    return next(f"a {one}" for one in (MAJOR, MINOR, PATCH) if one in needed)


def _in_force(before: Content, after: Content) -> Iterator[str]:
    if isinstance(before, Questionnaire) and isinstance(after, Questionnaire):
        yield f"In force from {after.effective_from} (before: {before.effective_from})"


def _named(word: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        yield f"{word}: {', '.join(names)}"


def _texts(changes: ContentDifferences) -> Iterator[str]:
    for one in changes.texts:
        yield f"Reworded: {one.where}"
        for language in ("fr", "en"):
            was, now = one.before.in_language(language), one.after.in_language(language)
            yield from ([f"  {language} - {was}", f"  {language} + {now}"] if was != now else [])


def _values(changes: ContentDifferences) -> Iterator[str]:
    for one in changes.values:
        yield f"Changed: {one.where}: {_short(one.before)} → {_short(one.after)}"


def _short(value: Any) -> str:
    return "nothing" if value is None else str(value)


def _mapped(after: Content) -> Iterator[str]:
    if isinstance(after, Questionnaire):
        for one in after.mapping:
            table = f" {dict(one.table)}" if one.table else ""
            yield f"Mapped: {one.before} → {one.after}, {one.kind}{table}"


def _reading_lines(readings: Readings) -> Iterator[str]:
    before, after = ({(one.path, one.language): one for one in side} for side in readings)
    for key in [*before, *(one for one in after if one not in before)]:
        was, now = before.get(key), after.get(key)
        same = was is not None and was == now
        yield f"Path {key[0]}, {key[1]}: {_reading(was)}" + (
            ", unchanged" if same else f" → {_reading(now)}"
        )


def _reading(one: PathReading | None) -> str:
    if one is None:
        return "no such path"
    slow, usual = (one.seconds(words_per_minute=w) / 60 for w in (WORDS_PER_MINUTE, USUAL_PACE))
    return f"{one.items} items, {one.words} words, {slow:.1f} min read slowly, {usual:.1f} at 230"
