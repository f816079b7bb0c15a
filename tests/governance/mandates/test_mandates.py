from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from governance.access.rules.actors import SYSTEM
from governance.access.rules.authority import Grant, SubjectFacts
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.decisions.models import Decision
from governance.decisions.selectors import verify_log
from governance.decisions.services import record_decision
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.mandates.rules import MandateState, proposed_terms
from governance.mandates.selectors import company_seat_is_vacant, get_letter, open_company_letter
from governance.mandates.services import (
    accept_mandate,
    renew_mandate,
    revoke_mandate,
    write_mandate,
)
from governance.outbox.models import OutboxMessage
from tenants.ids import uuid7
from tests.conftest import acting
from tests.refusals import refused


def write(cast, now, today, *, part="executive", holder="lead", **more) -> Mandate:
    return write_mandate(
        acting(cast.actor(part), now=now, today=today),
        kind=more.pop("kind", MandateKind.COMPANY),
        holder_id=cast.members[holder].id,
        **more,
    )


def accept(cast, mandate, now, today, part="lead") -> Mandate:
    return accept_mandate(acting(cast.actor(part), now=now, today=today), mandate_id=mandate.id)


def reject_an_idea(cast, today, amount=Decimal(0)) -> Grant:
    return require(
        acting(cast.actor("lead"), today=today), permission="initiative.reject", amount=amount
    )


def test_an_accepted_letter_carries_decisions_and_a_written_one_does_not(acme, now, today) -> None:
    mandate = write(acme, now, today)
    assert company_seat_is_vacant(today=today)
    with refused("mandate_not_accepted"):
        reject_an_idea(acme, today)
    accept(acme, mandate, now, today)
    assert reject_an_idea(acme, today) == Grant(by="mandate", mandate_id=mandate.id)
    assert not company_seat_is_vacant(today=today)
    with refused("above_ceiling"):
        reject_an_idea(acme, today, amount=Decimal(3001))


def test_the_letter_its_acceptance_and_its_end_stand_in_the_log(acme, now, today) -> None:
    mandate = write(acme, now, today)
    accept(acme, mandate, now, today)
    revoke_mandate(
        acting(acme.actor("executive"), now=now, today=today),
        mandate_id=mandate.id,
        reason="Départ",
    )
    rows = Decision.objects.order_by("seq")
    assert [(d.verdict, d.subject_kind, d.subject_id) for d in rows] == [
        (verdict, SubjectKind.MANDATE, mandate.id)
        for verdict in ("write_mandate", "accept_mandate", "revoke_mandate")
    ]
    assert rows[0].facts["holder"] == str(acme.members["lead"].id)
    assert "Karim" not in str(rows[0].facts)
    assert rows[2].reason == "Départ"
    assert verify_log() is None
    told = OutboxMessage.objects.order_by("created_at", "id").values_list("template", flat=True)
    assert list(told) == ["mandate_written", "mandate_accepted", "mandate_revoked"]


@pytest.mark.parametrize("part", ["lead", "captain", "contributor", "viewer"])
def test_only_an_executive_writes_renews_or_revokes(acme, now, today, part) -> None:
    mandate = write(acme, now, today)
    before = Decision.objects.count(), OutboxMessage.objects.count()
    actor = acme.actor(part)
    attempts = [
        lambda: write(acme, now, today, part=part),
        lambda: revoke_mandate(
            acting(actor, now=now, today=today), mandate_id=mandate.id, reason="x"
        ),
        lambda: renew_mandate(acting(actor, now=now, today=today), mandate_id=mandate.id),
    ]
    for attempt in attempts:
        with refused("not_in_role") as told:
            attempt()
        assert told.facts["roles"] == ("executive",)
    assert (Decision.objects.count(), OutboxMessage.objects.count()) == before
    assert Mandate.objects.get().revoked_at is None


@pytest.mark.parametrize("part", ["executive", "captain", "viewer"])
def test_only_its_holder_accepts_a_letter(acme, now, today, part) -> None:
    mandate = write(acme, now, today)
    with refused("not_the_holder") as told:
        accept(acme, mandate, now, today, part=part)
    assert told.facts["holders"] == ("Karim Haddad",)
    assert Mandate.objects.get().accepted_at is None


def test_accepting_twice_changes_nothing(acme, now, today) -> None:
    mandate = write(acme, now, today)
    first = accept(acme, mandate, now, today)
    again = accept(acme, mandate, now + timedelta(days=1), today)
    assert again.accepted_at == first.accepted_at == now
    assert Decision.objects.filter(verdict="accept_mandate").count() == 1


def test_a_letter_to_oneself_is_accepted_as_it_is_written(acme, now, today) -> None:
    mandate = write(acme, now, today, holder="executive")
    assert mandate.accepted_at == now
    assert not OutboxMessage.objects.exists()


