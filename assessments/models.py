from assessments.answers.models import (
    Answer,
    Assessment,
    Invitation,
    ObservedFact,
    Respondent,
)
from assessments.roadmap.models import RoadmapStep
from assessments.skills.models import SkillLevel, SkillPlan

__all__ = [
    "Answer",
    "Assessment",
    "Invitation",
    "ObservedFact",
    "Respondent",
    "RoadmapStep",
    "SkillLevel",
    "SkillPlan",
]
