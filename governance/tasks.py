from governance.absences.tasks import end_absences_of_the_day
from governance.charter.tasks import charter_turns
from governance.decisions.tasks import anchor
from governance.keys.tasks import forget_answers
from governance.outbox.tasks import send_outbox
from governance.register.tasks import register_turns
from governance.webhooks.tasks import send_webhooks

__all__ = [
    "anchor",
    "charter_turns",
    "end_absences_of_the_day",
    "forget_answers",
    "register_turns",
    "send_outbox",
    "send_webhooks",
]
