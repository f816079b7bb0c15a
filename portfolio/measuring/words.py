from django.utils.translation import ngettext


def recorded_text(count: int) -> str:
    """What is said once so many are recorded."""
    told = ngettext(
        "%(count)s measurement is recorded.", "%(count)s measurements are recorded.", count
    )
    return told % {"count": count}
