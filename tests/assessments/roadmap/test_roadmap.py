"""An action of the roadmap is taken, moved, refused, taken up again, done: the services."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from assessments.roadmap.models import RoadmapStep
from assessments.roadmap.rules.progress import Stage
from assessments.roadmap.selectors.live import LiveRoadmap, live_roadmap
from assessments.roadmap.services import (
    REMINDER_JOB,
    complete_action,
    move_action,
    refuse_action,
    remind_actions,
    reopen_action,
    take_action,
)
from governance.members.models import Member
from governance.outbox.models import OutboxMessage
from tenants.due_work.models import DueWork
from tenants.ids import uuid7
from tests.assessments.roadmap.scene import (
    advised,
    left_out,
    letter,
    planned,
    seen,
)
from tests.conftest import acting
from tests.refusals import refused

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def act(acme, today, now):
    """Calls a service about one action as one of the cast."""

    def call(service, action_id: str, *, by: str = "lead", on: date = today, **given: Any):
        moment = {"today": on, "now": now + (on - today)}
        return service(acting(acme.actor(by), **moment), action_id=action_id, **given)

    return call


@pytest.fixture
def advice(acme):
    return advised(acme)


@pytest.fixture
def taken(acme, act, advice, today) -> RoadmapStep:
    """The first action, carried by the captain for ten days."""
    owner = acme.members["captain"].id
    return act(take_action, "PIL-01", owner_id=owner, due_on=today + 10 * DAY)


def stages(roadmap: LiveRoadmap) -> dict[str, Stage]:
    """Where every action stands that the page shows, by action."""
    shown = [*roadmap.beyond, *roadmap.done, *roadmap.refused]
    for window in roadmap.windows:
        shown += [*window.headlines, *window.others]
    shown += [one.action for one in roadmap.left_out]
    return {one.id: one.progress.stage for one in shown}


def test_an_action_that_is_taken_has_its_owner_and_its_date(acme, taken, advice, today) -> None:
    row = RoadmapStep.objects.get()
    assert (row.state, row.owner, row.due_on) == (
        "taken",
        acme.members["captain"],
        today + 10 * DAY,
    )
    assert (row.assessment, row.decided_by, row.version) == (advice, acme.members["lead"], 1)


def test_whoever_is_given_an_action_is_told_in_the_own_language(acme, act, taken, today) -> None:
    message = OutboxMessage.objects.get()
    assert (message.template, message.recipient) == ("action_given", acme.members["captain"])
    assert message.context == {"action_id": "PIL-01", "due_on": str(today + 10 * DAY)}


def test_whoever_takes_an_action_is_not_told_of_it(acme, act, advice, today) -> None:
    act(take_action, "PIL-01", owner_id=acme.members["lead"].id, due_on=today)
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("part", ["captain", "contributor", "viewer"])
def test_only_who_steers_takes_refuses_and_reopens(acme, act, taken, today, part) -> None:
    owner = acme.members[part].id
    with refused("not_in_role"):
        act(take_action, "PIL-02", by=part, owner_id=owner, due_on=today)
    with refused("not_in_role"):
        act(refuse_action, "PIL-02", by=part, reason="Non")
    with refused("not_in_role"):
        act(reopen_action, "PIL-01", by=part)
    assert RoadmapStep.objects.get().version == taken.version


def test_the_owner_moves_and_ends_it_and_nobody_else_does(acme, act, taken, today) -> None:
    with refused("not_in_role"):
        act(move_action, "PIL-01", by="contributor", due_on=today + 20 * DAY)
    with refused("not_in_role"):
        act(complete_action, "PIL-01", by="contributor", proof_text="Signé")
    act(move_action, "PIL-01", by="captain", due_on=today + 20 * DAY)
    done = act(complete_action, "PIL-01", by="captain", proof_text=" La lettre est signée. ")
    assert (done.state, done.proof_text, done.done_on) == ("done", "La lettre est signée.", today)


@pytest.mark.parametrize(("days", "code"), [(-1, "date_not_ahead"), (731, "date_too_far")])
def test_a_date_lies_ahead_and_within_two_years(acme, act, advice, today, days, code) -> None:
    with refused(code) as told:
        act(take_action, "PIL-01", owner_id=acme.members["lead"].id, due_on=today + days * DAY)
    assert list(told.fields) == ["due_on"]
    assert not RoadmapStep.objects.exists()


def test_an_owner_is_present(acme, act, advice, today, now) -> None:
    Member.objects.filter(id=acme.members["captain"].id).update(left_at=now)
    for nobody in (acme.members["captain"].id, uuid7()):
        with refused("member_not_found"):
            act(take_action, "PIL-01", owner_id=nobody, due_on=today)
    assert not RoadmapStep.objects.exists()


def test_a_viewer_carries_nothing(acme, act, taken, today) -> None:
    viewer = acme.members["viewer"].id
    for service, action_id in ((take_action, "PIL-02"), (move_action, "PIL-01")):
        with refused("owner_reads_only") as told:
            act(service, action_id, owner_id=viewer, due_on=today)
        assert told.fields == {"owner_id": ["owner_reads_only"]}
    assert RoadmapStep.objects.get().owner == acme.members["captain"]


def test_only_what_the_roadmap_speaks_of_is_taken(acme, act, today) -> None:
    given = {"owner_id": acme.members["lead"].id, "due_on": today}
    with refused("action_not_in_roadmap"):
        act(take_action, "PIL-01", **given)
    with refused("action_not_found"):
        act(take_action, "ZZZ-99", **given)
    one = advised(acme)
    kept_out = next(name for name, reason in left_out(one).items() if reason == "capacity")
    act(take_action, kept_out, **given)
    roadmap = live_roadmap(today=today, language="fr")
    assert [action.id for action in roadmap.beyond] == [kept_out]


def test_a_second_taking_is_refused(acme, act, taken, today) -> None:
    with refused("action_taken"):
        act(take_action, "PIL-01", owner_id=acme.members["lead"].id, due_on=today)


@pytest.mark.parametrize("service", [move_action, complete_action, refuse_action, reopen_action])
def test_what_was_read_before_another_change_is_stale(act, taken, today, service) -> None:
    given: dict[str, Any] = {
        move_action: {"due_on": today + 11 * DAY},
        complete_action: {"proof_text": "Fait"},
        refuse_action: {"reason": "Plus tard"},
        reopen_action: {},
    }[service]
    with refused("stale_version"):
        act(service, "PIL-01", expected_version=0, **given)
    assert RoadmapStep.objects.get().version == 1
    assert act(service, "PIL-01", expected_version=1, **given).version == 2


def test_an_action_nobody_decided_about_has_version_zero(acme, act, advice, today) -> None:
    given = {"owner_id": acme.members["lead"].id, "due_on": today}
    with refused("stale_version"):
        act(take_action, "PIL-01", expected_version=3, **given)
    assert not RoadmapStep.objects.exists()
    assert act(take_action, "PIL-01", expected_version=0, **given).version == 1


def test_every_move_stays_visible_and_a_new_owner_is_told(acme, act, taken, today) -> None:
    act(move_action, "PIL-01", due_on=today + 20 * DAY)
    moved = act(
        move_action, "PIL-01", due_on=today + 30 * DAY, owner_id=acme.members["contributor"].id
    )
    assert [(one.before, one.after) for one in moved.moves] == [
        (today + 10 * DAY, today + 20 * DAY),
        (today + 20 * DAY, today + 30 * DAY),
    ]
    assert moved.moves[0].by == acme.members["lead"].id
    told = OutboxMessage.objects.order_by("created_at", "id").values_list("recipient", flat=True)
    assert list(told) == [acme.members["captain"].id, acme.members["contributor"].id]
    with refused("action_not_taken"):
        act(move_action, "PIL-02", due_on=today)


def test_a_refusal_says_why_and_holds_six_months(act, advice, today) -> None:
    with refused("refusal_needs_reason") as told:
        act(refuse_action, "PIL-04", reason="  ")
    assert told.fields == {"reason": ["refusal_needs_reason"]}
    with refused("date_not_ahead"):
        act(refuse_action, "PIL-04", reason="Non", until=today)
    row = act(refuse_action, "PIL-04", reason="Trop tôt")
    assert (row.state, row.refused_until) == ("refused", today + timedelta(days=182))


def test_what_is_refused_or_done_is_not_proposed_by_the_next_assessment(
    acme, act, advice, today, now
) -> None:
    assert {"PIL-04", "DON-04", "CHO-03"} <= set(planned(advice))
    act(refuse_action, "PIL-04", reason="Trop tôt", until=today + 30 * DAY)
    act(complete_action, "DON-04", proof_text="La liste est affichée.")
    seen("active", 2)
    soon = advised(acme, at=now + 10 * DAY)
    assert not {"PIL-04", "DON-04", "CHO-03"} & set(planned(soon))
    reasons = left_out(soon)
    assert (reasons["PIL-04"], reasons["DON-04"], reasons["CHO-03"]) == ("refused", "done", "done")
    later = advised(acme, at=now + 40 * DAY)
    assert "PIL-04" in planned(later)
    assert "DON-04" not in planned(later)


def test_the_draft_of_somebody_without_an_account_sets_nothing_aside(advice) -> None:
    assert set(left_out(advice).values()) == {"no_gain", "prerequisite_out", "budget", "capacity"}


def test_done_needs_a_sentence_where_the_product_sees_nothing(act, taken) -> None:
    with refused("proof_needs_sentence") as told:
        act(complete_action, "PIL-01", proof_text=" ")
    assert told.fields == {"proof_text": ["proof_needs_sentence"]}
    assert RoadmapStep.objects.get().state == "taken"


def test_what_the_product_sees_is_done_without_a_word(act, advice, today) -> None:
    seen("decisions.count", 2)
    with refused("proof_needs_sentence"):
        act(complete_action, "PIL-07")
    seen("decisions.count", 3)
    row = act(complete_action, "PIL-07")
    assert (row.state, row.proven_by_fact, row.proof_text) == ("done", True, "")
    with refused("action_done"):
        act(complete_action, "PIL-07")


def test_what_the_product_sees_is_done_by_itself_and_cannot_be_taken(
    acme, act, taken, today
) -> None:
    assert stages(live_roadmap(today=today, language="fr"))["PIL-01"] is Stage.TAKEN
    letter(acme, day=today)
    roadmap = live_roadmap(today=today + 20 * DAY, language="fr")
    assert stages(roadmap)["PIL-01"] is Stage.DONE
    assert (roadmap.counts.done, roadmap.counts.late) == (2, 0)
    with refused("action_done"):
        act(take_action, "PIL-02", owner_id=acme.members["lead"].id, due_on=today)


def test_reopened_it_is_proposed_again_with_nothing_of_before(acme, act, taken, today) -> None:
    act(refuse_action, "PIL-01", reason="Trop tôt")
    row = act(reopen_action, "PIL-01")
    assert (row.state, row.owner, row.reason, row.refused_until) == ("open", None, "", None)
    assert stages(live_roadmap(today=today, language="fr"))["PIL-01"] is Stage.PROPOSED
    with refused("action_open"):
        act(reopen_action, "PIL-01")


def test_what_was_refused_when_the_roadmap_was_made_can_be_taken_once_reopened(
    acme, act, advice, today, now
) -> None:
    act(refuse_action, "PIL-04", reason="Trop tôt")
    advised(acme, at=now + DAY)
    assert stages(live_roadmap(today=today + DAY, language="fr"))["PIL-04"] is Stage.REFUSED
    act(reopen_action, "PIL-04", on=today + DAY)
    roadmap = live_roadmap(today=today + DAY, language="fr")
    assert {one.action.id: one.reason for one in roadmap.left_out}["PIL-04"] == "again"


def test_the_roadmap_counts_and_says_what_comes_next(acme, act, taken, advice, today) -> None:
    act(complete_action, "PIL-02", proof_text="Signée.")
    act(refuse_action, "PIL-04", reason="Trop tôt")
    roadmap = live_roadmap(today=today + 12 * DAY, language="fr")
    counts = roadmap.counts
    assert (counts.every, counts.done, counts.late) == (len(planned(advice)) - 1, 1, 1)
    assert counts.next is not None
    assert counts.next.id == "PIL-01"
    assert roadmap.windows[0].headlines[0].id == "PIL-01"
    assert len(roadmap.windows[0].headlines) == 3
    later = live_roadmap(today=today + 91 * DAY, language="fr")
    assert later.counts.to_choose == 4
    mine = live_roadmap(today=today, language="fr", reader_id=acme.members["captain"].id, mine=True)
    assert set(stages(mine)) == {"PIL-01"}


def test_what_moved_since_the_roadmap_before_is_told(acme, advice, now, today) -> None:
    assert live_roadmap(today=today, language="fr").changes is None
    newest = advised(acme, at=now + DAY, usage=2, anchor=2)
    changes = live_roadmap(today=today + DAY, language="fr").changes
    assert changes is not None
    assert set(changes.new) == set(planned(newest)) - set(planned(advice))
    assert set(changes.gone) == set(planned(advice)) - set(planned(newest))
    assert changes.moved


def test_before_the_first_assessment_there_is_no_roadmap(acme, today) -> None:
    roadmap = live_roadmap(today=today, language="fr")
    assert (roadmap.assessment, roadmap.windows, roadmap.counts.every) == (None, (), 0)


def test_the_owner_of_a_late_action_is_reminded_once_for_each_date(
    acme, act, taken, today, now
) -> None:
    OutboxMessage.objects.all().delete()
    due = DueWork.objects.get(job=REMINDER_JOB)
    assert due.due_at == datetime(2026, 12, 3, 5, tzinfo=UTC)
    day = today + 11 * DAY
    assert remind_actions(now=now + 10 * DAY, today=today + 10 * DAY) == 0
    for _ in range(2):
        remind_actions(now=now + 11 * DAY, today=day)
    assert [m.template for m in OutboxMessage.objects.all()] == ["action_late"]
    assert not DueWork.objects.filter(job=REMINDER_JOB).exists()
    act(move_action, "PIL-01", on=day, due_on=day + DAY)
    assert DueWork.objects.filter(job=REMINDER_JOB).exists()
    remind_actions(now=now + 13 * DAY, today=day + 2 * DAY)
    assert OutboxMessage.objects.count() == 2


def test_nobody_is_reminded_of_what_the_product_sees_done(acme, act, taken, today, now) -> None:
    letter(acme, day=today)
    assert remind_actions(now=now + 20 * DAY, today=today + 20 * DAY) == 0


@pytest.mark.parametrize(
    ("broken", "name"),
    [
        ({"state": "asleep"}, "roadmap_step_state_known"),
        ({"owner": None}, "roadmap_step_taken_has_owner_and_date"),
        ({"due_on": None}, "roadmap_step_taken_has_owner_and_date"),
        ({"state": "refused"}, "roadmap_step_refused_has_reason_and_date"),
        (
            {"state": "refused", "refused_until": date(2030, 1, 1)},
            "roadmap_step_refused_has_reason_and_date",
        ),
        ({"state": "done"}, "roadmap_step_done_has_proof"),
        ({"state": "done", "done_on": date(2030, 1, 1)}, "roadmap_step_done_has_proof"),
    ],
)
def test_the_database_holds_what_each_state_needs(taken, broken, name) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        RoadmapStep.objects.update(**broken)
