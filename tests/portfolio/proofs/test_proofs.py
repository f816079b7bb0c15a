"""An instalment waits for a proof of three kinds; another is asked for, one that is there proposes
its release."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from governance.decisions.models import Decision
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.services import assign_captain
from portfolio.life.choices import Verdict
from portfolio.money.choices import ProofKind
from portfolio.money.models import Tranche
from portfolio.proofs.services import ProofInput, answer_proof, ask_proof, note_proof
from portfolio.standing.selectors.checking import faults
from portfolio.standing.selectors.records import load_records
from portfolio.standing.selectors.stopping import is_proof_met
from tests.conftest import acting
from tests.portfolio.scene import TODAY, at, give, mandate, measure, overview, ready, started
from tests.refusals import refused

DAY = timedelta(days=1)
TOLD = ProofInput(kind=ProofKind.TOLD, text="Contrat signé")
VALUE = ProofInput(kind=ProofKind.VALUE, value=Decimal(6))


@pytest.fixture
def row(acme) -> Initiative:
    """On its way with 12,000 euros in two halves; the second waits for progress."""
    row = started(acme, day=TODAY - 60 * DAY, budget=12_000)
    measure(acme, row, 9, day=TODAY - DAY)
    mandate(acme, "captain", row)
    return carried(acme, row)


def carried(cast, row) -> Initiative:
    Initiative.objects.filter(id=row.id).update(captain=cast.members["captain"])
    return Initiative.objects.get(id=row.id)


def act_of(cast, part="executive"):
    return acting(cast.actor(part), now=at(TODAY), today=TODAY)


def second(row) -> Tranche:
    return Tranche.objects.get(initiative=row, position=2)


def met(row) -> bool:
    (record,) = load_records([row.id], today=TODAY)
    return is_proof_met(record=record, tranche=record.tranches[1])


def pending(row) -> list[str]:
    return [one.code for one in overview().pending if one.initiative_id == row.id]


def ask(cast, row, part, given=VALUE, reason="Le premier progrès ne dit rien"):
    return ask_proof(
        act_of(cast, part), initiative_id=row.id, position=2, given=given, reason=reason
    )


@pytest.mark.by_hand
def test_the_captain_asks_an_executive_agrees_and_the_log_has_both(acme, row) -> None:
    ask(acme, row, "captain")
    assert second(row).proof == ProofKind.PROGRESS
    assert pending(row) == ["proof_asked"]
    with refused("not_in_role"):
        answer_proof(act_of(acme, "captain"), initiative_id=row.id, position=2, agrees=True)
    answer_proof(act_of(acme), initiative_id=row.id, position=2, agrees=True)
    now = second(row)
    assert (now.proof, now.proof_value, now.asked_on) == (ProofKind.VALUE, 6, None)
    logged = Decision.objects.order_by("seq").last()
    assert (logged.verdict, logged.reason) == ("change_proof", "Le premier progrès ne dit rien")
    assert logged.facts["changes"]["proof"] == {
        "old": ProofKind.PROGRESS.value,
        "new": ProofKind.VALUE.value,
    }
    with refused("proof_not_asked"):
        answer_proof(act_of(acme), initiative_id=row.id, position=2, agrees=True)


@pytest.mark.by_hand
def test_a_no_keeps_the_proof_and_says_why(acme, row) -> None:
    ask(acme, row, "captain", given=TOLD)
    with refused("reason_required"):
        answer_proof(act_of(acme), initiative_id=row.id, position=2, agrees=False)
    answer_proof(act_of(acme), initiative_id=row.id, position=2, agrees=False, reason="Mesurons")
    assert (second(row).proof, second(row).asked_proof) == (ProofKind.PROGRESS, "")
    assert Decision.objects.order_by("seq").last().verdict == "keep_proof"
    assert pending(row) == []


@pytest.mark.by_hand
@pytest.mark.parametrize(("value", "is_met"), [(7, False), (6, True), (5, True)])
def test_the_value_of_the_kpi_tells_it_in_its_direction(acme, row, value, is_met) -> None:
    ask(acme, row, "executive")
    measure(acme, row, value, day=TODAY)
    assert met(row) is is_met
    assert pending(row) == (["proof_met"] if is_met else [])
    if is_met:
        give(acme, row, Verdict.RELEASE)
        assert not second(row).against_proof
        assert pending(row) == []


@pytest.mark.by_hand
def test_a_told_proof_is_seen_by_somebody_on_a_day(acme, row) -> None:
    with refused("proof_measured"):
        note_proof(act_of(acme), initiative_id=row.id, position=2, sentence="là")
    ask(acme, row, "executive", given=TOLD)
    with refused("reason_required"):
        note_proof(act_of(acme), initiative_id=row.id, position=2, sentence=" ")
    note_proof(act_of(acme, "captain"), initiative_id=row.id, position=2, sentence="Signé le 3")
    seen = second(row)
    assert (seen.seen_on, seen.seen_by_id) == (TODAY, acme.members["captain"].id)
    assert met(row)
    assert pending(row) == ["proof_met"]
    ask(acme, row, "executive")
    assert second(row).seen_on is None


@pytest.mark.by_hand
def test_what_cannot_be_waited_for_is_refused(acme, row) -> None:
    for given, field in (
        (ProofInput(kind=ProofKind.VALUE), "value"),
        (ProofInput(kind=ProofKind.TOLD, text=" "), "text"),
        (ProofInput(kind=ProofKind.TOLD, text=ProofKind.VALUE.value), "text"),
    ):
        with refused("proof_invalid") as told:
            ask(acme, row, "executive", given=given)
        assert list(told.fields) == [field]
    with refused("reason_required"):
        ask(acme, row, "captain", reason=" ")
    with refused("tranche_not_found"):
        ask_proof(act_of(acme), initiative_id=row.id, position=9, given=VALUE, reason="x")
    with refused("tranche_released"):
        ask_proof(act_of(acme), initiative_id=row.id, position=1, given=VALUE, reason="x")
    with refused("not_in_role"):
        ask(acme, row, "viewer")


def test_before_the_start_whoever_may_ask_changes_it_at_once(acme) -> None:
    row = ready(acme, budget=12_000)
    assign_captain(act_of(acme), initiative_id=row.id, captain_id=acme.members["captain"].id)
    ask(acme, row, "captain", given=TOLD)
    assert second(row).proof == "Contrat signé"
    assert faults(today=TODAY) == []


@pytest.mark.by_hand
def test_the_database_keeps_proofs_whole(acme, row) -> None:
    for change, name in (
        ({"proof_value": 3}, "tranche_value_of_its_proof"),
        ({"proof": ProofKind.VALUE.value}, "tranche_value_of_its_proof"),
        ({"asked_proof": "x"}, "tranche_asked_whole"),
        ({"seen_on": TODAY}, "tranche_seen_whole"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Tranche.objects.filter(id=second(row).id).update(**change)


@pytest.mark.by_hand
def test_on_screen_it_is_asked_answered_and_the_release_proposed(
    acme, row, send, open_page, day
) -> None:
    page = reverse("initiative_expenses", args=[row.id])
    ask_page = reverse("initiative_proof", args=[row.id, 2])
    answer_page = reverse("initiative_proof_answer", args=[row.id, 2])
    assert "Ask to change the proof" in open_page(page, part="captain", language="en").text
    wish = {"kind": "value_reached", "value": "9", "reason": "Plus clair"}
    assert (
        send(ask_page, {"kind": "value_reached", "reason": "x"}, part="captain").status_code == 422
    )
    assert send(ask_page, wish, part="captain").status_code == 302
    text = " ".join(open_page(page, language="en").text.split())
    assert "asks to wait instead for: Délai d’un devis: 9" in text
    assert answer_page in text
    assert answer_page not in open_page(page, part="captain").text
    assert "Plus clair" in open_page(answer_page).text
    assert send(answer_page, {"agrees": "no", "reason": ""}).status_code == 422
    assert send(answer_page, {"agrees": "yes"}).status_code == 302
    text = " ".join(open_page(page, language="en").text.split())
    assert "its release is proposed" in text
    told = {"kind": "told", "text": "Contrat signé", "reason": "x"}
    assert send(ask_page, told).status_code == 302
    seen = reverse("initiative_proof_seen", args=[row.id, 2])
    assert seen in open_page(page, part="captain").text
    assert send(seen, {"sentence": "Signé"}, part="captain").status_code == 302
    assert "Signé" in open_page(page).text
