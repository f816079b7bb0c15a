"""Somebody away has a stand-in with exactly that authority, until a day, and no longer."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from governance.absences.choices import END_ABSENCES
from governance.absences.rules import absence_problems, overlaps
from governance.absences.services import end_absences, say_away, say_back
from governance.access.rules.actors import act_of_system
from governance.access.rules.authority import Grant
from governance.access.rules.permissions import Column
from governance.decisions.models import Decision
from governance.mandates.choices import MOST_AWAY
from governance.mandates.models import Mandate
from governance.mandates.services import renew_mandate
from governance.members.services import remove_member
from governance.outbox.models import OutboxMessage
from governance.outbox.services import send_mail
from portfolio.initiatives.services import assign_captain
from portfolio.life.choices import Verdict
from tenants.due_work.models import DueWork
from tests.conftest import acting
from tests.governance.access.test_authority import COMPANY, OTHER, OWN, PLANNING, SUBJECT, answer
from tests.portfolio import scene
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY, at
from tests.refusals import refused

DAYS = st.dates(date(2026, 1, 2), date(2026, 12, 30))
AMOUNTS = st.integers(0, 20_000)


def lent(mandate, starts, until):
    return replace(mandate, stand_in_id=OTHER, away_from=starts, away_until=until)


@given(day=DAYS, starts=DAYS, length=st.integers(0, MOST_AWAY), amount=AMOUNTS, own=st.booleans())
def test_the_stand_in_may_what_the_holder_may_on_those_days_only(day, starts, length, amount, own):
    until = starts + timedelta(days=length)
    mandate = lent(OWN if own else COMPANY, starts, until)
    asked = {"mandates": (mandate,), "amount": amount, "today": day}
    role = Column.CONTRIBUTOR if own else Column.AI_LEAD
    for verdict in ("start", "stop", "release", "qualify"):
        permission = f"initiative.{verdict}"
        holders = answer(permission=permission, member=mandate.holder_id, role=role, **asked)
        theirs = answer(permission=permission, member=OTHER, role=role, **asked)
        allowed = isinstance(holders, Grant) and starts <= day <= until
        assert isinstance(theirs, Grant) == allowed
        if isinstance(theirs, Grant):
            assert (theirs.mandate_id, theirs.for_id) == (mandate.id, mandate.holder_id)
            assert holders.for_id is None


def test_a_captains_stand_in_has_no_other_initiative_and_nothing_but_the_mandate() -> None:
    mandate = lent(OWN, date(2026, 11, 1), date(2026, 11, 30))
    asked = {"mandates": (mandate,), "member": OTHER, "role": Column.CONTRIBUTOR}
    other = replace(SUBJECT, initiative_id=PLANNING)
    assert isinstance(answer(**asked), Grant)
    assert not isinstance(answer(subject=other, **asked), Grant)
    assert not isinstance(answer(permission="initiative.edit", **asked), Grant)
    assert answer(member=PLANNING, mandates=(mandate,)).facts["holder_ids"] == (OTHER,)


@given(starts=DAYS, length=st.integers(-3, 90), later=st.integers(-3, 3))
def test_days_are_bounded_and_overlap_both_ways(starts, length, later) -> None:
    until, today = starts + timedelta(days=length), starts + timedelta(days=later)
    found = absence_problems(starts=starts, until=until, today=today, is_self=False, is_away=False)
    assert ("starts" in found) == (later > 0)
    assert ("until" in found) == (length < 0 or length > MOST_AWAY)
    if length >= 0:
        both = {"starts": starts, "until": until}
        assert overlaps(**both, other_starts=until, other_until=until)
        after = until + timedelta(days=1)
        assert not overlaps(**both, other_starts=after, other_until=after)
    assert not overlaps(starts=starts, until=until, other_starts=None, other_until=None)


def away(cast, part="lead", stand_in="contributor", *, by=None, days=10, **more):
    return say_away(
        acting(cast.actor(by or part)),
        member_id=cast.members[part].id,
        stand_in_id=cast.members[stand_in].id,
        until=TODAY + timedelta(days=days),
        **more,
    )


@pytest.mark.django_db
def test_the_stand_in_decides_in_the_holders_place_until_the_last_day(acme) -> None:
    row = scene.qualified(acme)
    captain, contributor = acme.members["captain"], acme.members["contributor"]
    boss = acting(acme.actor("executive"))
    assign_captain(boss, initiative_id=row.id, captain_id=captain.id)
    letter = scene.mandate(acme, "captain", row, verdicts=["adjust", "stop"])
    scene.go_live(acme, row, live_on=TODAY)
    scene.give(acme, row, Verdict.START)
    stop = {"reason": "x", "lesson": "y", "by": "contributor"}
    with refused("not_in_role"):
        scene.give(acme, row, Verdict.STOP, **stop)
    away(acme, "captain", days=3)
    due = DueWork.objects.get(job=END_ABSENCES)
    assert due.due_at.date() <= TODAY + timedelta(days=4)
    with refused("not_in_role"):
        scene.give(acme, row, Verdict.STOP, day=TODAY + timedelta(days=4), **stop)
    assert end_absences(act_of_system(now=at(TODAY), today=TODAY)) == 0
    decided = scene.give(acme, row, Verdict.STOP, **stop).decision
    assert (decided.mandate_id, decided.facts["for"]) == (letter.id, str(captain.id))
    assert decided.actor_id == contributor.id
    html = acme.client("viewer").get(reverse("decision_log")).text
    assert "pour Sophie Lambert" in html
    message = OutboxMessage.objects.get(template="stand_in_named")
    assert message.recipient_id == contributor.id
    for language in ("fr", "en"):
        contributor.language = language
        send_mail(
            recipient=contributor,
            template=message.template,
            context=message.context,
            message_id=message.id,
        )
        assert "Sophie Lambert" in mail.outbox[-1].body


@pytest.mark.django_db
def test_it_ends_by_itself_by_word_and_with_who_stands_in(acme) -> None:
    scene.mandate(acme, "lead", verdicts=["stop"])
    boss = acting(acme.actor("executive"))
    away(acme, "lead", "executive", by="executive", days=3)
    old = Mandate.objects.get(revoked_at=None)
    renewed = renew_mandate(boss, mandate_id=old.id)
    assert renewed.stand_in_id == old.stand_in_id == acme.members["executive"].id
    over = TODAY + timedelta(days=4)
    act = act_of_system(now=at(over), today=over)
    assert end_absences(act) >= 1
    assert end_absences(act) == 0
    assert not DueWork.objects.filter(job=END_ABSENCES).exists()
    away(acme, "lead", "executive", days=3)
    say_back(acting(acme.actor("lead")), member_id=acme.members["lead"].id)
    with refused("not_away"):
        say_back(boss, member_id=acme.members["lead"].id)
    assert not Mandate.objects.exclude(stand_in=None).exists()
    said = list(Decision.objects.order_by("-seq").values_list("verdict", flat=True)[:2])
    assert said == ["say_back", "say_away"]


@pytest.mark.django_db
def test_what_cannot_be_said_is_refused_and_the_database_holds_it(acme) -> None:
    with refused("no_mandate_held"):
        away(acme, "lead", "executive")
    letter = scene.mandate(acme, "lead", verdicts=["stop"])
    row = scene.ready(acme)
    scene.mandate(acme, "captain", row, verdicts=["stop"])
    with refused("holder_role_too_low"):
        away(acme, "lead", "viewer")
    with refused("not_in_role"):
        away(acme, "lead", "executive", by="captain")
    for more in (
        {"stand_in": "lead"},
        {"days": 61},
        {"days": -1},
        {"starts": TODAY - timedelta(days=1)},
    ):
        with refused("absence_invalid"):
            away(acme, **{"part": "lead", "stand_in": "executive", **more})
    away(acme, "captain", "lead", days=5)
    with refused("absence_invalid"):
        away(acme, "captain", "captain", days=5)
    scene.mandate(acme, "executive", scene.ready(acme, "Une autre"), verdicts=["stop"])
    away(acme, "executive", "lead", days=9)
    with refused("absence_invalid"):
        away(acme, "lead", "executive", days=9)
    wrong = (
        {"stand_in": acme.members["lead"], "away_from": TODAY, "away_until": TODAY},
        {"stand_in": acme.members["captain"], "away_from": TODAY, "away_until": None},
        {"stand_in": acme.members["captain"], "away_from": TODAY, "away_until": date(2026, 1, 1)},
        {"stand_in": acme.members["captain"], "away_from": TODAY, "away_until": date(2027, 3, 1)},
    )
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Mandate.objects.filter(id=letter.id).update(**values)


@pytest.mark.django_db
def test_whoever_leaves_stands_in_no_more(acme) -> None:
    scene.mandate(acme, "captain", scene.ready(acme), verdicts=["stop"])
    away(acme, "captain", "contributor")
    remove_member(
        acting(acme.actor("executive")), member_id=acme.members["contributor"].id, reason="x"
    )
    assert not Mandate.objects.exclude(stand_in=None).exists()


@pytest.mark.django_db
def test_by_page_and_by_key(acme) -> None:
    scene.mandate(acme, "lead", verdicts=["stop"], ceiling_total=Decimal(100))
    lead, page = acme.client("lead"), reverse("absence")
    boss, other = acme.members["executive"], acme.members["lead"]
    said = {"stand_in": boss.id, "starts": str(TODAY), "until": "01/02/2027"}
    assert "Claire Morel" in lead.get(page).text
    later = TODAY + timedelta(days=40)
    call = caller(acme, "executive")
    path = f"members/{other.id}/absence/"
    body = {"stand_in_id": str(boss.id), "until": str(later), "starts": str(later)}
    letters = call("post", path, body).json()["letters"]
    assert letters[0]["mandate"]["stand_in"]["name"] == "Claire Morel"
    assert "Claire Morel" in acme.client("viewer").get(reverse("settings_mandates")).text
    assert call("delete", path).json()["letters"][0]["mandate"]["stand_in"] is None
    assert lead.post(page, {**said, "until": "1"}).status_code == 422
