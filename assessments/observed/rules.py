"""What the product's own rows say of an answer: they confirm it, contradict it, or are silent.

Only an anchor whose text a row can decide is held against one. What is *absent* from the product
speaks only where the company has used that part of it, or has been here for sixty days: somebody
who has just begun is told nothing. The score never changes by it; an answer is marked, no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from assessments.questionnaire.rules.answers import Answers, known_anchor, visible_items
from assessments.questionnaire.rules.questionnaire import TOP_ANCHOR, Dimension, Questionnaire

PATIENCE = timedelta(days=60)
LATELY = timedelta(days=31)
RANGED_IDEAS = 5
SIGNED_BY_MOST, A_QUARTER = 0.8, 0.25
RATED_BY = 3
# What holds since a day; all else was seen on one.
HOLDS = frozenset(
    {
        "mandate_active",
        "mandate_deputy",
        "mandate_none",
        "measured_before",
        "measured_never",
        "decisions_none",
    }
)
CONFIRMED, CONTRADICTED, EXCEEDED, UNKNOWN = "confirmed", "contradicted", "exceeded", "unknown"


class SeenValue(Protocol):
    """A value seen and when."""

    @property
    def value(self) -> Any:
        """A number, a truth, a text, or how many of all (`met`, `all`)."""

    @property
    def at(self) -> datetime:
        """When it was seen, or since when it holds."""


Facts = Mapping[str, SeenValue]


@dataclass(frozen=True, slots=True)
class Sight:
    """What the rows say of one item: *code* names the sentence, *at* since when.

    From *least* to *proven* an answer is confirmed; above *most* it is contradicted. None: the
    rows set no such bound.
    """

    code: str
    at: datetime
    least: int | None = None
    proven: int | None = None
    most: int | None = None

    @property
    def anchor(self) -> int:
        """The anchor the product sees: what is proven, else the most that the rows allow."""
        return (self.most or 0) if self.least is None else self.least


@dataclass(frozen=True, slots=True)
class Mark:
    """One answer held against the rows; *status* is confirmed, contradicted or exceeded.

    *exceeded*: the product sees more than was answered.
    """

    item_id: str
    status: str
    answered: int
    seen: int
    code: str
    at: datetime

    @property
    def holds(self) -> bool:
        """Whether it holds since that day, else it was seen on it."""
        return self.code in HOLDS


@dataclass(frozen=True, slots=True)
class Seen:
    """What the product sees on a day: marks of answers, scores of 100, actions proven done."""

    on: date
    marks: tuple[Mark, ...]
    scores: Mapping[str, float]
    proven: tuple[str, ...]

    def newly_proven(self, later: Iterable[str]) -> tuple[str, ...]:
        """The actions among these that were not proven yet."""
        return tuple(one for one in later if one not in self.proven)


@dataclass(frozen=True, slots=True)
class View:
    """The facts of a day, with the two questions every rule asks of them."""

    facts: Facts
    today: date

    def value(self, key: str) -> Any:
        """The value of a fact, None where nobody saw it."""
        fact = self.facts.get(key)
        return None if fact is None else fact.value

    def at(self, key: str) -> datetime:
        """When that fact was seen; KeyError without it."""
        return self.facts[key].at

    def share(self, key: str) -> tuple[int, int]:
        """How many of how many; none of none where nobody saw it."""
        value = self.value(key) or {}
        return value.get("met", 0), value.get("all", 0)

    def holds_for_all(self, *keys: str) -> bool:
        """Whether each of those is so for every one of at least one."""
        return all(0 < every <= met for met, every in map(self.share, keys))

    @property
    def is_settled(self) -> bool:
        """Whether the company has been here long enough for an absence to say something."""
        opened = self.facts.get("company.opened")
        return opened is not None and opened.at.date() + PATIENCE <= self.today


# The last revision of each item that the rows can be held against; the first, if not named.
REVISIONS: Mapping[str, int] = dict.fromkeys(
    ("P1", "P2", "P3", "C1", "C2", "C3", "K4", "N1", "N2", "N3", "T2", "R2", "R3"), 2
)
Rule = Callable[[View], Sight | None]


def sights(facts: Facts, *, today: date) -> dict[str, Sight]:
    """What the facts say of each item they speak of, by its id."""
    view = View(facts, today)
    found = {item_id: rule(view) for item_id, rule in RULES.items()}
    return {item_id: sight for item_id, sight in found.items() if sight is not None}


def marks(
    *, questionnaire: Questionnaire, answers: Answers, seen: Mapping[str, Sight]
) -> tuple[Mark, ...]:
    """Every known answer that the rows confirm or contradict, in the questionnaire's order."""
    found = []
    for item in visible_items(questionnaire, answers):
        anchor, sight = known_anchor(answers, item.id), seen.get(item.id)
        if anchor is None or sight is None or item.revision > REVISIONS.get(item.id, 1):
            continue
        status = status_of(anchor, sight)
        if status != UNKNOWN:
            found.append(Mark(item.id, status, anchor, sight.anchor, sight.code, sight.at))
    return tuple(found)


