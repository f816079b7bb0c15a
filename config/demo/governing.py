"""Charter, statements, calendar and incidents of a story, played through the services."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from config.demo.scene import Scene
from config.demo.steps import StoryStep
from governance.charter.rules import Bilingual, CharterCatalogue
from governance.charter.selectors import charter_catalogue
from governance.charter.services import (
    CharterInput,
    RuleInput,
    draft_charter,
    publish_charter,
    sign_by_name,
    sign_charter,
)
from governance.incidents.choices import Severity
from governance.incidents.services import (
    IncidentInput,
    IncidentTerms,
    close_incident,
    handle_incident,
    report_incident,
)
from governance.statement.services import make_statement, open_link
from portfolio.calendars.services import make_company_calendar

A_YEAR = timedelta(days=365)


def governing_of(scene: Scene, told: Mapping[str, Any]) -> Iterator[StoryStep]:
    """Every version with its signatures, every statement, every incident."""
    for version in told.get("charter", ()):
        yield StoryStep(scene.moment_of(version["at"]), partial(_charter, scene, version))
    for one in told.get("statements", ()):
        yield StoryStep(scene.moment_of(one["at"]), partial(_statement, scene, one))
    for one in told.get("calendar", ()):
        yield StoryStep(scene.moment_of(one["at"]), partial(_calendar, scene, one))
    for incident in told.get("incidents", ()):
        yield StoryStep(scene.moment_of(incident["at"]), partial(_incident, scene, incident))
        at = scene.moment_of(incident["closed"]["at"])
        yield StoryStep(at, partial(_closed, scene, incident))


def _charter(scene: Scene, told: dict[str, Any]) -> None:
    ours, words = charter_catalogue(), told.get("words", {})
    rules = tuple(
        RuleInput(id=one.id, title=words.get(one.id, one.title.fr), line=_french(one.line))
        for one in ours.rules
        if one.id not in told.get("without", ())
    )
    act = scene.act(scene.actor(told["by"]))
    given = CharterInput(
        language="fr",
        contact_id=scene.members["karim"].id,
        rules=rules,
        **_red_list(ours) if told.get("red_list", True) else {},
        promises=tuple(told.get("promises", ())),
        headcount=told["headcount"],
    )
    draft_charter(act, given=given)
    scene.advance(scene.now)
    signer = scene.act(scene.actor(told["published_by"]))
    made = publish_charter(signer, effective_from=scene.day, review_on=scene.day + A_YEAR)
    for who in told["signed"]:
        sign_charter(scene.act(scene.actor(who)), number=made.number)
    for name in told.get("names", ()):
        sign_by_name(signer, number=made.number, name=name)


def _red_list(ours: CharterCatalogue) -> dict[str, Any]:
    return {
        "forbidden": tuple(one.fr for one in ours.forbidden),
        "conditional": tuple((one.what.fr, one.condition.fr) for one in ours.conditional),
        "free": tuple(one.fr for one in ours.free),
    }


def _french(line: Bilingual | None) -> str:
    return line.fr if line else ""


def _statement(scene: Scene, told: dict[str, Any]) -> None:
    act = scene.act(scene.actor(told["by"]))
    made = make_statement(act, company=scene.company.name)
    open_link(act, statement_id=made.id)


def _calendar(scene: Scene, told: dict[str, Any]) -> None:
    """Its address is told to nobody: a demo shows that it is shared, and renews it."""
    make_company_calendar(scene.act(scene.actor(told["by"])))


def _incident(scene: Scene, told: dict[str, Any]) -> None:
    given = IncidentInput(
        what=told["what"],
        entry_id=scene.found[f"entry:{told['with']}"],
        affects=told["affects"],
        done=told["done"],
    )
    row = report_incident(scene.act(scene.actor(told["by"])), given=given)
    scene.found[f"incident:{told['what']}"] = row.id


def _closed(scene: Scene, told: dict[str, Any]) -> None:
    act, incident_id = (
        scene.act(scene.actor(told["closed"]["by"])),
        scene.found[f"incident:{told['what']}"],
    )
    terms = IncidentTerms(
        what=told["what"],
        entry_id=scene.found[f"entry:{told['with']}"],
        tool="",
        affects=told["affects"],
        done=told["done"],
        severity=Severity(told["closed"]["severity"]),
        personal_data=False,
    )
    handle_incident(act, incident_id=incident_id, given=terms)
    close_incident(act, incident_id=incident_id, lesson=told["closed"]["lesson"])
