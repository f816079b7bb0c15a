from assessments.models.assessments import (
    Answer,
    Assessment,
    Invitation,
    ObservedFact,
    Respondent,
)
from assessments.models.roadmap import RoadmapStep

__all__ = ["Answer", "Assessment", "Invitation", "ObservedFact", "Respondent", "RoadmapStep"]