def status_of(anchor: int, sight: Sight) -> str:
    """What the rows say of that anchor."""
    if sight.most is not None and anchor > sight.most:
        return CONTRADICTED
    if sight.least is None:
        return UNKNOWN
    if anchor < sight.least:
        return EXCEEDED
    return CONFIRMED if anchor <= (sight.proven or sight.least) else UNKNOWN


def seen_scores(
    *, questionnaire: Questionnaire, answers: Answers, seen: Mapping[str, Sight]
) -> dict[str, float]:
    """Of 100 what the product sees, per dimension of which it sees half of the weight or more."""
    items = [item for item in visible_items(questionnaire, answers) if item.kind == "scored"]
    found: dict[str, float] = {}
    for one in questionnaire.dimensions:
        its = [(item.weight, seen.get(item.id)) for item in items if item.dimension == one.id]
        score = _seen_score(one, its)
        if score is not None:
            found[one.id] = score
    return found


def _seen_score(dimension: Dimension, items: Iterable[tuple[float, Sight | None]]) -> float | None:
    every = list(items)
    known = [(weight, sight.anchor) for weight, sight in every if sight is not None]
    weight = sum(weight for weight, _ in known)
    if not known or 2 * weight < sum(weight for weight, _ in every):
        return None
    return 100 * sum(weight * anchor for weight, anchor in known) / (TOP_ANCHOR * weight)


def _usage(view: View) -> Sight | None:
    """What runs on in daily work, but for what so few use that it is not part of it."""
    established, known = view.value("uses.established") or 0, view.value("uses.known") or 0
    used, told = view.share("uses.adopted")
    embedded = established - (told - used)
    if embedded > 0:
        most = 4 if embedded > 1 else 3
        return Sight("uses_established", view.at("uses.established"), 3, most)
    if established:
        return Sight("uses_unused", view.at("uses.adopted"), 2, 2, 2)
    return Sight("uses_active", view.at("uses.known"), 2, 2) if known else None


def _carrier(view: View) -> Sight | None:
    if view.value("mandate.active"):
        if view.value("mandate.deputy"):
            return Sight("mandate_deputy", view.at("mandate.deputy"), 4, 4)
        return Sight("mandate_active", view.at("mandate.active"), 3, 3, 3)
    if view.value("mandate.written") or (view.is_settled and "mandate.active" in view.facts):
        return Sight("mandate_none", view.at("mandate.active"), most=2)
    return None


def _decides(view: View) -> Sight | None:
    """A decision on a mandate: who holds one decides. That it took a week at most no row tells."""
    if view.value("mandate.active") and view.value("decisions.by_mandate"):
        return Sight("decisions_by_mandate", view.at("decisions.by_mandate"), 3, 3)
    if view.value("decisions.count") == 0 and view.is_settled:
        return Sight("decisions_none", view.at("decisions.count"), most=3)
    return None


def _time(view: View) -> Sight | None:
    held, periods = view.share("reviews.last3")
    if held >= 2 and view.value("reviews.rhythm") in ("weekly", "monthly"):
        return Sight("reviews_held", view.at("reviews.last3"), 3, 3)
    if periods >= 2 and held == 0:
        return Sight("reviews_missed", view.at("reviews.last3"), most=2)
    return None


def _choice(view: View) -> Sight | None:
    if (view.value("ideas.ranged") or 0) >= RANGED_IDEAS:
        return Sight("ideas_ranged", view.at("ideas.ranged"), 3, 3)
    if (view.value("ideas.count") or 0) >= 3 and view.value("ideas.ranged") == 0:
        return Sight("ideas_unranged", view.at("ideas.ranged"), most=2)
    return None


def _cap(view: View) -> Sight | None:
    if view.value("wip.enforced") and view.value("active"):
        return Sight("cap_held", view.at("wip.enforced"), 3, 4)
    return None


def _goals(view: View) -> Sight | None:
    met, every = view.share("active.with_target")
    if every and met == every:
        return Sight("targets_all", view.at("active.with_target"), 3, 4)
    return Sight("targets_missing", view.at("active.with_target"), most=2) if every else None


def _stops(view: View) -> Sight | None:
    met, every = view.share("active.with_kill")
    if every and met == every:
        lessons, _ = view.share("stops.with_lesson")
        code = "stops_told" if lessons else "criteria_all"
        return Sight(code, view.at("active.with_kill"), 3, 4 if lessons else 3)
    if every and not met:
        return Sight("criteria_none", view.at("active.with_kill"), most=2)
    return None


