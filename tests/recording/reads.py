"""Every address that can be asked, of whom, about what."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client

from portfolio.exports.choices import ListName
from tests.architecture.routes import ALIASES, Route, routes
from tests.recording.world import EMPTY, HARD, LETTER, MAIN, PEOPLE, SMALL, World

Values = dict[str, Any]
# What is asked besides the plain address.
QUERIES = {
    "api_decisions": ("limit=3", "verdict=start", "nonsense=1"),
    "api_initiatives": ("state=active", "state=backlog&limit=2", "limit=0", "nonsense=1"),
    "api_initiative_expenses": ("limit=1",),
    "api_initiative_measurements": ("limit=1",),
    "api_mandates": ("state=active",),
    "api_members": ("limit=2",),
    "api_skill_plans": ("limit=1",),
    "api_skills": ("minutes=30",),
    "companies": ("all=1",),
    "company_enter": ("fresh=1&next=/portfolio/",),
    "decision_log": ("verdict=start", "subject=mandate", "before=20"),
    "initiative_triage": ("full=1",),
    "portfolio": ("benefit=time", "class=minimal", "show=all"),
    "roadmap": ("who=mine",),
    "skill_plan_new": ("skill=sk_law&way=buy",),
}
VERDICTS = (
    *("qualify", "reject", "start", "continue", "adjust", "release"),
    *("pause", "stop", "complete", "archive", "revive"),
)
# What is told apart by its state, and what by its very value.
STATED = {"initiative", "assessment", "review"}
WORDS = {"item", "token", "name", "use_case", "action"}


@dataclass(frozen=True)
class Ask:
    """One address to ask; `about` names what is in it."""

    route: str
    path: str
    about: str

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/v1/")


@dataclass(frozen=True)
class Visit:
    """Somebody who asks, where, in which language, and of which addresses."""

    folder: str
    client: Client
    asks: tuple[Ask, ...]


class Addresses:
    """The addresses of one host, filled with the rows that stand in one company."""

    def __init__(self, world: World, host: str, company: str) -> None:
        self.world, self.host = world, host
        self._states: dict[Any, str] = {}
        with world.inside(company):
            self._tables = self._read()

    def _read(self) -> dict[str, list[Values]]:
        """Which values an argument or a set of arguments takes, all of them."""
        rows, world = self.world.rows, self.world
        tokens = [*world.tokens.values(), "nonsense"]
        assessments = self._ids("assessment")
        questions = ("G1", "P1", "S1", "J1", "J3", "F1", "Z9")
        items = list(rows("reviewitem").values("review_id", "initiative_id", "id"))
        return {
            "assessment_id": [{"assessment_id": pk} for pk in assessments],
            "assessment_id item": [
                {"assessment_id": pk, "item": item} for pk in assessments for item in questions
            ],
            "assessment_id invitation_id": [
                {"assessment_id": row["assessment_id"], "invitation_id": row["id"]}
                for row in rows("invitation").values("id", "assessment_id")
            ],
            "assessment_id use_case_id": [
                {"assessment_id": pk, "use_case_id": use}
                for pk in assessments
                for use in ("UC01", "UC99")
            ],
            "review_id item_id": [
                {"review_id": row["review_id"], "item_id": row["id"]} for row in items
            ],
            "review_id initiative_id": [
                {"review_id": row["review_id"], "initiative_id": row["initiative_id"]}
                for row in items
            ],
            "action_id": [
                *(
                    {"action_id": one}
                    for one in rows("roadmapstep").values_list("action_id", flat=True)
                ),
                {"action_id": "XXX-99"},
            ],
            "token": [{"token": token} for token in tokens],
            "token item": [
                {"token": token, "item": item} for token in tokens for item in questions
            ],
            "number": [{"number": one} for one in (1, 2, 99)],
            "name": [{"name": name} for name in (LETTER, "nonsense")],
            "list_name form": [{"list_name": name, "form": "csv"} for name in ListName],
            "import_id form": [{"import_id": pk, "form": "csv"} for pk in self._ids("tableimport")],
            "company_id": [
                {"company_id": pk}
                for pk in rows("organization")
                .filter(schema_name__in=world.schemas.values())
                .values_list("pk", flat=True)
            ],
            "initiative_id months": [
                {"initiative_id": row["initiative_id"], "months": row["months"]}
                for row in rows("gaincheck").values("initiative_id", "months")[::6]
            ],
            "initiative_id position": [
                {"initiative_id": row["initiative_id"], "position": row["position"]}
                for row in rows("tranche").values("initiative_id", "position")[::6]
            ],
            "decision_id": [{"decision_id": pk} for pk in self._ids("decision")[::12]],
            "webhook_id delivery_id": [
                {"webhook_id": row["webhook_id"], "delivery_id": row["id"]}
                for row in rows("webhookdelivery").values("id", "webhook_id")
            ],
            "initiative_id decision_id": self._below("initiativedecision", "decision")[::12],
            "initiative_id expense_id": self._below("expense", "expense")[::12],
            "initiative_id measurement_id": self._below("measurement", "measurement")[::12],
            "initiative_id objective_id": self._below("objective", "objective"),
        }

    def _ids(self, name: str) -> list[Any]:
        return list(self.world.rows(name).values_list("pk", flat=True))

    def _below(self, table: str, kind: str) -> list[Values]:
        """Rows that are asked for beneath their initiative."""
        above = "objective__initiative_id" if kind == "measurement" else "initiative_id"
        key = "id" if table == kind else f"{kind}_id"
        rows = self.world.rows(table).values_list(above, key)
        return [{"initiative_id": one, f"{kind}_id": pk} for one, pk in rows]

    def of(self, company: str, *, sample: bool = False) -> tuple[Ask, ...]:
        """Every address; with `sample` one of each kind of what stands there."""
        with self.world.inside(company):
            return tuple(self._asks(sample))

    def _asks(self, sample: bool) -> Iterator[Ask]:
        for route in routes(self.host):
            several = self._values(route)
            if sample:
                several = self._kinds(several)
            for values in several:
                path, about = route.path(values), self._about(values)
                yield Ask(route.name, path, about)
                for query in self._queries(route):
                    yield Ask(route.name, f"{path}?{query}", f"{about} {query}".strip())

    def _values(self, route: Route) -> list[Values]:
        if not route.arguments:
            return [{}]
        key = " ".join(route.arguments)
        if key not in self._tables:
            if len(route.arguments) > 1:
                raise LookupError(f"{route.name}: what are {key}?")
            name = key.removesuffix("_id").replace("_", "")
            ids = self._ids(ALIASES.get(name, name))
            self._tables[key] = [{key: pk} for pk in ids]
        return self._tables[key]

    def _kinds(self, several: list[Values]) -> list[Values]:
        """One of each kind where there are kinds; else the first, the middle and the last."""
        groups: dict[tuple[str, ...], list[Values]] = defaultdict(list)
        for values in several:
            groups[self._kind(values)].append(values)
        return [one for group in groups.values() for one in _spread(group)]

    def _kind(self, values: Values) -> tuple[str, ...]:
        return tuple(self._kind_of(name, value) for name, value in values.items())

    def _kind_of(self, name: str, value: Any) -> str:
        """The state of what has one and who leads it; the very value of what is no row."""
        kind = name.removesuffix("_id")
        if kind in WORDS:
            return str(value)
        if kind not in STATED:
            return ""
        if value not in self._states:
            row = self.world.rows(kind).get(pk=value)
            self._states[value] = f"{row.state} {getattr(row, 'captain_id', '')}"  # type: ignore[attr-defined]
        return self._states[value]

    def _queries(self, route: Route) -> Iterator[str]:
        yield from QUERIES.get(route.name, ())
        if route.name == "initiative_decide":
            yield from (f"verdict={verdict}" for verdict in VERDICTS)

    def _about(self, values: Values) -> str:
        return " ".join(self.world.masks.name_of(value) for value in values.values())


def _spread(group: list[Values]) -> list[Values]:
    if any(name.removesuffix("_id") in {"initiative", *WORDS} for name in group[0]):
        return group[:1]
    return [group[place] for place in sorted({0, len(group) // 2, len(group) - 1})]


def visits(world: World, only: str) -> list[Visit]:
    """Everybody who comes, the ones who ask most first."""
    made = [*_main(world), *_others(world), *_public(world)]
    wanted = re.compile(only)
    return [
        Visit(one.folder, one.client, tuple(ask for ask in one.asks if wanted.search(ask.route)))
        for one in made
    ]


def _main(world: World) -> Iterator[Visit]:
    """The company with a year behind it, as each role sees it."""
    addresses, host = Addresses(world, "company", MAIN), world.host(MAIN)
    every, some = addresses.of(MAIN), addresses.of(MAIN, sample=True)
    for role, email in {**PEOPLE, "anonymous": None}.items():
        for language in ("fr", "en"):
            asks = every if role == "executive" and language == "fr" else some
            pages = tuple(one for one in asks if not one.is_api)
            client = world.browser(host, email, language=language)
            yield Visit(f"{MAIN}/{role}/{language}", client, pages)
    late = world.browser(host, PEOPLE["executive"], minutes_ago=60)
    pages = tuple(one for one in some if not one.is_api and not one.about)
    yield Visit(f"{MAIN}/executive-signed-in-long-ago/fr", late, pages)
    for key in ("full", "read", "none"):
        asks = every if key == "full" else some
        calls = tuple(one for one in asks if one.is_api)
        yield Visit(f"{MAIN}/key-{key}/api", world.caller(key), calls)


def _others(world: World) -> Iterator[Visit]:
    """The small, the crowded and the empty company, as their founder sees them."""
    for company in (SMALL, HARD, EMPTY):
        host = world.host(company)
        with world.inside(company):
            rows = world.rows("member").filter(role="executive")
            email = str(rows.values_list("email", flat=True).first())
        asks = Addresses(world, "company", company).of(company, sample=True)
        pages = tuple(one for one in asks if not one.is_api)
        yield Visit(f"{company}/executive/fr", world.browser(host, email), pages)


def _public(world: World) -> Iterator[Visit]:
    """The public host, for nobody and for a member."""
    asks = Addresses(world, "public", MAIN).of(MAIN)
    for role in ("anonymous", "executive"):
        for language in ("fr", "en"):
            email = PEOPLE.get(role)
            client = world.browser(settings.PUBLIC_HOST, email, language=language)
            yield Visit(f"public/{role}/{language}", client, asks)
