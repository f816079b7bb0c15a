"""What is missing, what needs it, and the way that is proposed; without a database."""

import pytest

from assessments.skills.rules import (
    ENOUGH,
    NOBODY,
    ONE,
    UNKNOWN,
    Need,
    declared_columns,
    foremost,
    map_is_done,
    one_step_up,
    proposal,
    skills_item,
    skills_needed,
    standing_of,
)


def standing(skill="sk_integ", declared=None, levels=(), needs=(), size="small", begun=None):
    return standing_of(
        skill=skill,
        declared=declared,
        levels=levels,
        is_begun=bool(levels) if begun is None else begun,
        needs=needs,
        size=size,
    )


def need(title="a", *, active=True, skill="sk_integ") -> Need:
    return Need(title, frozenset({skill}), active)


def test_the_five_skills_are_the_rows_of_the_question(questionnaire) -> None:
    rows = [row.id for row in skills_item(questionnaire).rows]
    assert rows == ["sk_use", "sk_proc", "sk_data", "sk_integ", "sk_law"]
    assert declared_columns(questionnaire, {"S1": {"sk_use": 2}}) == {"sk_use": 2}
    assert declared_columns(questionnaire, {"S1": "dk"}) == {}
    assert declared_columns(questionnaire, {}) == {}


def test_every_skill_that_a_use_may_need_is_asked_about(questionnaire, use_cases) -> None:
    rows = {row.id for row in skills_item(questionnaire).rows}
    needed = [skills_needed(one) for one in use_cases.use_cases.values()]
    assert frozenset().union(*needed) <= rows
    assert sum(map(bool, needed)) >= len(needed) // 2


def test_a_use_needs_skills_by_its_heights_and_its_legal_checks(use_cases) -> None:
    uses = use_cases.use_cases
    assert skills_needed(uses["UC27"]) == {"sk_data", "sk_integ"}
    assert skills_needed(uses["UC19"]) == {"sk_data", "sk_law"}
    assert skills_needed(uses["UC09"]) == {"sk_use"}
    assert skills_needed(uses["UC01"]) == frozenset()


@pytest.mark.parametrize(
    ("declared", "levels", "able", "gap"),
    [
        (None, (), 0, UNKNOWN),
        (0, (), 0, NOBODY),
        (1, (), 1, ONE),
        (2, (), 2, ENOUGH),
        (4, (), 10, ENOUGH),
        (None, ("none", "learning"), 0, NOBODY),
        (0, ("able",), 1, ONE),
        (0, ("able", "teacher"), 2, ENOUGH),
        (2, ("able",), 2, ENOUGH),
    ],
)
def test_the_gap_counts_the_larger_of_what_is_declared_and_named(declared, levels, able, gap):
    found = standing(declared=declared, levels=levels)
    assert (found.able, found.gap) == (able, gap)


def test_people_who_are_counted_and_not_named_are_told() -> None:
    assert standing(declared=2, levels=("none",)).is_unnamed
    assert not standing(declared=2, levels=()).is_unnamed
    assert not standing(declared=2, levels=("able",)).is_unnamed
    assert not standing(declared=0, levels=("none",)).is_unnamed


@pytest.mark.parametrize(
    ("skill", "gap", "learning", "active", "waiting", "size", "expected"),
    [
        ("sk_integ", ENOUGH, 0, 3, 3, "small", None),
        ("sk_integ", UNKNOWN, 0, 3, 3, "small", None),
        ("sk_integ", NOBODY, 0, 0, 0, "small", None),
        ("sk_integ", ONE, 0, 1, 0, "small", ("train", "one_able")),
        ("sk_integ", NOBODY, 1, 2, 0, "small", ("train", "learning")),
        ("sk_use", NOBODY, 0, 0, 0, "small", ("train", "everyday")),
        ("sk_integ", NOBODY, 0, 1, 0, "small", ("buy", "rarely_needed")),
        ("sk_integ", NOBODY, 0, 0, 4, "medium", ("buy", "rarely_needed")),
        ("sk_integ", NOBODY, 0, 2, 0, "micro", ("buy", "too_small")),
        ("sk_integ", NOBODY, 0, 2, 0, "small", ("hire", "often_needed")),
    ],
)
def test_the_way_proposed(skill, gap, learning, active, waiting, size, expected) -> None:
    found = proposal(
        skill=skill, gap=gap, learning=learning, active=active, waiting=waiting, size=size
    )
    assert (None if found is None else (found.way.value, found.why)) == expected


def test_what_needs_a_skill_is_told_apart_by_what_is_active() -> None:
    needs = [need("a"), need("b", active=False), need("c", skill="sk_law")]
    found = standing(declared=0, needs=needs)
    assert (found.active, found.waiting) == (("a",), ("b",))


def test_the_gap_told_first_is_the_one_that_priorities_wait_for() -> None:
    alone = standing(skill="sk_use", declared=0)
    one = standing(skill="sk_data", declared=1, needs=[need(skill="sk_data")])
    nobody = standing(skill="sk_integ", declared=0, needs=[need()])
    fine = standing(skill="sk_law", declared=3)
    assert foremost([alone, one, nobody, fine]) is nobody
    assert foremost([alone, one, fine]) is one
    assert foremost([alone, fine]) is alone
    assert foremost([fine]) is None


@pytest.mark.parametrize(
    ("placed", "members", "done"),
    [(0, 0, False), (0, 1, False), (1, 1, True), (3, 4, False), (4, 4, True), (5, 40, True)],
)
def test_the_map_is_done_when_all_or_five_have_a_line(placed, members, done) -> None:
    assert map_is_done(placed=placed, members=members) is done


def test_a_training_moves_one_step_and_never_down() -> None:
    steps = {level: one_step_up(level) for level in ("none", "learning", "able", "teacher")}
    assert steps == {"none": "learning", "learning": "able", "able": "able", "teacher": "teacher"}
