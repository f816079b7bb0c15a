from governance.keys.tasks import forget_answers
from governance.outbox.tasks import send_outbox

__all__ = ["forget_answers", "send_outbox"]
