from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EntryKind(models.TextChoices):
    """What the register keeps: a use, a tool for whoever may take it, or an agent."""

    USE = "use", pgettext_lazy("register", "Use in place")
    TOOL = "tool", pgettext_lazy("register", "Tool")
    AGENT = "agent", pgettext_lazy("register", "Agent")


class EntryOrigin(models.TextChoices):
    """How it came: somebody told of it, or a vendor put it into software that was there."""

    DECLARED = "declared", _("Declared")
    CAME_INSIDE_SOFTWARE = "came_inside_software", _("Came inside known software")


class EntryStatus(models.TextChoices):
    """Where an entry stands."""

    DECLARED = "declared", pgettext_lazy("register", "Declared, to be decided")
    LIVE = "live", pgettext_lazy("register", "In use")
    STOP_ASKED = "stop_asked", pgettext_lazy("register", "Stop asked for")
    STOPPED = "stopped", pgettext_lazy("register", "Stopped")
    FORBIDDEN = "forbidden", pgettext_lazy("register", "Not allowed")


class Light(models.TextChoices):
    """Whether it may be used; nothing until somebody decides."""

    NONE = "", _("To be decided")
    GREEN = "green", _("Green: allowed")
    ORANGE = "orange", _("Orange: under conditions")
    RED = "red", _("Red: no")


class DataClass(models.TextChoices):
    """Which data may go in."""

    PUBLIC = "public", pgettext_lazy("data", "Public")
    INTERNAL = "internal", pgettext_lazy("data", "Internal")
    CUSTOMERS = "customers", pgettext_lazy("data", "Customers")
    PERSONS = "persons", pgettext_lazy("data", "Persons")
    UNKNOWN = "unknown", pgettext_lazy("data", "I do not know")


class Account(models.TextChoices):
    """Whose account it is used with."""

    NONE = "", _("Not known")
    BUSINESS = "business", _("An account of the company")
    PERSONAL = "personal", _("A personal account")


class Oversight(models.TextChoices):
    """How what it makes is checked."""

    UNKNOWN = "", _("Not said")
    NONE = "none", _("Nobody checks")
    SAMPLE = "sample", _("A sample is checked")
    FULL = "full", _("Everything is checked before use")
    AFTER = "after", _("Checked afterwards")


class SwitchedOn(models.TextChoices):
    """Who switched on an AI feature that appeared in software."""

    NONE = "", _("Not said")
    VENDOR = "vendor", _("The vendor, unasked")
    COMPANY = "company", _("We did, knowingly")
    SOMEBODY = "somebody", _("Somebody among us")
    UNKNOWN = "unknown", _("I do not know")


class Found(models.TextChoices):
    """What was seen of an AI feature in known software, the last time somebody looked."""

    NONE = "", _("Not looked at yet")
    YES = "yes", pgettext_lazy("answer", "Yes")
    NO = "no", pgettext_lazy("answer", "No")
    UNSURE = "unsure", pgettext_lazy("answer", "I do not know")


class Happening(models.TextChoices):
    """What happened to an entry."""

    DECLARED = "declared", _("Declared")
    RECORDED = "recorded", _("Put in the register")
    CHANGED = "changed", _("Changed")
    CLASSIFIED = "classified", _("Legal check answered")
    STOP_ASKED = "stop_asked", _("Stop asked for")
    STOPPED = "stopped", _("Stop confirmed")
    TAKEN_BACK = "taken_back", _("Stop taken back")
    SWEPT = "swept", _("Found in known software")
