from assessments.diagnostic.tasks import expire, propose
from assessments.peers.tasks import freeze, invite
from assessments.roadmap.tasks import remind

__all__ = ["expire", "freeze", "invite", "propose", "remind"]
