"""Where an action stands on a given day, and what changed between two roadmaps."""

from datetime import UTC, date, datetime, timedelta

from assessments.roadmap.rules.progress import (
    Chosen,
    Evidence,
    Move,
    Stage,
    Standing,
    WindowMove,
    progress,
    roadmap_changes,
)

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
SEEN = Evidence(Standing.PROVEN, datetime(2026, 6, 3, tzinfo=UTC))
NOT_YET = Evidence(Standing.NOT_YET, datetime(2026, 6, 3, tzinfo=UTC), 2, 3)


def taken(due_on: date, *moves: Move) -> Chosen:
    return Chosen("taken", due_on=due_on, moves=moves)


def test_nobody_decided_and_its_window_is_open() -> None:
    assert progress(chosen=None, today=TODAY, window_ends=TODAY).stage is Stage.PROPOSED
    assert progress(chosen=None, today=TODAY).stage is Stage.PROPOSED


def test_nobody_decided_and_its_window_is_over() -> None:
    found = progress(chosen=None, today=TODAY, window_ends=TODAY - DAY)
    assert (found.stage, found.since) == (Stage.TO_CHOOSE, TODAY - DAY)
    reopened = progress(chosen=Chosen("open"), today=TODAY, window_ends=TODAY - DAY)
    assert reopened.stage is Stage.TO_CHOOSE


def test_what_is_taken_is_late_from_the_day_after_its_date() -> None:
    assert progress(chosen=taken(TODAY), today=TODAY).stage is Stage.TAKEN
    late = progress(chosen=taken(TODAY - 12 * DAY), today=TODAY, window_ends=TODAY + DAY)
    assert (late.stage, late.days_late, late.since) == (Stage.LATE, 12, TODAY - 12 * DAY)


def test_what_is_taken_is_not_late_because_its_window_is_over() -> None:
    found = progress(chosen=taken(TODAY + DAY), today=TODAY, window_ends=TODAY - DAY)
    assert found.stage is Stage.TAKEN


def test_a_moved_date_keeps_the_one_promised_first() -> None:
    first, second = TODAY - 60 * DAY, TODAY - 20 * DAY
    moves = (
        Move(before=first, after=second, on=first),
        Move(before=second, after=TODAY + DAY, on=second),
    )
    found = progress(chosen=taken(TODAY + DAY, *moves), today=TODAY)
    assert (found.stage, found.first_due_on, len(found.moves)) == (Stage.TAKEN, first, 2)


def test_a_refusal_holds_until_its_day_and_no_longer() -> None:
    refused = Chosen("refused", refused_until=TODAY)
    assert progress(chosen=refused, today=TODAY - DAY).stage is Stage.REFUSED
    assert progress(chosen=refused, today=TODAY).stage is Stage.PROPOSED


def test_done_by_a_person_stays_done_whatever_the_product_sees() -> None:
    done = Chosen("done", done_on=TODAY - DAY)
    found = progress(chosen=done, today=TODAY, evidence=NOT_YET)
    assert (found.stage, found.since, found.by_product) == (Stage.DONE, TODAY - DAY, False)


def test_what_the_product_sees_done_is_done_whatever_people_decided() -> None:
    refused = Chosen("refused", refused_until=TODAY + DAY)
    for chosen in (None, taken(TODAY - DAY), refused, Chosen("open")):
        found = progress(chosen=chosen, today=TODAY, evidence=SEEN)
        assert (found.stage, found.by_product, found.is_open) == (Stage.DONE, True, False)


def test_a_proof_that_is_not_there_yet_changes_nothing() -> None:
    late = progress(chosen=taken(TODAY - DAY), today=TODAY, evidence=NOT_YET)
    assert late.stage is Stage.LATE


def test_what_moved_came_and_went_between_two_roadmaps() -> None:
    found = roadmap_changes(before={"A": 1, "B": 1, "C": 3}, after={"B": 2, "C": 3, "D": 1})
    assert found.moved == (WindowMove("B", 1, 2),)
    assert (found.new, found.gone, found.count) == (("D",), ("A",), 3)
    assert roadmap_changes(before={"A": 1}, after={"A": 1}).count == 0
