"""Whoever answers is asked the questions of the company's path, which its gates decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean, median, median_low, variance
from uuid import UUID

from msgspec.structs import replace

from assessments.questionnaire.rules.answers import DONT_KNOW, Answers, AnswerValue, known_anchor
from assessments.questionnaire.rules.questionnaire import ANCHORED, ANCHORS, Questionnaire
from assessments.voices.choices import RespondentRole


def gate_ids(questionnaire: Questionnaire) -> frozenset[str]:
    """The ids of the items that open or close others for everybody."""
    return frozenset(item.id for item in questionnaire.items if item.kind == "gate")


def company_path(questionnaire: Questionnaire, *, firm: Answers) -> Questionnaire:
    """The questionnaire of that path: what a gate that the company has answered closes is left out.

    Such a gate is settled for all, also for who answered it otherwise; one that the company has
    not answered opens and closes by the answers of whoever is asked.
    """
    settled = _settled(questionnaire, firm)
    asked = [
        replace(item, show_if={i: one for i, one in item.show_if.items() if i not in settled})
        for item in questionnaire.items
        if all(one.holds(settled[i]) for i, one in item.show_if.items() if i in settled)
    ]
    return replace(questionnaire, items=tuple(asked))


def voice_questionnaire(questionnaire: Questionnaire, *, firm: Answers) -> Questionnaire:
    """The questionnaire of who was asked by a link: scored items only, and no gate that is settled.

    Nothing about means is asked.
    """
    settled = _settled(questionnaire, firm)
    path = company_path(questionnaire, firm=firm)
    asked = [item for item in path.items if item.kind in ANCHORED and item.id not in settled]
    return replace(path, items=tuple(asked))


def _settled(questionnaire: Questionnaire, firm: Answers) -> Mapping[str, int]:
    return {
        item_id: anchor
        for item_id in gate_ids(questionnaire)
        if (anchor := known_anchor(firm, item_id)) is not None
    }


# Variance of answers given at random over the anchors, all equally likely: (A² − 1) / 12.
RANDOM_VARIANCE = (ANCHORS**2 - 1) / 12
LEAST_RWG = 0.70
MOST_DEVIATION = 0.83


@dataclass(frozen=True, slots=True)
class Agreement:
    """Within-group agreement: *r_wg* 0..1 (1: all alike), deviations in anchors, 0 when alike."""

    r_wg: float
    deviation_from_mean: float
    deviation_from_median: float

    @property
    def is_acceptable(self) -> bool:
        """Whether the usual cut-offs call it agreement: r_wg ≥ 0.70 or deviation ≤ A/6."""
        return self.r_wg >= LEAST_RWG or self.deviation_from_mean <= MOST_DEVIATION


def agreement(anchors: Sequence[int]) -> Agreement:
    """The agreement of two anchors 0..4 or more; StatisticsError below.

    r_wg of James, Demaree and Wolf (1984) against the uniform null, 0 where answers spread more
    than chance would; average deviation of Burke and Dunlap (2002), with its cut-off A/6.
    """
    mean, middle = fmean(anchors), median(anchors)
    return Agreement(
        r_wg=max(0.0, 1 - variance(anchors) / RANDOM_VARIANCE),
        deviation_from_mean=fmean(abs(one - mean) for one in anchors),
        deviation_from_median=fmean(abs(one - middle) for one in anchors),
    )


ENOUGH = 5
# In a pool with the managers a single member of the team would stand alone.
LEAST_IN_POOL = 2
LEADS = frozenset({RespondentRole.BOSS, RespondentRole.CAPTAIN})
TEAM, POOL, MANAGERS = "team", "pool", "managers"


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of one respondent; *role* is a RespondentRole.

    *carried*: not answered anew, but confirmed among others as it was half a year ago.
    """

    who: UUID
    role: str
    item_id: str
    value: AnswerValue
    at: datetime
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Crowd:
    """What several people answered to one question, never one by one.

    *kind* is team, pool (team and managers together) or managers; *middle* the median, maybe half
    an anchor; *anchor* the lower one of the middle.
    """

    kind: str
    middle: float
    anchor: int
    agreement: Agreement


