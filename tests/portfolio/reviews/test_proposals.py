"""What a room proposes is decided by an executive, on the facts it was proposed on."""

from datetime import timedelta
from decimal import Decimal

import pytest

from governance.decisions.models import Decision
from governance.duties.choices import DutyKind
from governance.duties.rules import Duty
from governance.outbox.models import OutboxMessage
from portfolio.life.choices import State, Verdict
from portfolio.objectives.services.measurements import add_measurement
from portfolio.reviews.models import ProposedVerdict, ReviewItem
from portfolio.reviews.services.due import keep_rhythm
from portfolio.reviews.services.proposals import (
    confirm_all,
    confirm_verdict,
    hand_over,
    propose_verdict,
)
from portfolio.reviews.services.reviews import close_review, open_review
from portfolio.rhythm.rules import DAY
from tests.conftest import acting
from tests.portfolio.scene import TODAY, at, give, mandate, only_objective, owed_by, started
from tests.refusals import refused


@pytest.fixture
def room(acme):
    """A review of two, led by the AI lead: what it is about, its items."""
    rows = [started(acme, title) for title in ("Devis", "Rebuts")]
    review = open_review(acting(acme.actor("lead")))
    return review, rows, [ReviewItem.objects.get(review=review, initiative=row) for row in rows]


def lead(cast, day=TODAY):
    return acting(cast.actor("lead"), now=at(day), today=day)


def boss(cast, day=TODAY):
    return acting(cast.actor("executive"), now=at(day), today=day)


def proposed(cast, item, verdict=Verdict.CONTINUE, **more) -> ProposedVerdict:
    given = {"reason": "La baisse est réelle.", **more}
    return propose_verdict(lead(cast), item_id=item.id, verdict=verdict, **given)


def owed(cast, part) -> list[Duty]:
    """What that person is asked to confirm."""
    return [one for one in owed_by(cast.members[part].id) if one.kind is DutyKind.CONFIRM]


def test_what_is_proposed_decides_nothing(acme, room) -> None:
    review, _rows, items = room
    proposed(acme, items[0])
    assert ReviewItem.objects.get(id=items[0].id).decision is None
    with refused("review_undecided"):
        close_review(lead(acme), review_id=review.id)


def test_confirmed_it_is_decided_by_who_confirms_and_the_log_says_who_proposed(acme, room) -> None:
    review, _rows, items = room
    proposed(acme, items[0])
    decided = confirm_verdict(boss(acme), item_id=items[0].id)
    entry = Decision.objects.get(id=decided.decision.id)
    assert entry.actor_id == acme.members["executive"].id
    known = str(acme.members["lead"].id)
    assert (entry.facts["proposed_by"], entry.facts["led_by"]) == (known, known)
    assert (entry.facts["proposed"], entry.reason) == ("continue", "La baisse est réelle.")
    assert ProposedVerdict.objects.get().outcome == "confirmed"
    assert ReviewItem.objects.get(id=items[0].id).decision_id == entry.id
    give(acme, _rows[1], Verdict.CONTINUE)
    assert close_review(boss(acme), review_id=review.id).led_by_id == acme.members["lead"].id


def test_all_that_needs_nothing_more_is_confirmed_at_once(acme, room) -> None:
    review, rows, items = room
    proposed(acme, items[0])
    proposed(acme, items[1], Verdict.STOP, lesson="Mesurer d’abord.")
    assert len(confirm_all(boss(acme), review_id=review.id)) == 2
    rows[1].refresh_from_db()
    assert rows[1].state == State.STOPPED
    with refused("nothing_proposed"):
        confirm_all(boss(acme), review_id=review.id)


