from assessments.tasks.assessments import expire
from assessments.tasks.peers import freeze, invite

__all__ = ["expire", "freeze", "invite"]
