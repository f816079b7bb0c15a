from assessments.tasks.assessments import expire
from assessments.tasks.peers import freeze, invite
from assessments.tasks.roadmap import remind

__all__ = ["expire", "freeze", "invite", "remind"]
