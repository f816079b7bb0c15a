"""Every mail that asks for a verdict goes to who stands in, and no other mail does."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from governance.outbox.models import OutboxMessage
from governance.outbox.rules import VERDICTS
from governance.outbox.services import tell
from portfolio.decisions.services.messages import tell as tell_each
from tests.governance.absences.test_stand_ins import away
from tests.portfolio import scene
from tests.portfolio.scene import TODAY, at

# What only that person, or that role, may do: a mandate lends no more than verdicts.
OWN = {
    "action_given": "the action is that person's",
    "action_late": "the action is that person's",
    "assessment_again": "executives and AI captains",
    "assessment_asked": "that person's view",
    "assessment_voice": "that person's view",
    "gain_check": "who runs it",
    "incident_clock": "executives and AI captains, all of them",
    "incident_reported": "who keeps the register",
    "licence_notice": "the owner and who keeps the register",
    "mandate_declined": "an executive",
    "mandate_discussed": "an executive",
    "mandate_written": "a signature",
    "person_week": "that person's own counts, of several companies",
    "proposal_question": "who proposed it",
    "retest_invitation": "a reader of ours",
    "review_question": "the captain knows the answer",
    "stop_asked": "who is named for it",
    "sweep_due": "who keeps the register",
    "use_incident": "who keeps the register",
    "webhook_paused": "an executive",
    "weekly_mail": "that person's own list, in which the stand-in has what is lent",
}
# What asks for nothing.
TELLS = {
    "account",
    "assessment_result",
    "authority_declined",
    "board_paper",
    "idea_answered",
    "initiative_decided",
    "initiative_joined",
    "invitation",
    "mandate_accepted",
    "mandate_revoked",
    "proposal_answer",
    "quarter_paper",
    "review_answer",
    "review_minutes",
    "stand_in_named",
}


def mails() -> list[str]:
    folder = Path(settings.BASE_DIR) / "templates" / "emails"
    names = {one.name.split(".")[0] for one in folder.iterdir()}
    return sorted(one for one in names if not one.startswith("_"))


def test_every_kind_of_mail_says_whether_it_asks_for_a_verdict() -> None:
    kinds = [VERDICTS, set(OWN), TELLS]
    assert set(mails()) == set().union(*kinds)
    assert sum(map(len, kinds)) == len(mails())


@pytest.mark.django_db
def test_who_stands_in_gets_what_asks_for_a_verdict_on_those_days(acme) -> None:
    scene.mandate(acme, "captain", scene.ready(acme), verdicts=["stop"])
    away(acme, "captain", "contributor", days=3)
    captain, other = acme.members["captain"], acme.members["contributor"]
    for kind in mails():
        for days in (0, 3, 4):
            day = TODAY + timedelta(days=days)
            key = f"{kind}:{day}:{captain.id}"
            tell(member=captain, template=kind, context={"n": 1}, now=at(day), dedup_key=key)
        told = OutboxMessage.objects.filter(template=kind, context={"n": 1})
        reached = [one.recipient_id for one in told.order_by("created_at")]
        lent = [other.id, other.id, captain.id]
        assert reached == (lent if kind in VERDICTS else [captain.id] * 3), kind


@pytest.mark.django_db
def test_who_stands_in_and_is_asked_as_well_gets_one_mail(acme) -> None:
    scene.mandate(acme, "lead", verdicts=["stop"])
    away(acme, "lead", "executive", days=3)
    asked = [acme.members[part].id for part in ("executive", "lead", "captain")]
    tell_each(member_ids=asked, template="review_opened", key="k", context={}, now=at(TODAY))
    told = OutboxMessage.objects.filter(template="review_opened")
    expected = {acme.members[part].id for part in ("executive", "captain")}
    assert {one.recipient_id for one in told} == expected
    assert told.count() == len(expected)
