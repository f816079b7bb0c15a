import json
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assessments.content.rules.changes import changes_between
from assessments.content.rules.publication import KINDS
from assessments.content.rules.rereading import effects_of
from assessments.content.rules.steps import Content
from assessments.content.selectors import CompanyEffect, content_effect
from assessments.content.services import check_publishable, check_published, publish_content
from assessments.content.text import diff_lines, effect_lines
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.questionnaire.rules.reading import path_readings
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
