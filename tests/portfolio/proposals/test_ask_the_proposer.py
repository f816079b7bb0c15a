"""A question goes out to whoever proposed it; the answer stands on the proposal."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from governance.members.models import Member
from governance.outbox.models import OutboxMessage
from governance.outbox.services import send_mail
from portfolio.life.choices import Verdict
from portfolio.proposals.models import ProposalQuestion
from portfolio.proposals.services import answer_as_proposer, ask_proposer
from tests.cast import NOW
from tests.conftest import acting
from tests.portfolio.proposals.test_proposals_page import proposed
from tests.portfolio.scene import give
from tests.refusals import refused

ASKED = "Combien d’avis par semaine ?"


def ask(cast, row, by="lead", question=ASKED):
    return ask_proposer(acting(cast.actor(by)), initiative_id=row.id, question=question)


def answer(cast, row, by="contributor", said="Trente."):
    return answer_as_proposer(acting(cast.actor(by)), initiative_id=row.id, answer=said)


def test_question_and_answer_go_out_by_mail_and_stand_on_the_proposal(acme, day, open_page) -> None:
    row = proposed(acme, "Avis", day)
    asked = ask(acme, row)
    sent = OutboxMessage.objects.get(template="proposal_question")
    assert sent.recipient_id == acme.members["contributor"].id
    answer(acme, row)
    back = OutboxMessage.objects.get(template="proposal_answer")
    assert back.recipient_id == acme.members["lead"].id
    found = ProposalQuestion.objects.get(id=asked.id)
    assert (found.answer, found.answered_at) == ("Trente.", NOW)
    for page in (reverse("proposals"), reverse("initiative", args=[row.id])):
        text = open_page(page, language="en").text
        assert ASKED in text
        assert "Trente." in text


def test_the_mail_says_who_asks_what_and_where_to_answer(acme, day, mailoutbox) -> None:
    row = proposed(acme, "Avis", day)
    ask(acme, row)
    message = OutboxMessage.objects.get(template="proposal_question")
    send_mail(
        recipient=acme.members["contributor"],
        template=message.template,
        context=message.context,
        message_id=message.id,
    )
    body = mailoutbox[0].body
    assert ASKED in body
    assert acme.members["lead"].name in body
    assert reverse("proposal_answer", args=[row.id]) in body


def test_one_question_at_a_time_and_the_database_holds_it(acme, day) -> None:
    row = proposed(acme, "Avis", day)
    ask(acme, row)
    with refused("question_open"):
        ask(acme, row)
    given = {"asked_by": acme.members["lead"], "asked_at": NOW, "question": "?"}
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalQuestion.objects.create(initiative=row, **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalQuestion.objects.filter(initiative=row).update(answered_at=NOW)
    answer(acme, row)
    ask(acme, row, question="Et les devis ?")
    assert ProposalQuestion.objects.filter(initiative=row).count() == 2


def test_only_who_answers_proposals_asks_and_only_the_proposer_answers(acme, day) -> None:
    row = proposed(acme, "Avis", day)
    with refused("not_in_role"):
        ask(acme, row, by="contributor")
    with refused("question_required"):
        ask(acme, row, question="  ")
    with refused("no_question"):
        answer(acme, row)
    ask(acme, row)
    for other in ("executive", "viewer"):
        with refused("not_in_role"):
            answer(acme, row, by=other)
    with refused("answer_required"):
        answer(acme, row, said=" ")
    assert ProposalQuestion.objects.get().answer == ""


def test_what_has_its_answer_is_no_longer_asked(acme, day) -> None:
    row = proposed(acme, "Avis", day)
    ask(acme, row)
    give(acme, row, Verdict.REJECT, reason="Plus tard")
    with refused("wrong_state"):
        answer(acme, row)
    with refused("wrong_state"):
        ask(acme, row)


def test_nobody_is_asked_who_left(acme, day) -> None:
    row = proposed(acme, "Avis", day)
    proposer = Member.objects.filter(id=acme.members["contributor"].id)
    for change in ({"role": "viewer"}, {"role": "contributor", "left_at": NOW}):
        proposer.update(**change)
        with refused("proposer_left"):
            ask(acme, row)
    assert not OutboxMessage.objects.filter(template="proposal_question").exists()


def test_on_screen_the_question_is_asked_and_answered_where_it_stands(acme, day, send) -> None:
    row = proposed(acme, "Avis", day)
    empty = send(reverse("proposals"), {"initiative": row.id, "answer": "ask"})
    assert empty.status_code == 422
    assert not ProposalQuestion.objects.exists()
    said = {"initiative": row.id, "answer": "ask", "question": ASKED}
    assert send(reverse("proposals"), said).status_code == 302
    here = reverse("proposal_answer", args=[row.id])
    assert here not in acme.client("lead").get(reverse("initiative", args=[row.id])).text
    own = acme.client("contributor")
    assert here in own.get(reverse("initiative", args=[row.id])).text
    assert ASKED in own.get(here).text
    assert acme.client("lead").get(here).status_code == 403
    assert own.post(here, {"answer": "Trente."}).status_code == 302
    assert ProposalQuestion.objects.get().answer == "Trente."
