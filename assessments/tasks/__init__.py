from assessments.tasks.assessments import expire, propose
from assessments.tasks.peers import freeze, invite
from assessments.tasks.roadmap import remind

__all__ = ["expire", "freeze", "invite", "propose", "remind"]
