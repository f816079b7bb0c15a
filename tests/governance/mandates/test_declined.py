"""A letter that waits is accepted, discussed or declined by its holder."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from governance.decisions.models import Decision
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.mandates.rules import MandateState
from governance.mandates.selectors import get_letter
from governance.mandates.services import (
    accept_mandate,
    decline_mandate,
    discuss_mandate,
    write_mandate,
)
from governance.outbox.models import OutboxMessage
from governance.outbox.services import send_waiting
from tests.conftest import acting
from tests.governance.mandates.test_api_mandates import caller, letter_to, second
from tests.refusals import refused

__all__ = ["second"]
WHY = "Trois jours par mois ne suffisent pas."


@pytest.fixture
def letter(acme, now, today) -> Mandate:
    return write_mandate(
        acting(acme.actor("executive"), now=now, today=today),
        kind=MandateKind.COMPANY,
        holder_id=acme.members["lead"].id,
    )


def act_of(cast, now, today, part="lead"):
    return acting(cast.actor(part), now=now, today=today)


def test_declined_it_is_over_logged_and_told_with_the_reason(
    acme, letter, now, today, mailoutbox
) -> None:
    OutboxMessage.objects.all().delete()
    decline_mandate(act_of(acme, now, today), mandate_id=letter.id, reason=WHY)
    assert get_letter(letter.id, today=today).state is MandateState.DECLINED
    logged = Decision.objects.order_by("seq").last()
    assert (logged.verdict, logged.reason) == ("decline_mandate", WHY)
    assert send_waiting(now=now) == 1
    (mail,) = mailoutbox
    assert mail.to == [acme.members["executive"].email]
    assert WHY in mail.body
    for again in (accept_mandate, discuss_mandate, decline_mandate):
        more = {accept_mandate: {}, discuss_mandate: {"remark": "x"}}.get(again, {"reason": "x"})
        with refused("mandate_declined"):
            again(act_of(acme, now, today), mandate_id=letter.id, **more)


def test_discussed_it_waits_on_and_its_writer_is_told(acme, letter, now, today, mailoutbox) -> None:
    OutboxMessage.objects.all().delete()
    discuss_mandate(act_of(acme, now, today), mandate_id=letter.id, remark=WHY)
    assert get_letter(letter.id, today=today).state is MandateState.WAITING
    discuss_mandate(act_of(acme, now, today), mandate_id=letter.id, remark="Cinq jours ?")
    assert send_waiting(now=now) == 2
    assert WHY in mailoutbox[0].body
    accept_mandate(act_of(acme, now, today), mandate_id=letter.id)
    assert get_letter(letter.id, today=today).state is MandateState.RUNNING


@pytest.mark.parametrize(
    ("service", "field", "code"),
    [
        (decline_mandate, "reason", "reason_missing"),
        (discuss_mandate, "remark", "remark_missing"),
    ],
)
def test_only_its_holder_with_a_sentence_while_it_waits(
    acme, letter, now, today, service, field, code
) -> None:
    with refused(code):
        service(act_of(acme, now, today), mandate_id=letter.id, **{field: " "})
    with refused("not_the_holder"):
        service(act_of(acme, now, today, "executive"), mandate_id=letter.id, **{field: "x"})
    accept_mandate(act_of(acme, now, today), mandate_id=letter.id)
    with refused("mandate_accepted"):
        service(act_of(acme, now, today), mandate_id=letter.id, **{field: "x"})


def test_the_database_keeps_them_apart(acme, letter, now) -> None:
    for change, name in (
        ({"declined_at": now}, "mandate_declined_is_over"),
        ({"remark": "x"}, "mandate_remark_has_its_day"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Mandate.objects.filter(id=letter.id).update(**change)


def test_on_screen_the_holder_finds_three_ways_and_the_writer_the_remark(acme, letter) -> None:
    holder, writer = acme.client("lead"), acme.client("executive")
    for client in (holder, writer):
        client.cookies["language"] = "en"
    page = reverse("mandate", args=[letter.id])
    ways = [reverse(name, args=[letter.id]) for name in ("mandate_discuss", "mandate_decline")]
    assert all(way in holder.get(page).text for way in ways)
    assert not any(way in writer.get(page).text for way in ways)
    assert page in holder.get("/portfolio/").text
    assert {writer.get(way).status_code for way in ways} == {403}
    assert holder.post(ways[0], {"remark": ""}).status_code == 422
    assert holder.post(ways[0], {"remark": WHY}).status_code == 302
    assert WHY in writer.get(page).text
    assert holder.post(ways[1], {"reason": WHY}).status_code == 302
    assert "Declined" in writer.get(page).text


def test_by_key_its_holder_discusses_and_declines(acme, second) -> None:
    """Keys are of executives: the holder is another one."""
    letter, from_holder = letter_to(acme, second), caller(acme, second)
    told = from_holder("post", f"mandates/{letter.id}/remark/", {"remark": WHY})
    assert (told.status_code, told.json()["mandate"]["remark"]) == (200, WHY)
    ended = from_holder("post", f"mandates/{letter.id}/refusal/", {"reason": WHY})
    assert (ended.status_code, ended.json()["state"]) == (200, "declined")
