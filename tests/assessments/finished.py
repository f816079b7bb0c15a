"""Assessments that are finished, and callers of the interface."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from assessments.answers.models import Assessment
from assessments.diagnostic.services import complete_assessment, save_answer, start_assessment
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import visible_items
from governance.keys.services import create_key
from tests.conftest import Cast, acting

STORED: dict[str, Any] = {
    "S1": {"sk_use": 1},
    "J1": ["quality"],
    "J2": ["inspect"],
    "J3": {"days_month": 1, "budget_year": 1},
    "F1": "industry",
    "F2": "small",
}


def finished(
    cast: Cast,
    *,
    usage: int = 2,
    anchor: object = 2,
    days_ago: int = 0,
    part: str = "lead",
    without: Collection[str] = (),
    **told: Any,
) -> Assessment:
    """An assessment answered alike by that member, *without* some items, through the services.

    *told* are answers of its own, by item.
    """
    now = timezone.now() - timedelta(days=days_ago)
    who: dict[str, Any] = {"actor": cast.actor(part), "today": now.date(), "now": now}
    one = start_assessment(acting(**who))
    questionnaire = catalogue.questionnaire(one.questionnaire_version)
    for item in visible_items(questionnaire, {"G1": usage}):
        if item.id in without:
            continue
        plain_anchor = 2 if item.kind == "gate" and anchor == "dk" else anchor
        raw = usage if item.id == "G1" else (STORED | told).get(item.id, plain_anchor)
        save_answer(acting(**who), assessment_id=one.id, item_id=item.id, raw=raw)
    return complete_assessment(acting(**who), assessment_id=one.id)


def caller(
    cast: Cast, part: str = "executive", scopes: tuple[str, ...] = ("read", "write")
) -> Client:
    """A client with a key of that member."""
    now = timezone.now()
    key = create_key(
        acting(cast.actor(part), now=now, today=now.date()), name="test", scopes=scopes, days=30
    )
    return Client(headers={"host": cast.host, "authorization": f"Bearer {key.text}"})
