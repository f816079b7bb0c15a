"""The diagnostics of a story."""

from typing import Any

from assessments.services.assessments import complete_assessment, save_answer, start_assessment
from config.demo.scene import Scene


def play_diagnostic(scene: Scene, diagnostic: dict[str, Any]) -> None:
    """The questionnaire is answered, one question after the other, and has its result."""
    actor = scene.actor(diagnostic["by"])
    assessment = start_assessment(actor=actor, **scene.time)
    for item_id, raw in diagnostic["answers"].items():
        save_answer(
            actor=actor, assessment_id=assessment.id, item_id=item_id, raw=raw, **scene.time
        )
    complete_assessment(actor=actor, assessment_id=assessment.id, **scene.time)
