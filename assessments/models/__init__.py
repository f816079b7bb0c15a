from assessments.models.assessments import (
    Answer,
    Assessment,
    Invitation,
    ObservedFact,
    Respondent,
)

__all__ = ["Answer", "Assessment", "Invitation", "ObservedFact", "Respondent"]
