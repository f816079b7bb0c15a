"""Who lacks the authority asks who has it: by mail, among their duties, settled by itself."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given as drawn
from hypothesis import strategies as st

from governance.duties.choices import DutyKind
from governance.outbox.models import OutboxMessage
from governance.outbox.services import send_mail
from portfolio.decisions.services.verdicts import VerdictRequest
from portfolio.life.choices import Verdict
from portfolio.requests.choices import RequestOutcome
from portfolio.requests.models import AuthorityRequest
from portfolio.requests.rules import LEAST_COUNTED, due_on, told_median
from portfolio.requests.selectors import answer_time, get_request
from portfolio.requests.services import ask_authority, decline_request
from tenants.ids import uuid7
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY, at
from tests.refusals import refused

pytestmark = pytest.mark.django_db
WHY = "La cellule est livrée."


def ask(cast, row, verdict=Verdict.STOP, *, by="contributor", day=TODAY, reason=WHY):
    act = acting(cast.actor(by), now=at(day), today=day)
    return ask_authority(act, initiative_id=row.id, verdict=verdict, reason=reason)


def decline(cast, asked, *, by="executive", day=TODAY, answer="Pas avant la mesure."):
    act = acting(cast.actor(by), now=at(day), today=day)
    return decline_request(act, request_id=asked.id, answer=answer)


def owed(cast, part, day=TODAY):
    found = scene.owed_by(cast.members[part].id, day)
    return [one for one in found if one.kind is DutyKind.ASKED]


@drawn(day=st.dates(max_value=date(2900, 1, 1)), count=st.integers(0, 9))
def test_an_answer_is_owed_in_a_week_and_told_from_three_on(day, count) -> None:
    assert due_on(day) - day == timedelta(days=7)
    shown = told_median(median=Decimal(2), count=count)
    assert (shown is None) == (count < LEAST_COUNTED)


def test_who_may_decide_is_asked_by_mail_and_duty_and_the_verdict_settles_it(acme) -> None:
    row = scene.started(acme, day=TODAY - timedelta(days=30))
    asked = ask(acme, row)
    told = OutboxMessage.objects.filter(template="authority_asked")
    assert [one.recipient_id for one in told] == [acme.members["executive"].id]
    (duty,) = owed(acme, "executive")
    assert (duty.title, duty.about, duty.code) == (row.title, "Marc Delorme", "stop")
    assert duty.due_on == due_on(TODAY)
    for part in ("contributor", "lead", "viewer"):
        assert owed(acme, part) == []
    with refused("request_open"):
        ask(acme, row, by="captain")
    other = ask(acme, row, Verdict.ADJUST, by="captain")
    later = TODAY + timedelta(days=4)
    scene.give(acme, row, Verdict.STOP, day=later, reason="x", lesson="y")
    line = get_request(asked.id)
    assert (line.row.outcome, line.days, line.row.settled_by) == (RequestOutcome.TAKEN, 4, None)
    assert get_request(other.id).row.outcome == RequestOutcome.LAPSED
    assert owed(acme, "executive", later) == []
    heard = OutboxMessage.objects.filter(template="initiative_decided")
    assert acme.members["contributor"].id in [one.recipient_id for one in heard]
    with refused("request_settled"):
        decline(acme, asked)


def test_the_answer_no_says_why_and_is_counted_for_the_company_only(acme) -> None:
    row = scene.started(acme, day=TODAY - timedelta(days=30))
    for days in (1, 2, 9):
        asked = ask(acme, row, day=TODAY)
        with refused("reason_missing"):
            decline(acme, asked, answer=" ")
        with refused("no_mandate"):
            decline(acme, asked, by="lead")
        decline(acme, asked, day=TODAY + timedelta(days=days))
    end = TODAY + timedelta(days=9)
    found = answer_time(today=end)
    assert (found.count, found.median_days, found.target_days) == (3, Decimal(2), 7)
    assert answer_time(today=end + timedelta(days=364)).median_days is None
    message = OutboxMessage.objects.filter(template="authority_declined").first()
    for reader, language in (("contributor", "fr"), ("contributor", "en")):
        acme.members[reader].language = language
        for one in (message, OutboxMessage.objects.filter(template="authority_asked").first()):
            send_mail(
                recipient=acme.members[reader],
                template=one.template,
                context=one.context,
                message_id=uuid7(),
            )
        assert "Pas avant la mesure." in mail.outbox[-2].body
        assert WHY in mail.outbox[-1].body
        assert row.title in mail.outbox[-1].subject


def test_what_cannot_be_asked_is_refused(acme) -> None:
    row = scene.started(acme, day=TODAY - timedelta(days=30))
    with refused("reason_missing"):
        ask(acme, row, reason=" ")
    with refused("wrong_state"):
        ask(acme, row, Verdict.QUALIFY)
    with refused("not_in_role"):
        ask(acme, row, by="viewer")
    with refused("not_in_role"):
        ask(acme, row, by="executive")
    scene.mandate(acme, "lead", verdicts=["stop"])
    with refused("authority_is_yours"):
        ask(acme, row, by="lead")
    with refused("request_not_found"):
        get_request(uuid7())
    asked = ask(acme, row)
    told = OutboxMessage.objects.get(template="authority_asked")
    assert told.recipient_id == acme.members["lead"].id
    assert len(owed(acme, "lead")) == len(owed(acme, "executive")) == 1
    wrong = (
        {"settled_at": None, "outcome": "taken"},
        {"settled_at": at(TODAY), "outcome": "refused", "answer": "non", "settled_by": None},
        {"settled_at": at(TODAY), "outcome": ""},
        {"settled_at": at(TODAY - timedelta(days=1)), "outcome": "taken"},
    )
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            AuthorityRequest.objects.filter(id=asked.id).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuthorityRequest.objects.create(
            initiative=row, verdict="stop", reason="x", asked_by=asked.asked_by, asked_at=at(TODAY)
        )


def test_the_pages_offer_to_ask_and_to_answer(acme, open_page) -> None:
    row = scene.started(acme, day=TODAY - timedelta(days=30))
    ways = acme.client("contributor")
    path = reverse("initiative_ask", args=[row.id]) + "?verdict=stop"
    decide = reverse("initiative_decide", args=[row.id])
    assert path in ways.get(decide).text
    assert path in ways.get(decide + "?verdict=stop").text
    assert path not in acme.client("viewer").get(decide).text
    assert ways.post(path, {"reason": WHY}).status_code == 302
    asked = AuthorityRequest.objects.get()
    page = reverse("authority_request", args=[asked.id])
    boss = acme.client("executive")
    assert f"{decide}?verdict=stop" in boss.get(page).text
    assert WHY in boss.get(f"{decide}?verdict=stop").text
    assert page in boss.get(reverse("mine")).text
    assert page in boss.get(reverse("authority_requests")).text
    assert acme.client("lead").get(page).status_code == 403
    assert page not in acme.client("lead").get(reverse("authority_requests")).text
    assert boss.post(page, {"answer": "Non, pas encore."}).status_code == 302
    assert "Non, pas encore." in ways.get(page).text


def test_by_key_one_reads_answers_and_never_asks(acme) -> None:
    row = scene.started(acme, day=TODAY - timedelta(days=30))
    asked = ask(acme, row)
    boss = caller(acme, "executive")
    (one,) = boss("get", "requests/").json()["requests"]
    assert (one["id"], one["verdict"], one["days"]) == (str(asked.id), "stop", None)
    body = {"verdict": "stop", "reason": WHY}
    denied = boss("post", f"initiatives/{row.id}/requests/", body)
    assert (denied.status_code, denied.json()["code"]) == (403, "not_for_keys")
    answer = boss("post", f"requests/{asked.id}/refusal/", {"answer": "Non."})
    assert (answer.status_code, answer.json()["outcome"]) == (200, "refused")
    assert boss("get", "requests/answer-time/").json()["median_days"] is None


@pytest.mark.parametrize("is_full", [True, False])
def test_the_sentence_of_a_start_stands_on_the_trade_off_and_is_settled_by_it(
    acme, is_full
) -> None:
    since = TODAY - timedelta(days=30)
    numbers = (1, 2, 3) if is_full else (1, 2)
    active = [scene.started(acme, f"Initiative {no}", day=since) for no in numbers]
    row = scene.ready(acme, "Relancer les devis", day=since)
    asked = ask(acme, row, Verdict.START)
    other = ask(acme, active[0], Verdict.PAUSE)
    page = acme.client("executive").get(reverse("arbitration", args=[row.id])).text
    assert WHY in page
    assert "Marc Delorme" in page
    instead = (
        {
            "instead_of": VerdictRequest(
                initiative_id=active[0].id,
                verdict=Verdict.PAUSE,
                reason="x",
                restart_on=TODAY + timedelta(days=30),
            )
        }
        if is_full
        else {}
    )
    scene.give(acme, row, Verdict.START, reason="x", **instead)
    assert get_request(asked.id).row.outcome == RequestOutcome.TAKEN
    assert bool(get_request(other.id).row.outcome) == is_full
