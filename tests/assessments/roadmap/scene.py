"""A company that has its roadmap: every answer alike, in a small firm with little time."""

from datetime import date, datetime
from typing import Any

from assessments.answers.models import Assessment, ObservedFact
from assessments.diagnostic.services import complete_assessment, save_answer, start_assessment
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import visible_items
from governance.mandates.choices import MandateKind
from governance.mandates.services import write_mandate
from tests.assessments.finished import STORED
from tests.cast import NOW
from tests.conftest import Cast, acting


def advised(cast: Cast, *, at: datetime = NOW, usage: int = 1, anchor: int = 1) -> Assessment:
    """An assessment completed at that moment, and its roadmap."""
    who = {"actor": cast.actor("lead"), "today": at.date(), "now": at}
    one = start_assessment(acting(**who))
    questionnaire = catalogue.questionnaire(one.questionnaire_version)
    for item in visible_items(questionnaire, {"G1": usage}):
        raw = usage if item.id == "G1" else STORED.get(item.id, anchor)
        save_answer(acting(**who), assessment_id=one.id, item_id=item.id, raw=raw)
    return complete_assessment(acting(**who), assessment_id=one.id)


def seen(key: str, value: Any, *, at: datetime = NOW) -> None:
    """The product has observed that."""
    ObservedFact.objects.update_or_create(key=key, defaults={"value": value, "at": at})


def planned(one: Assessment) -> list[str]:
    """The actions of the assessment's roadmap, in order."""
    return [step.recommendation.action_id for step in one.advice.roadmap.steps]


def left_out(one: Assessment) -> dict[str, str]:
    """What the assessment's roadmap leaves out, and why."""
    rows = one.advice.roadmap.left_out
    return {row.recommendation.action_id: row.reason for row in rows}


def letter(cast: Cast, *, day: date) -> None:
    """The executive holds a company mandate, signed that day for a year."""
    who = cast.members["executive"]
    moment = datetime.combine(day, NOW.timetz())
    actor = cast.actor("executive")
    kind = MandateKind.COMPANY
    write_mandate(acting(actor, now=moment, today=day), kind=kind, holder_id=who.id)
