"""An answer is due within fifteen days: what is due first, late ones said, mails with a reason."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from governance.decisions.models import Decision
from governance.outbox.models import OutboxMessage
from portfolio.decisions.services.messages import write_decision_mail
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.proposals.models import Interest
from portfolio.proposals.rules import answer_due, due_once_told, due_while_asked
from portfolio.proposals.services import answer_as_proposer, ask_proposer, join_proposal
from tests.conftest import acting
from tests.portfolio.scene import TODAY, at, give, idea, qualified
from tests.refusals import refused

DAY = timedelta(days=1)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@given(DAYS, st.integers(0, 15), st.integers(0, 30))
def test_a_question_stops_the_clock_for_as_long_as_it_waits_five_days_at_most(
    proposed: date, after: int, waits: int
) -> None:
    due = answer_due(proposed_on=proposed)
    asked = proposed + after * DAY
    stopped = due_while_asked(due_on=due)
    told = due_once_told(due_on=stopped, asked_on=asked, told_on=asked + waits * DAY)
    assert (told - due).days == min(5, waits)


@pytest.mark.django_db
def test_what_is_due_first_stands_first_and_a_question_puts_it_behind(acme, open_page, day) -> None:
    old = idea(acme, "Planifier", day=day - 13 * DAY)
    idea(acme, "Traduire", day=day - 10 * DAY)
    late = idea(acme, "Classer", day=day - 20 * DAY)
    text = open_page(reverse("proposals"), language="en").content.decode()
    assert text.index("Classer") < text.index("Planifier") < text.index("Traduire")
    for said in ("One is late.", "Late since", "Answer due in 2", "Due on"):
        assert said in text
    who = acting(acme.actor("lead"), now=at(day), today=day)
    ask_proposer(who, initiative_id=old.id, question="Combien ?")
    assert Initiative.objects.get(id=old.id).answer_by == day + 7 * DAY
    text = open_page(reverse("proposals"), language="en").content.decode()
    assert text.index("Traduire") < text.index("Planifier")
    assert late.answer_by == day - 5 * DAY


@pytest.mark.django_db
def test_days_that_a_question_did_not_need_come_back(acme, day) -> None:
    row = idea(acme, day=day)
    lead, captain = acme.actor("lead"), acme.actor("captain")
    ask_proposer(acting(lead, now=at(day), today=day), initiative_id=row.id, question="Combien ?")
    then = day + 2 * DAY
    who = acting(captain, now=at(then), today=then)
    answer_as_proposer(who, initiative_id=row.id, answer="Dix.")
    assert Initiative.objects.get(id=row.id).answer_by == day + 17 * DAY


@pytest.mark.django_db
def test_a_late_answer_is_said_in_what_awaits(acme, open_page, day) -> None:
    idea(acme, day=day - 15 * DAY)
    soft = "To the ideas pool, or rejected with a reason"
    late = "An answer is late"
    for page in ("dashboard", "portfolio"):
        text = open_page(reverse(page), language="en").content.decode()
        assert (soft in text, late in text) == (True, False)
    idea(acme, "Planifier", day=day - 16 * DAY)
    for page in ("dashboard", "portfolio"):
        assert late in open_page(reverse(page), language="en").content.decode()


@pytest.mark.django_db
def test_an_idea_that_is_joined_is_answered_and_its_people_stand_beside_the_other(
    acme, send, day
) -> None:
    other, row = qualified(acme, "Devis en trois jours", day=day), idea(acme, "Devis vite", day=day)
    other = Initiative.objects.get(id=other.id)
    Interest.objects.create(
        initiative=row, member=acme.members["contributor"], words="Idem", since=at(day)
    )
    OutboxMessage.objects.all().delete()
    said = {"initiative": row.id, "answer": "join", "joined": other.id, "word": "C’est en route."}
    assert send(reverse("proposals"), {**said, "word": ""}).status_code == 422
    assert send(reverse("proposals"), said).status_code == 302
    assert Initiative.objects.get(id=row.id).state == "rejected"
    beside = {one.member_id for one in Interest.objects.filter(initiative=other)}
    assert beside == {acme.members["captain"].id, acme.members["contributor"].id}
    decision = Decision.objects.filter(verdict="reject").latest("seq")
    assert (decision.facts["joined_to"], decision.reason) == (str(other.id), "C’est en route.")
    letter = write_decision_mail({"decision_id": str(decision.id)})
    assert letter.context["joined"] == other.title
    answered = OutboxMessage.objects.filter(template="initiative_decided")
    assert {one.recipient_id for one in answered} == beside


@pytest.mark.django_db
def test_an_idea_is_not_joined_to_itself(acme) -> None:
    row = idea(acme)
    who = acting(acme.actor("executive"), now=at(TODAY), today=TODAY)
    with refused("joins_itself"):
        join_proposal(who, initiative_id=row.id, joined_id=row.id, reason="x")
    with refused("initiative_not_found"):
        join_proposal(who, initiative_id=row.id, joined_id=Decision().id, reason="x")
    assert Initiative.objects.get(id=row.id).state == "proposed"


@pytest.mark.django_db
def test_the_page_tells_what_was_answered_and_how_long_it_took(acme, open_page, day) -> None:
    row = idea(acme, "Planifier", day=day - 4 * DAY)
    give(acme, row, Verdict.REJECT, day=day, reason="Une autre le fait.")
    text = open_page(reverse("proposals"), language="en").content.decode()
    for said in ("Answered this month", "Une autre le fait.", "Median time: 4 days"):
        assert said in text.replace("\u202f", " ").replace("\xa0", " ")
