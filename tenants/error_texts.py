"""What the errors of the ground floor say to a person."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXTS: dict[str, Promise] = {
    "draft_claimed": _(
        "This assessment now belongs to a company's space, and this link opens nothing any more. "
        "Sign in to read it there."
    ),
    "draft_expired": _(
        "This assessment was kept for thirty days, then deleted with its answers. "
        "A new one takes ten minutes."
    ),
    "draft_not_found": _(
        "This link leads to no assessment. Check that it was copied whole, from the first letter "
        "to the last."
    ),
    "calendar_not_found": _("This address opens no calendar, or not any more."),
    "job_not_found": _("This job is done, and waits no more."),
    "foundings_spent": _(
        "An account opens %(most)s companies a day at most. Come back tomorrow, or write to "
        "whoever runs Capitaine."
    ),
}
