"""What a company answers where several people do, and what of a crowd may be known.

Nothing here gives away what so few have said that one could tell who: a number about the team
needs five of its answers to that very question. Below, the functions say None, or go on as if the
team had said nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median, median_low
from uuid import UUID

from assessments.choices import RespondentRole
from assessments.rules.agreement import Agreement, agreement
from assessments.rules.answers import DONT_KNOW, Answers, AnswerValue
from assessments.rules.questionnaire import Questionnaire

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
        of_all = item.id in questionnaire.perception
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
