from assessments.models.assessments import Answer, Assessment, ObservedFact, Respondent
from assessments.models.skills import SkillLevel, SkillPlan

__all__ = ["Answer", "Assessment", "ObservedFact", "Respondent", "SkillLevel", "SkillPlan"]