def _register(view: View) -> Sight | None:
    """The register first: complete where software was looked through too, then with its people."""
    if view.value("register.entries"):
        if view.value("register.swept_90d"):
            whole = view.holds_for_all("register.contact", "register.triaged")
            return Sight("register_swept", view.at("register.swept_90d"), 4 if whole else 3, 4)
        return Sight("register_begun", view.at("register.entries"), 2, 3)
    known = view.value("uses.known")
    if known:
        return Sight("uses_known", view.at("uses.known"), 2, 2)
    if view.is_settled:
        key = "uses.known" if known == 0 else "company.opened"
        return Sight("uses_none", view.at(key), most=2)
    return None


def _law(view: View) -> Sight | None:
    met, every = view.share("uses.triaged")
    if every and met == every:
        return Sight("triaged_all", view.at("uses.triaged"), 3, 3)
    return Sight("triage_missing", view.at("uses.triaged"), most=2) if every else None


def _charter(view: View) -> Sight | None:
    """A charter that is published; known, signed and reviewed is one step more."""
    if not view.value("charter.red_list"):
        return None
    met, every = view.share("charter.acknowledged.share")
    if view.value("charter.reviewed_12m") and every and met >= SIGNED_BY_MOST * every:
        return Sight("charter_signed", view.at("charter.acknowledged.share"), 4, 4)
    return Sight("charter_published", view.at("charter.red_list"), 3, 3)


def _red_list(view: View) -> Sight | None:
    """The list of what never goes in; that access is set as well, no row tells."""
    if view.value("charter.red_list"):
        return Sight("red_list", view.at("charter.red_list"), 3, 3)
    return None


def _accounts(view: View) -> Sight | None:
    if not view.holds_for_all("register.business_account"):
        return None
    reviewed = view.holds_for_all("register.access_reviewed_90d")
    code = "accounts_reviewed" if reviewed else "accounts_business"
    return Sight(code, view.at("register.business_account"), 4 if reviewed else 3, 4)


def _checking(view: View) -> Sight | None:
    """Somebody checks every use in place; that incidents are written down is one step more."""
    if not view.holds_for_all("register.oversight"):
        return None
    booked = bool(view.value("incidents.book"))
    code = "incidents_booked" if booked else "uses_checked"
    return Sight(code, view.at("register.oversight"), 4 if booked else 3, 4)


def _training(view: View) -> Sight | None:
    share = view.value("literacy.share")
    if not share:
        return None
    reached = 2 + (share >= A_QUARTER) + (share > 3 * A_QUARTER)
    return Sight("people_trained", view.at("literacy.share"), reached, reached)


def _tried(view: View) -> Sight | None:
    """Three users rated what they tried; that they were asked before each new tool no row tells."""
    if (view.value("trials.rated_by_users") or 0) >= RATED_BY:
        return Sight("trial_rated", view.at("trials.rated_by_users"), 4, 4)
    return None


def _baseline(view: View) -> Sight | None:
    met, every = view.share("active.with_baseline")
    if every and met == every:
        return Sight("baselines_all", view.at("active.with_baseline"), 3, 3)
    if every and not met:
        return Sight("baselines_none", view.at("active.with_baseline"), most=2)
    return None


def _rhythm(view: View) -> Sight | None:
    """Measured each month, or nothing for sixty days though the company measured or had time to."""
    newest = view.value("measures.last_on")
    last_on = date.fromisoformat(newest) if newest else None
    met, every = view.share("measures.last_month")
    if every and met == every and last_on and view.today - last_on <= LATELY:
        return Sight("measured_lately", view.at("measures.last_month"), 3, 4)
    if last_on and view.today - last_on > PATIENCE:
        since = view.at("measures.last_on").replace(
            year=last_on.year, month=last_on.month, day=last_on.day
        )
        return Sight("measured_before", since, most=2)
    if last_on is None and view.is_settled:
        return Sight("measured_never", view.at("company.opened"), most=2)
    return None


def _benefit(view: View) -> Sight | None:
    if view.value("gains.measured"):
        return Sight("gain_measured", view.at("gains.measured"), 3, 3)
    return None


RULES: Mapping[str, Rule] = {
    "G1": _usage,
    "P1": _carrier,
    "P2": _decides,
    "P3": _time,
    "C1": _choice,
    "C2": _cap,
    "C3": _goals,
    "C4": _stops,
    "K1": _training,
    "K4": _tried,
    "N3": _red_list,
    "T2": _accounts,
    "R1": _charter,
    "R2": _register,
    "R3": _law,
    "R4": _checking,
    "M1": _baseline,
    "M2": _rhythm,
    "M3": _benefit,
}
