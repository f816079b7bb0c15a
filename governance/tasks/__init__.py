from governance.tasks.answers import forget_answers
from governance.tasks.outbox import send_outbox

__all__ = ["forget_answers", "send_outbox"]