def test_a_new_letter_replaces_the_open_one(acme, now, today) -> None:
    first = write(acme, now, today)
    second = write(acme, now, today, holder="executive")
    assert Mandate.objects.get(id=first.id).revoked_at == now
    letter = open_company_letter(today=today)
    assert letter is not None
    assert letter.mandate == second


def test_a_revoked_or_expired_letter_is_not_accepted(acme, now, today) -> None:
    mandate = write(acme, now, today)
    with refused("mandate_expired"):
        accept(acme, mandate, now, date(2027, 11, 22))
    write(acme, now, today, holder="executive")
    with refused("mandate_revoked"):
        accept(acme, mandate, now, today)


def test_the_company_mandate_is_for_who_may_hold_it(acme, now, today) -> None:
    with refused("holder_role_too_low"):
        write(acme, now, today, holder="contributor")
    with refused("member_not_found"):
        write_mandate(
            acting(acme.actor("executive"), now=now, today=today),
            kind=MandateKind.COMPANY,
            holder_id=uuid7(),
        )
    assert not Mandate.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"verdicts": ()}, "verdicts"),
        ({"verdicts": ("dance",)}, "verdicts"),
        ({"ceiling_total": 10}, "ceiling_total"),
        ({"ends": date(2027, 11, 22)}, "ends"),
        ({"ends": date(2026, 11, 22)}, "ends"),
        ({"days_per_month": 0}, "days_per_month"),
    ],
)
def test_impossible_terms_are_refused_at_their_field(acme, now, today, change, field) -> None:
    terms = replace(proposed_terms(kind=MandateKind.COMPANY, today=today), **change)
    with refused("mandate_terms") as told:
        write(acme, now, today, terms=terms)
    assert list(told.fields) == [field]
    assert not Decision.objects.exists()


def test_renewing_keeps_the_acceptance_and_starts_the_total_anew(acme, now, today) -> None:
    mandate = write(acme, now, today)
    accept(acme, mandate, now, today)
    record_decision(
        acting(acme.actor("lead"), now=now),
        grant=Grant(by="mandate", mandate_id=mandate.id),
        verdict="release",
        subject_kind=SubjectKind.INITIATIVE,
        subject_id=uuid7(),
        facts={"amount": 2500},
    )
    assert get_letter(mandate.id, today=today).left == 12_500
    later = date(2027, 12, 1)
    renewed = renew_mandate(
        acting(acme.actor("executive"), now=now, today=later), mandate_id=mandate.id
    )
    letter = get_letter(renewed.id, today=later)
    assert (letter.state, letter.left) == (MandateState.RUNNING, 15_000)
    assert (renewed.starts, renewed.ends) == (later, date(2028, 11, 30))


def test_a_captains_mandate_counts_for_the_present_captain_only(acme, now, today) -> None:
    initiative, captain = uuid7(), acme.members["captain"]
    mandate = write(
        acme, now, today, holder="captain", kind=MandateKind.INITIATIVE, initiative_id=initiative
    )
    subject = SubjectFacts(initiative_id=initiative, captain_id=captain.id)
    act, pause = acting(acme.actor("captain"), today=today), {"permission": "initiative.pause"}
    with refused("mandate_not_accepted"):
        require(act, subject=subject, **pause)
    accept(acme, mandate, now, today, part="captain")
    other = replace(subject, captain_id=acme.members["contributor"].id)
    with refused("not_in_role"):
        require(act, subject=other, **pause)
    grant = require(
        acting(acme.actor("captain"), today=today), permission="initiative.pause", subject=subject
    )
    assert grant.mandate_id == mandate.id
    with refused("verdict_not_given"):
        require(
            acting(acme.actor("captain"), today=today),
            permission="initiative.start",
            subject=subject,
        )


def test_a_deputy_decides_on_the_same_letter(acme, now, today) -> None:
    terms = replace(
        proposed_terms(kind=MandateKind.COMPANY, today=today),
        deputy_id=acme.members["lead"].id,
    )
    mandate = write(acme, now, today, holder="executive", terms=terms)
    assert reject_an_idea(acme, today).mandate_id == mandate.id


def test_a_letter_that_is_not_there_is_not_found(acme, now, today) -> None:
    act = acting(acme.actor("executive"), now=now, today=today)
    with refused("mandate_not_found"):
        revoke_mandate(act, mandate_id=uuid7(), reason="parti")
    with refused("mandate_not_found"):
        renew_mandate(act, mandate_id=uuid7())
    with refused("mandate_not_found"):
        accept_mandate(act, mandate_id=uuid7())


def test_a_letter_is_written_and_renewed_by_a_person(acme, now, today) -> None:
    mandate = write(acme, now, today)
    product = acting(SYSTEM, now=now, today=today)
    with refused("not_in_role"):
        renew_mandate(product, mandate_id=mandate.id)
    with refused("not_in_role"):
        write_mandate(product, kind=MandateKind.COMPANY, holder_id=mandate.holder_id)
