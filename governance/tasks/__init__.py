from governance.tasks.outbox import send_outbox

__all__ = ["send_outbox"]
