from assessments.models.assessments import Answer, Assessment, ObservedFact, Respondent
from assessments.models.roadmap import RoadmapStep

__all__ = ["Answer", "Assessment", "ObservedFact", "Respondent", "RoadmapStep"]
