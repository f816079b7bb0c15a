from assessments.models.assessments import Answer, Assessment, ObservedFact, Respondent

__all__ = ["Answer", "Assessment", "ObservedFact", "Respondent"]
