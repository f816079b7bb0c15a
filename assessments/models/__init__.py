from assessments.models.assessments import Answer, Assessment, Invitation, ObservedFact, Respondent
from assessments.models.roadmap import RoadmapStep
from assessments.models.skills import SkillLevel, SkillPlan

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