def firm_answers(questionnaire: Questionnaire, said: Iterable[Said]) -> Answers:
    """The one answer to each item that counts for the company.

    A fact is answered by the boss or the captain, whoever of them did so last; where neither
    knows, by the last of the managers, then by the team's lower median. A perception is the lower
    median of everybody. The team is counted where five of it know; *don't know* stands only where
    nobody who counts knows. What was only carried over gives way to whatever one of them answered
    anew, whoever came first.
    """
    heard = by_item(said)
    answers: dict[str, AnswerValue] = {}
    for item in questionnaire.items:
        given = _anew(heard.get(item.id, ()))
        of_all = item.id in questionnaire.aggregate.perception
        value = _of_everybody(given) if of_all else _of_the_nearest(given)
        if value is not None:
            answers[item.id] = value
    return answers


def crowd(said: Sequence[Said]) -> Crowd | None:
    """What the team answered to one item; None where fewer than five know.

    Fewer than five of the team are heard together with the managers, if that makes five and no
    single one of the team among them; five managers may stand alone.
    """
    team, managers = anchors_of(said, {RespondentRole.TEAM}), _managers(said)
    if len(team) >= ENOUGH:
        return _crowd(TEAM, team)
    if len(team) >= LEAST_IN_POOL and len(team) + len(managers) >= ENOUGH:
        return _crowd(POOL, team + managers)
    return _crowd(MANAGERS, managers) if len(managers) >= ENOUGH else None


def lead_anchor(said: Sequence[Said]) -> int | None:
    """The boss's anchor to one item, the captain's where the boss gave none; None without both."""
    for role in (RespondentRole.BOSS, RespondentRole.CAPTAIN):
        known = anchors_of(_in_order(said), {role})
        if known:
            return known[-1]
    return None


def by_item(said: Iterable[Said]) -> Mapping[str, Sequence[Said]]:
    """What was said about each item."""
    heard: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        heard[one.item_id].append(one)
    return heard


def anchors_of(said: Iterable[Said], roles: Iterable[str]) -> list[int]:
    """The known anchors of those roles, in the order given."""
    return [one.value for one in said if one.role in roles and isinstance(one.value, int)]


def _managers(said: Iterable[Said]) -> list[int]:
    return anchors_of(said, {RespondentRole.MANAGER})


def _crowd(kind: str, anchors: list[int]) -> Crowd:
    return Crowd(kind, float(median(anchors)), median_low(anchors), agreement(anchors))


def _anew(said: Sequence[Said]) -> Sequence[Said]:
    """Without what was carried over, where somebody known by name knows it anew."""
    anew = [one for one in said if not one.carried]
    is_known = any(one.role != RespondentRole.TEAM and one.value != DONT_KNOW for one in anew)
    return anew if is_known else said


def _of_everybody(said: Sequence[Said]) -> AnswerValue | None:
    heard = _audible(said)
    anchors = [one.value for one in heard if isinstance(one.value, int)]
    return median_low(anchors) if anchors else _unknown(heard)


def _of_the_nearest(said: Sequence[Said]) -> AnswerValue | None:
    heard = _in_order(_audible(said))
    for roles in (LEADS, {RespondentRole.MANAGER}):
        known = [one.value for one in heard if one.role in roles and one.value != DONT_KNOW]
        if known:
            return known[-1]
    team = anchors_of(heard, {RespondentRole.TEAM})
    return median_low(team) if team else _unknown(heard)


def _unknown(heard: Sequence[Said]) -> AnswerValue | None:
    return DONT_KNOW if heard else None


def _audible(said: Sequence[Said]) -> list[Said]:
    """All of it, without the team where fewer than five of it know."""
    if len(anchors_of(said, {RespondentRole.TEAM})) >= ENOUGH:
        return list(said)
    return [one for one in said if one.role != RespondentRole.TEAM]


def _in_order(said: Sequence[Said]) -> list[Said]:
    """The earliest first; of two at the same moment the boss's last."""
    return sorted(said, key=lambda one: (one.at, one.role == RespondentRole.BOSS, one.who))
