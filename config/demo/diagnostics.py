"""The diagnostics of a story."""

from typing import Any
from uuid import UUID

from assessments.diagnostic.services import complete_assessment, save_answer, start_assessment
from assessments.voices.choices import RespondentRole
from assessments.voices.selectors.invitations import link_token
from assessments.voices.services import (
    enter_by_invitation,
    finish_voice,
    invite_by_link,
    save_voice_answer,
)
from config.demo.scene import Scene


def play_diagnostic(scene: Scene, diagnostic: dict[str, Any]) -> None:
    """The questionnaire is answered, one question after the other, and has its result."""
    actor = scene.actor(diagnostic["by"])
    assessment = start_assessment(scene.act(actor))
    for item_id, raw in diagnostic["answers"].items():
        save_answer(scene.act(actor), assessment_id=assessment.id, item_id=item_id, raw=raw)
    if "team" in diagnostic:
        _play_team(scene, diagnostic["by"], assessment.id, diagnostic["team"])
    complete_assessment(scene.act(actor), assessment_id=assessment.id)


def _play_team(scene: Scene, by: str, assessment_id: UUID, said: dict[str, list[Any]]) -> None:
    """The team answers by its link: of each question, one answer after the other is a voice's."""
    made = invite_by_link(
        scene.act(scene.actor(by)), assessment_id=assessment_id, role=RespondentRole.TEAM
    )
    for voice in zip(*said.values(), strict=True):
        own = enter_by_invitation(token=link_token(made.id), now=scene.now)
        for item_id, raw in zip(said, voice, strict=True):
            save_voice_answer(token=own, item_id=item_id, raw=raw, now=scene.now)
        finish_voice(token=own, now=scene.now)
