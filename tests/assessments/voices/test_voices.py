"""Several people answer: what counts for the company, and what of a crowd may be known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.voices.rules.picture import Voices, voices_of
from assessments.voices.rules.voices import (
    Said,
    agreement,
    crowd,
    firm_answers,
    voice_questionnaire,
)

START = datetime(2026, 11, 1, tzinfo=UTC)
FACT, PERCEPTION = "P1", "P4"


def said(role: str, item: str, value: object, *, hour: int = 0, who: UUID | None = None) -> Said:
    return Said(who or uuid4(), role, item, value, START + timedelta(hours=hour))


def all_say(role: str, item: str, *values: object) -> list[Said]:
    return [said(role, item, value) for value in values]


def test_the_published_example_of_agreement() -> None:
    found = agreement([1, 2, 2, 3, 1])
    assert found.r_wg == pytest.approx(0.65)
    assert found.deviation_from_mean == pytest.approx(0.64)
    assert found.deviation_from_median == pytest.approx(0.60)
    assert found.is_acceptable


@pytest.mark.parametrize(
    ("anchors", "r_wg", "agrees"),
    [([2, 2, 2, 2, 2], 1.0, True), ([0, 0, 4, 4, 2], 0.0, False), ([1, 2, 3, 2, 2], 0.75, True)],
)
def test_agreement_goes_from_chance_to_all_alike(anchors, r_wg, agrees) -> None:
    found = agreement(anchors)
    assert (found.r_wg, found.is_acceptable) == (pytest.approx(r_wg), agrees)


def test_one_respondent_answers_for_the_company(questionnaire) -> None:
    alone = [said("captain", FACT, 3), said("captain", PERCEPTION, "dk"), said("captain", "G1", 2)]
    assert firm_answers(questionnaire, alone) == {"G1": 2, FACT: 3, PERCEPTION: "dk"}


@pytest.mark.parametrize(("boss", "captain", "counts"), [(1, 2, 4), (2, 1, 0)])
def test_of_boss_and_captain_the_later_answer_to_a_fact_counts(
    questionnaire, boss, captain, counts
) -> None:
    both = [said("boss", FACT, 0, hour=boss), said("captain", FACT, 4, hour=captain)]
    assert firm_answers(questionnaire, both) == {FACT: counts}


def test_a_fact_goes_to_the_managers_then_to_the_team(questionnaire) -> None:
    team = all_say("team", FACT, 1, 1, 2, 2, 3, 3)
    managers = [said("manager", FACT, 0), said("manager", FACT, 4, hour=1)]
    unsure = [said("boss", FACT, "dk", hour=5)]
    assert firm_answers(questionnaire, team) == {FACT: 2}
    assert firm_answers(questionnaire, team + managers) == {FACT: 4}
    assert firm_answers(questionnaire, team + managers + unsure) == {FACT: 4}


@pytest.mark.parametrize("item", [FACT, PERCEPTION])
@pytest.mark.parametrize("hour", [1, 3])
def test_what_was_carried_over_gives_way_to_a_new_answer(questionnaire, item, hour) -> None:
    kept = [Said(uuid4(), "boss", item, 2, START + timedelta(hours=2), carried=True)]
    assert firm_answers(questionnaire, kept) == {item: 2}
    for role in ("manager", "captain"):
        assert firm_answers(questionnaire, [*kept, said(role, item, 4, hour=hour)]) == {item: 4}
    assert firm_answers(questionnaire, [*kept, said("manager", item, "dk")]) == {item: 2}


def test_a_team_alone_takes_no_fact_from_who_carried_it_over(questionnaire) -> None:
    kept = Said(uuid4(), "boss", FACT, 2, START, carried=True)
    team = all_say("team", FACT, 0, 0, 0, 0, 0)
    assert firm_answers(questionnaire, [kept, *team]) == {FACT: 2}


def test_what_nobody_knows_is_unknown_and_what_nobody_answered_is_absent(questionnaire) -> None:
    unsure = [said("boss", FACT, "dk"), said("manager", FACT, "dk")]
    assert firm_answers(questionnaire, unsure) == {FACT: "dk"}
    assert firm_answers(questionnaire, []) == {}


def test_a_perception_is_the_lower_median_of_everybody(questionnaire) -> None:
    named = [said("boss", PERCEPTION, 4), said("captain", PERCEPTION, 1)]
    assert firm_answers(questionnaire, named) == {PERCEPTION: 1}
    team = all_say("team", PERCEPTION, 2, 2, 2, 3, 3, "dk")
    assert firm_answers(questionnaire, named + team) == {PERCEPTION: 2}


def test_five_of_the_team_are_heard_and_four_are_not() -> None:
    five = crowd(all_say("team", FACT, 0, 1, 2, 3, 4))
    assert five is not None
    assert (five.kind, five.middle) == ("team", 2.0)
    assert crowd(all_say("team", FACT, 0, 1, 2, 3, "dk", "dk")) is None


def test_a_small_team_is_heard_with_the_managers_but_never_one_alone() -> None:
    managers = all_say("manager", FACT, 4, 4, 4, 4)
    pool = crowd(all_say("team", FACT, 0, 0, 0) + managers[:2])
    assert pool is not None
    assert pool.kind == "pool"
    assert crowd(all_say("team", FACT, 0, 0) + managers[:2]) is None
    assert crowd(all_say("team", FACT, 0) + managers) is None


def test_a_gap_counts_from_one_and_a_half_anchors_and_is_wide_from_two(questionnaire) -> None:
    team = [
        *all_say("team", "P1", 1, 1, 1, 1, 1),
        *all_say("team", "P2", 1, 1, 1, 2, 2, 2),
        *all_say("team", "R1", 2, 2, 2, 2, 2),
    ]
    lead = [said("captain", "P1", 3), said("captain", "P2", 3), said("captain", "R1", 3)]
    found = voices_of(questionnaire, lead + team, firm={})
    gaps = [(one.item_id, one.gap, one.strong, one.anchor) for one in found.gaps]
    assert gaps == [("P1", 2.0, True, 1), ("P2", 1.5, False, 1)]
    assert [(one.dimension, one.gap, one.items) for one in found.dimensions] == [("PIL", 1.75, 2)]


def test_the_boss_speaks_before_the_captain_in_a_gap(questionnaire) -> None:
    lead = [said("boss", FACT, 4), said("captain", FACT, 1, hour=3)]
    found = voices_of(questionnaire, lead + all_say("team", FACT, *[1] * 5), firm={})
    assert [one.lead for one in found.gaps] == [4]


def test_the_stored_picture_comes_back_unchanged(questionnaire) -> None:
    team = all_say("team", PERCEPTION, 0, 0, 4, 4, 2)
    found = voices_of(questionnaire, [said("boss", PERCEPTION, 4), *team], firm={})
    assert found.spreads[0].agrees is False
    assert msgspec.json.decode(msgspec.json.encode(found), type=Voices) == found


ANSWER = st.one_of(st.integers(0, 4), st.just("dk"))
ITEMS = ("P1", "P4", "K1", "R1")


def crowd_of(role: str, least: int, most: int) -> st.SearchStrategy[list[Said]]:
    """So many respondents of one role, each answering some of the items."""
    one = st.fixed_dictionaries({}, optional=dict.fromkeys(ITEMS, ANSWER))
    voices = st.lists(one, min_size=least, max_size=most)
    return voices.map(
        lambda every: [
            said(role, item, value, who=UUID(int=number + 1))
            for number, answers in enumerate(every)
            for item, value in answers.items()
        ]
    )


@given(
    first=crowd_of("team", 0, 4),
    second=crowd_of("team", 0, 4),
    named=st.tuples(crowd_of("boss", 0, 1), crowd_of("captain", 0, 1)),
)
def test_below_five_nothing_that_is_shown_depends_on_the_team(
    questionnaire, first, second, named
) -> None:
    known = [one for voice in named for one in voice]
    firm = firm_answers(questionnaire, known)
    for team in (first, second):
        assert firm_answers(questionnaire, known + team) == firm
        heard = voices_of(questionnaire, known + team, firm=firm)
        assert heard == voices_of(questionnaire, known, firm=firm)


@given(team=crowd_of("team", 0, 4), other=crowd_of("team", 0, 4), near=crowd_of("manager", 0, 4))
def test_a_small_team_never_moves_the_companys_answers(questionnaire, team, other, near) -> None:
    assert firm_answers(questionnaire, team + near) == firm_answers(questionnaire, other + near)


@given(team=crowd_of("team", 2, 7), near=crowd_of("manager", 0, 5), data=st.data())
def test_who_of_the_team_said_what_changes_nothing(questionnaire, team, near, data) -> None:
    """Within one question the answers may change hands: only how many gave each is used."""
    values = {item: [one for one in team if one.item_id == item] for item in ITEMS}
    shuffled = [
        Said(one.who, one.role, item, value, one.at)
        for item, given in values.items()
        for one, value in zip(
            given, data.draw(st.permutations([one.value for one in given])), strict=True
        )
    ]
    before = voices_of(questionnaire, team + near, firm={})
    assert voices_of(questionnaire, shuffled + near, firm={}) == before


@pytest.mark.parametrize(("firm", "asked"), [({}, 26), ({"G1": 0}, 20), ({"G1": 2}, 25)])
def test_a_voice_is_asked_the_scored_questions_of_the_companys_path(
    questionnaire, firm, asked
) -> None:
    path = voice_questionnaire(questionnaire, firm=firm)
    assert len(path.items) == asked
    assert {item.kind for item in path.items} <= {"scored", "gate"}
    assert (path.find("G1") is None) == ("G1" in firm)