def test_what_needs_a_figure_is_completed_on_its_page(acme, room) -> None:
    review, _rows, items = room
    for verdict in (Verdict.ADJUST, Verdict.COMPLETE, Verdict.PAUSE, Verdict.STOP):
        proposed(acme, items[0], verdict)
        with refused("proposal_incomplete", title="Devis"):
            confirm_verdict(boss(acme), item_id=items[0].id)
    with refused("nothing_proposed"):
        confirm_all(boss(acme), review_id=review.id)
    proposed(acme, items[0], Verdict.PAUSE, restart_on=TODAY + timedelta(days=20))
    confirm_verdict(boss(acme), item_id=items[0].id)
    outcomes = ProposedVerdict.objects.order_by("id").values_list("outcome", flat=True)
    assert list(outcomes) == ["replaced"] * 4 + ["confirmed"]


def test_decided_otherwise_the_proposal_is_kept_as_changed(acme, room) -> None:
    _review, rows, items = room
    proposed(acme, items[0], Verdict.STOP, lesson="Trop cher")
    give(acme, rows[0], Verdict.CONTINUE, review_item_id=items[0].id)
    assert ProposedVerdict.objects.get().outcome == "changed"
    entry = Decision.objects.filter(verdict="continue").latest("seq")
    assert entry.facts["proposed"] == "stop"


def test_facts_that_changed_are_looked_at_again(acme, room) -> None:
    review, rows, items = room
    proposed(acme, items[0])
    add_measurement(boss(acme), objective_id=only_objective(rows[0]).id, value=Decimal(8), on=TODAY)
    with refused("proposal_stale", title="Devis"):
        confirm_verdict(boss(acme), item_id=items[0].id)
    html = acme.client("executive").get(f"/reviews/{review.id}/confirm/").content.decode()
    assert "Les faits ont changé" in html
    # Looked at again by the room, it may be confirmed.
    proposed(acme, items[0])
    confirm_verdict(boss(acme), item_id=items[0].id)


def test_only_who_leads_proposes_and_only_an_executive_confirms(acme, room) -> None:
    review, _rows, items = room
    for part in ("captain", "contributor", "viewer"):
        with refused("not_in_role"):
            propose_verdict(
                acting(acme.actor(part)), item_id=items[0].id, verdict=Verdict.CONTINUE, reason="a"
            )
    proposed(acme, items[0])
    for part in ("lead", "captain", "viewer"):
        with refused("not_in_role"):
            confirm_verdict(acting(acme.actor(part)), item_id=items[0].id)
        with refused("not_in_role"):
            confirm_all(acting(acme.actor(part)), review_id=review.id)


def test_what_cannot_be_proposed(acme, room) -> None:
    review, rows, items = room
    with refused("reason_missing"):
        proposed(acme, items[0], reason=" ")
    with refused("wrong_state"):
        proposed(acme, items[0], Verdict.QUALIFY)
    with refused("nothing_proposed"):
        hand_over(lead(acme), review_id=review.id)
    with refused("nothing_proposed"):
        confirm_verdict(boss(acme), item_id=items[0].id)
    for row, item in zip(rows, items, strict=True):
        give(acme, row, Verdict.CONTINUE, review_item_id=item.id)
    with refused("review_item_decided"):
        proposed(acme, items[0])
    close_review(boss(acme), review_id=review.id)
    with refused("review_closed"):
        hand_over(lead(acme), review_id=review.id)
    with refused("review_item_not_found"):
        proposed(acme, items[0])


def test_handed_over_the_executives_are_told_once_and_owe_it(acme, room) -> None:
    review, _rows, items = room
    proposed(acme, items[0])
    assert owed(acme, "executive") == []
    for _ in range(2):
        hand_over(lead(acme), review_id=review.id)
    told = OutboxMessage.objects.filter(template="review_confirm")
    assert [one.recipient_id for one in told] == [acme.members["executive"].id]
    (duty,) = owed(acme, "executive")
    assert (duty.count, duty.review_id) == (1, review.id)
    assert owed(acme, "lead") == []
    confirm_verdict(boss(acme), item_id=items[0].id)
    assert owed(acme, "executive") == []


