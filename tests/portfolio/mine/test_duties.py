"""What a person owes: one list, whoever counts it, and only what that person can do."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.duties.choices import DutyKind
from governance.duties.rules import Silence
from governance.mandates.services import discuss_mandate
from governance.members.models import Member
from governance.register.services.entries import Declaration, declare_use
from governance.register.services.sweep import add_software
from portfolio.initiatives.models import Initiative
from portfolio.mine.selectors import mine
from portfolio.proposals.services import ask_proposer
from portfolio.reviews.models import Review, ReviewItem
from portfolio.reviews.services.reviews import ask_question, open_review
from portfolio.standing.services import read_true
from portfolio.trials.services import start_trial
from tests.conftest import acting
from tests.counting import statements
from tests.portfolio import scene
from tests.portfolio.scene import TODAY, at
from tests.portfolio.standing.crowd import crowd

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def owed(cast, part, day=TODAY):
    actor = cast.actor(part)
    return read_true(lambda: mine(actor=actor, today=day, now=at(day)), today=day)


def kinds(cast, part, day=TODAY):
    return [one.kind for one in owed(cast, part, day).duties]


def acts(cast, part, day=TODAY):
    return acting(cast.actor(part), now=at(day), today=day)


def carried(cast, *, day=TODAY - 60 * DAY, **more):
    """An initiative that goes on since that day, and that the captain carries."""
    row = scene.started(cast, day=day)
    Initiative.objects.filter(id=row.id).update(captain=cast.members["captain"], **more)
    scene.follow_up("initiative", row.id)
    return row


def test_somebody_who_owes_nothing_has_an_empty_list(acme) -> None:
    assert not any(kinds(acme, part) for part in acme.members)


def test_a_captain_owes_values_and_the_executive_a_verdict(acme) -> None:
    carried(acme)
    assert kinds(acme, "captain") == [DutyKind.MEASURE, DutyKind.USE]
    assert kinds(acme, "executive") == [DutyKind.DECIDE]
    assert kinds(acme, "viewer") == []


def test_a_value_that_is_due_after_sunday_comes_later(acme) -> None:
    carried(acme, day=TODAY - 25 * DAY)
    found = owed(acme, "captain")
    assert TODAY.weekday() == 6
    assert found.duties == ()
    assert {one.due_on for one in found.later} == {TODAY + 5 * DAY}
    assert len(owed(acme, "captain", TODAY + DAY).duties) == 2


def test_a_step_is_owed_by_who_is_named_and_ticked_by_that_person(acme, send) -> None:
    row = carried(acme)
    named = {"next_step": "Brancher", "next_step_by": acme.members["contributor"]}
    Initiative.objects.filter(id=row.id).update(**named, next_step_on=TODAY)
    scene.follow_up("initiative", row.id)
    (step,) = owed(acme, "contributor").duties
    assert (step.kind, step.title) == (DutyKind.STEP, "Brancher")
    address = reverse("initiative_step_done", args=[row.id]) + "?next=" + reverse("mine")
    answer = send(address, {"expected_version": step.version}, "contributor")
    assert (answer.status_code, answer.url) == (302, reverse("mine"))
    assert kinds(acme, "contributor") == []


def test_a_step_of_somebody_who_may_not_tick_is_not_owed(acme) -> None:
    row = carried(acme)
    named = {"next_step": "Brancher", "next_step_by": acme.members["viewer"]}
    Initiative.objects.filter(id=row.id).update(**named, next_step_on=TODAY)
    scene.follow_up("initiative", row.id)
    assert kinds(acme, "viewer") == []


def test_a_letter_is_owed_by_its_holder_then_by_who_wrote_it(acme) -> None:
    row = scene.ready(acme)
    letter = scene.mandate(acme, "captain", row, accepted_at=None)
    assert kinds(acme, "captain") == [DutyKind.SIGN]
    discuss_mandate(acts(acme, "captain"), mandate_id=letter.id, remark="Un jour de plus ?")
    assert kinds(acme, "captain") == []
    assert kinds(acme, "executive") == [DutyKind.DISCUSS]


def test_a_mandate_is_to_be_renewed_a_month_before_it_ends(acme) -> None:
    row = scene.ready(acme)
    letter = scene.mandate(acme, "captain", row)
    assert DutyKind.RENEW not in kinds(acme, "executive")
    early = letter.ends - 37 * DAY
    assert DutyKind.RENEW not in kinds(acme, "executive", early)
    late = letter.ends - 30 * DAY
    assert [one.code for one in owed(acme, "executive", late).duties if one.kind == "renew"] == [
        "ends"
    ]
    assert DutyKind.RENEW not in kinds(acme, "lead", late)


def test_a_mandate_whose_holder_left_proposes_the_deputy(acme) -> None:
    row = scene.ready(acme)
    scene.mandate(acme, "captain", row, deputy=acme.members["contributor"])
    Member.objects.filter(id=acme.members["captain"].id).update(left_at=at(TODAY))
    scene.follow_up("member", acme.members["captain"].id)
    (renew,) = [one for one in owed(acme, "executive").duties if one.kind is DutyKind.RENEW]
    assert (renew.code, renew.about) == ("vacant", acme.members["contributor"].name)


def test_a_verdict_above_the_mandate_is_not_asked_of_its_holder(acme) -> None:
    row = carried(acme)
    scene.mandate(acme, "captain", row, verdicts=["pause", "stop"])
    assert DutyKind.DECIDE in kinds(acme, "captain")
    assert DutyKind.DECIDE not in kinds(acme, "lead")


def test_silence_says_what_it_does_and_when(acme) -> None:
    row = carried(acme)
    vacant = next(one for one in owed(acme, "executive").duties if one.kind is DutyKind.DECIDE)
    assert (vacant.silence, vacant.silent_on) == (Silence.PAUSE, TODAY + DAY)
    scene.mandate(acme, "captain", row)
    review = open_review(acts(acme, "executive"))
    Review.objects.update(told_at=at(TODAY))
    duty = next(one for one in owed(acme, "executive").duties if one.kind is DutyKind.DECIDE)
    assert (duty.review_id, duty.id) == (review.id, row.id)
    assert duty.silence is Silence.FREEZE
    assert duty.silent_on == TODAY + 13 * DAY


def test_a_question_of_a_review_awaits_the_captain(acme) -> None:
    row = carried(acme)
    open_review(acts(acme, "executive"))
    item = ReviewItem.objects.get(initiative=row)
    ask_question(acts(acme, "executive"), item_id=item.id, question="Pourquoi ?")
    assert DutyKind.REPLY in kinds(acme, "captain")
    assert DutyKind.REPLY not in kinds(acme, "executive")


def test_a_question_on_an_idea_awaits_its_proposer(acme) -> None:
    row = scene.idea(acme)
    ask_proposer(acts(acme, "executive"), initiative_id=row.id, question="Pour qui ?")
    assert kinds(acme, "captain") == [DutyKind.TELL]


def test_proposals_are_asked_at_once_and_due_with_the_first_of_them(acme) -> None:
    scene.idea(acme, day=TODAY - 14 * DAY)
    scene.idea(acme, "Autre idée", day=TODAY)
    found = owed(acme, "executive")
    assert (len(found.duties), found.count, found.decisions) == (1, 2, 2)
    assert found.decisions == scene.overview().proposals
    (duty,) = owed(acme, "executive", TODAY + DAY).duties
    assert (duty.kind, duty.count, duty.due_on) == (DutyKind.PROPOSALS, 2, TODAY + DAY)
    assert kinds(acme, "lead", TODAY + DAY) == []
    scene.mandate(acme, "lead", verdicts=["qualify"])
    assert kinds(acme, "lead", TODAY + DAY) == [DutyKind.PROPOSALS]


def test_a_trial_awaits_the_answer_of_who_carries_it(acme) -> None:
    row = scene.checked(acme)
    trial = start_trial(acts(acme, "lead"), initiative_id=row.id, question="Qui ?")
    carrier = next(part for part, one in acme.members.items() if one.id == trial.carried_by_id)
    assert DutyKind.TRIAL not in kinds(acme, carrier)
    assert DutyKind.TRIAL in kinds(acme, carrier, trial.ends)


def test_the_register_is_kept_by_who_may(acme) -> None:
    declare_use(acts(acme, "contributor"), given=Declaration(tool="ChatGPT", data=("public",)))
    add_software(acts(acme, "lead"), name="Sage")
    assert set(kinds(acme, "lead")) == {DutyKind.ENTRIES, DutyKind.SWEEP}
    assert kinds(acme, "contributor") == []


@pytest.mark.parametrize("size", [5, 50])
def test_the_page_asks_the_same_of_the_database_however_much_there_is(acme, day, size) -> None:
    carried(acme, day=day - 60 * DAY)
    crowd(acme, size, day=day)
    for part, most in (("captain", 12), ("executive", 12)):
        client = acme.client(part)
        client.get(reverse("mine"))
        with statements() as sent:
            answer = client.get(reverse("mine"))
        assert answer.status_code == 200
        assert len(sent) <= most, sent
