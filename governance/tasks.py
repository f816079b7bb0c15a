from governance.decisions.tasks import anchor
from governance.keys.tasks import forget_answers
from governance.outbox.tasks import send_outbox

__all__ = ["anchor", "forget_answers", "send_outbox"]