def test_what_is_proposed_stops_no_clock(acme, room) -> None:
    review, rows, items = room
    proposed(acme, items[0])
    hand_over(lead(acme), review_id=review.id)
    OutboxMessage.objects.filter(template="review_opened").update(sent_at=at(TODAY))
    for number in range(1, 25):
        day = TODAY + number * DAY
        keep_rhythm(now=at(day), today=day)
    rows[0].refresh_from_db()
    assert rows[0].spending_frozen_on is not None


def test_on_screen_it_is_proposed_and_on_a_phone_confirmed(acme, room) -> None:
    review, rows, items = room
    person = acme.client("lead")
    page = f"/reviews/{review.id}/{rows[0].id}/"
    assert "Ce que la séance décide" in person.get(page).content.decode()
    lacking = person.post(f"{page}propose/", {"verdict": "continue"})
    assert lacking.status_code == 422
    done = person.post(f"{page}propose/", {"verdict": "continue", "reason": "Vu"})
    assert done["Location"] == f"/reviews/{review.id}/{rows[1].id}/"
    done = person.post(
        f"/reviews/{review.id}/{rows[1].id}/propose/",
        {"verdict": "stop", "reason": "Trop cher", "lesson": "Mesurer"},
    )
    assert done["Location"] == f"/reviews/{review.id}/close/"
    assert "Demander la confirmation" in person.get(done["Location"]).content.decode()
    assert person.post(f"/reviews/{review.id}/hand-over/").status_code == 302
    chief = acme.client("executive")
    where = f"/reviews/{review.id}/confirm/"
    html = chief.get(where).content.decode()
    assert "Tout confirmer (2)" in html
    assert "Trop cher" in html
    chief.post(where, {"item": str(items[0].id)})
    chief.post(where)
    assert ReviewItem.objects.filter(review=review, decision=None).count() == 0
    assert "Rien n’attend" in chief.get(where).content.decode()
    assert person.get(where).status_code == 403


def test_who_leads_decides_what_the_mandate_covers_and_proposes_the_rest(acme, room) -> None:
    review, rows, items = room
    mandate(acme, "lead", verdicts=["continue", "adjust"])
    page = f"/reviews/{review.id}/{rows[0].id}/"
    person = acme.client("lead")
    shown = person.get(page).context
    assert [one for one, _ in shown["chosen"].fields["verdict"].choices] == ["continue", "adjust"]
    beyond = [one for one, _ in shown["propose"].fields["verdict"].choices]
    assert beyond == ["adjust", "pause", "stop", "complete"]
    html = person.get(page).content.decode()
    assert "Ce qui ne vous revient pas de décider" in html
    assert html.count("Ce que cela engage dépasse le plafond de votre mandat.") == 1
    assert {*shown["propose"].fields} == {"verdict", "reason", "lesson", "restart_on"}
    lacking = person.post(f"{page}propose/", {"verdict": "stop"})
    assert lacking.status_code == 422
    assert "propose/" in lacking.content.decode()
    told = {"verdict": "stop", "reason": "Trop cher", "lesson": "Mesurer"}
    assert person.post(f"{page}propose/", told).status_code == 302
    assert ReviewItem.objects.get(id=items[0].id).decision is None
    person.post(f"/reviews/{review.id}/{rows[1].id}/", {"verdict": "continue"})
    assert ReviewItem.objects.get(id=items[1].id).decision.verdict == "continue"
    chief = acme.client("executive").get(page).content.decode()
    assert "propose/" not in chief


def test_what_is_proposed_asks_no_more_than_those_verdicts_take(acme, room) -> None:
    review, rows, _items = room
    mandate(acme, "lead", verdicts=["continue", "adjust", "pause", "stop", "complete"])
    page = f"/reviews/{review.id}/{rows[0].id}/"
    form = acme.client("lead").get(page).context["propose"]
    assert [one for one, _ in form.fields["verdict"].choices] == ["adjust"]
    assert [*form.fields] == ["verdict", "reason"]
    sent = {"verdict": "adjust", "reason": "Plus de budget"}
    assert acme.client("lead").post(f"{page}propose/", sent).status_code == 302
