"""What the product sees, in a sentence for each code, and the click that follows."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SEEN: Mapping[str, Promise] = {
    "uses_established": _("At least one completed initiative runs on in daily work."),
    "uses_active": _("At least one initiative is active."),
    "mandate_deputy": _("A mandate is signed and in force, and names a deputy."),
    "mandate_active": _("A mandate is signed and in force; it names no deputy."),
    "mandate_none": _("No signed mandate is in force."),
    "decisions_by_mandate": _("The log holds decisions taken on a mandate."),
    "decisions_none": _("No decision stands in the log."),
    "reviews_held": _("At least two of the last three reviews were held."),
    "reviews_missed": _("None of the last reviews was held."),
    "ideas_ranged": _("At least five ideas of the pool are estimated as ranges."),
    "ideas_unranged": _("No idea of the pool is estimated."),
    "cap_held": _("The cap on active initiatives is held: one starts when another leaves."),
    "targets_all": _("Every active initiative has a target, a date and its beneficiaries."),
    "targets_missing": _("At least one active initiative has no target."),
    "criteria_all": _("Every active initiative has a stop criterion."),
    "stops_told": _("Every active initiative has a stop criterion, and a stop left its lesson."),
    "criteria_none": _("No active initiative has a stop criterion."),
    "uses_known": _("The portfolio holds some of your uses; it is not a complete register."),
    "uses_none": _("The portfolio holds none of your uses."),
    "triaged_all": _("Every use of the portfolio went through the legal triage."),
    "triage_missing": _("At least one use of the portfolio has no legal triage."),
    "baselines_all": _("Every active initiative has a baseline."),
    "baselines_none": _("No active initiative has a baseline."),
    "measured_lately": _("Every active initiative was measured in the last month."),
    "measured_before": _("The newest measurement is more than sixty days old."),
    "measured_never": _("No measurement was ever recorded."),
    "gain_measured": _("A completed initiative met its measured target."),
}
NEXT: Mapping[str, tuple[str, Promise]] = {
    "mandate_none": ("settings_mandates", _("Sign a mandate")),
    "mandate_active": ("settings_mandates", _("Name a deputy")),
    "decisions_none": ("portfolio", _("Decide in the portfolio")),
    "reviews_missed": ("review", _("Prepare the review")),
    "ideas_unranged": ("portfolio", _("Estimate the ideas")),
    "targets_missing": ("portfolio", _("Set the missing target")),
    "criteria_none": ("portfolio", _("Write a stop criterion")),
    "uses_none": ("initiative_new", _("Name a first use")),
    "triage_missing": ("portfolio", _("Do the legal triage")),
    "baselines_none": ("portfolio", _("Take a baseline")),
    "measured_before": ("portfolio", _("Record a measurement")),
    "measured_never": ("portfolio", _("Record a measurement")),
}
NEXT_ROUTES: Mapping[str, str] = {code: route for code, (route, _label) in NEXT.items()}
NEXT_WORDS: Mapping[str, Promise] = {code: label for code, (_route, label) in NEXT.items()}
