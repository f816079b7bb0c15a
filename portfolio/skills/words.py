"""Why a way to get a skill is proposed; templates look it up with the filter `of`."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WHYS: Mapping[str, Promise] = {
    "one_able": _("The one who can, passes it on to a second person."),
    "learning": _("Somebody is learning already."),
    "everyday": _("Everybody works with it: it is learned in the house."),
    "rarely_needed": _("One use needs it now and then: a provider will do."),
    "too_small": _("Few people, several needs: a provider shares the load."),
    "often_needed": _("Nobody can, and two active priorities or more need it."),
}
