"""Who answers by a link, for the tests of several features."""

from collections.abc import Mapping
from typing import Any

from django.test import Client

from assessments.answers.models import Assessment, Invitation
from assessments.diagnostic.services import complete_assessment, save_answer, start_assessment
from assessments.voices.selectors.invitations import link_token
from assessments.voices.services import (
    enter_by_invitation,
    finish_voice,
    invite_by_link,
    save_voice_answer,
)
from tests.conftest import Cast, acting


def started(cast: Cast, now, *, by: str = "lead", **answers: Any) -> Assessment:
    """An open assessment with these answers of one member."""
    who = {"actor": cast.actor(by), "today": now.date(), "now": now}
    one = start_assessment(acting(**who))
    answer(cast, one, now, by=by, **answers)
    return one


def answer(cast: Cast, one: Assessment, now, *, by: str, **answers: Any) -> None:
    who = {"actor": cast.actor(by), "today": now.date(), "now": now}
    for item_id, raw in answers.items():
        save_answer(acting(**who), assessment_id=one.id, item_id=item_id, raw=raw)


def link(cast: Cast, one: Assessment, now, role: str = "team") -> tuple[Invitation, str]:
    """A link of that role and its token."""
    who = {"actor": cast.actor("executive"), "today": now.date(), "now": now}
    made = invite_by_link(acting(**who), assessment_id=one.id, role=role)
    return made, link_token(made.id)


def voice(token: str, now, answers: Mapping[str, Any]) -> str:
    """Somebody enters by the link, answers and finishes; returns his or her own token."""
    own = enter_by_invitation(token=token, now=now)
    for item_id, raw in answers.items():
        save_voice_answer(token=own, item_id=item_id, raw=raw, now=now)
    finish_voice(token=own, now=now)
    return own


def complete(cast: Cast, one: Assessment, now, *, by: str = "lead") -> Assessment:
    return complete_assessment(
        acting(cast.actor(by), now=now, today=now.date()), assessment_id=one.id
    )


def visitor(cast: Cast) -> Client:
    """Nobody in particular, on the company's host."""
    return cast.client()
