from datetime import datetime
from uuid import UUID

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import translation

from governance.access.choices import Role
from governance.decisions.models import Decision
from governance.decisions.selectors import verify_log
from governance.founding.services import welcome_member
from governance.keys.models import ApiKey
from governance.keys.services import create_key
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.mandates.services import write_mandate
from governance.members.models import Member
from governance.members.selectors import identify
from governance.members.services import (
    change_role,
    edit_profile,
    invite_member,
    remove_member,
    rename_member,
)
from governance.outbox.models import OutboxMessage
from tenants.accounts.models import Membership, User
from tenants.accounts.services import issue_code
from tenants.companies.selectors import companies_of_user
from tenants.companies.services import accept_membership
from tenants.ids import uuid7
from tests.cast import NOW
from tests.conftest import acting
from tests.refusals import refused


def invite(cast, part, now, today, *, email="new@acme.example", role=Role.CONTRIBUTOR, **more):
    return invite_member(
        acting(cast.actor(part), now=now, today=today), email=email, role=role, **more
    )


def remove(cast, part, whom, now, today) -> None:
    remove_member(acting(cast.actor(part), now=now, today=today), member_id=cast.members[whom].id)


def written() -> tuple[int, ...]:
    return tuple(m.objects.count() for m in (Member, Decision, OutboxMessage, Mandate))


def test_an_invited_person_is_user_member_and_is_told_once(acme, now, today) -> None:
    member = invite(acme, "lead", now, today, email=" New@ACME.example ", name="Inès")
    user = User.objects.get(id=member.user_id)
    assert (user.email, user.has_usable_password()) == ("new@acme.example", False)
    assert Membership.objects.filter(user=user, organization_id=acme.company.id).count() == 1
    assert OutboxMessage.objects.get().recipient == member
    assert Decision.objects.get().facts == {"role": "contributor"}


def seen(user_id: UUID, now: datetime) -> Member | None:
    """The member that a request of this user, signed in on the public host, finds."""
    behind = SessionStore()
    behind.create()
    return identify(user_id, behind=behind.session_key, now=now).member


def test_an_invitation_copies_nothing_of_an_account_before_it_is_accepted(acme, now, today) -> None:
    User.objects.filter(email="outsider@nowhere.example").update(language="en")
    member = invite(acme, "lead", now, today, email="outsider@nowhere.example")
    stranger = invite(acme, "lead", now, today, email="unheard@nowhere.example", name="Uma")
    assert (member.name, member.language, member.joined_at) == ("", "fr", None)
    outsider = User.objects.get(id=member.user_id)
    assert User.objects.get(id=stranger.user_id).name == "", "nor does an account learn a name"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_jsonb(m)::text FROM governance_member m WHERE id = %s", [member.id]
        )
        assert "Nemo" not in cursor.fetchone()[0]
    assert companies_of_user(outsider.id) == []
    with refused("company_not_found"):
        issue_code(user_id=outsider.id, organization_id=acme.company.id, now=now)
    assert seen(outsider.id, now) is None
    accept_membership(user_id=outsider.id, organization_id=acme.company.id, now=now)
    welcome_member(user=outsider, now=now)
    member.refresh_from_db()
    assert (member.name, member.language, member.joined_at) == ("Nemo", "en", now)
    assert [one.id for one in companies_of_user(outsider.id)] == [acme.company.id]
    assert seen(outsider.id, now) == member


def test_nobody_joins_uninvited(acme, now) -> None:
    outsider = User.objects.get(email="outsider@nowhere.example")
    with refused("company_not_found"):
        accept_membership(user_id=outsider.id, organization_id=acme.company.id, now=now)


def test_who_comes_back_is_asked_again(acme, now, today) -> None:
    viewer = acme.members["viewer"]
    remove(acme, "executive", "viewer", now, today)
    invite(acme, "executive", now, today, email=viewer.email, role=Role.VIEWER)
    assert companies_of_user(viewer.user_id) == []
    assert seen(viewer.user_id, now) is None


def test_a_known_user_keeps_the_name_chosen_elsewhere(acme, now, today) -> None:
    member = invite(acme, "lead", now, today, email="outsider@nowhere.example", name="Autre")
    assert User.objects.get(id=member.user_id).name == "Nemo"
    assert member.name == "Autre"


@pytest.mark.parametrize("part", ["captain", "contributor", "viewer"])
def test_who_does_not_manage_members_invites_nobody(acme, now, today, part) -> None:
    before = written()
    with refused("not_in_role"):
        invite(acme, part, now, today, role=Role.VIEWER)
    assert written() == before
    assert not User.objects.filter(email="new@acme.example").exists()


def test_an_ai_lead_neither_makes_nor_changes_nor_removes_an_executive(acme, now, today) -> None:
    before, boss = written(), acme.members["executive"].id
    lead = acme.actor("lead")
    attempts = [
        lambda: invite(acme, "lead", now, today, role=Role.EXECUTIVE),
        lambda: change_role(acting(lead, now=now, today=today), member_id=boss, role=Role.VIEWER),
        lambda: change_role(
            acting(lead, now=now, today=today), member_id=lead.member_id, role=Role.EXECUTIVE
        ),
        lambda: remove_member(acting(lead, now=now, today=today), member_id=boss),
        lambda: rename_member(acting(lead, today=today), member_id=boss, name="X", title=""),
    ]
    for attempt in attempts:
        with refused("role_above_own") as told:
            attempt()
        assert told.facts["roles"] == ("executive",)
    assert written() == before
    assert Member.objects.get(id=boss).name == "Claire Morel"


@pytest.mark.parametrize("email", ["", "sans-arobase", "a@b", "a@b.example\nBcc: c@d.example"])
def test_a_wrong_address_is_refused(acme, now, today, email) -> None:
    with refused("email_invalid") as told:
        invite(acme, "executive", now, today, email=email)
    assert "email" in told.fields


def test_nobody_is_invited_twice(acme, now, today) -> None:
    with refused("already_member"):
        invite(acme, "executive", now, today, email="viewer@acme.example")


def test_the_last_executive_neither_leaves_nor_steps_down(acme, now, today) -> None:
    boss = acme.actor("executive")
    with refused("last_executive"):
        remove(acme, "executive", "executive", now, today)
    with refused("last_executive"):
        change_role(acting(boss, now=now, today=today), member_id=boss.member_id, role=Role.AI_LEAD)
    assert Member.objects.get(id=boss.member_id).is_present


def test_an_executive_may_leave_when_another_stays(acme, now, today) -> None:
    other = invite(acme, "executive", now, today, role=Role.EXECUTIVE)
    with refused("last_executive"):
        remove(acme, "executive", "executive", now, today)
    welcome_member(user=User.objects.get(id=other.user_id), now=now)
    remove(acme, "executive", "executive", now, today)
    assert not Member.objects.get(id=acme.members["executive"].id).is_present
    assert Member.objects.get(id=other.id).is_present


def test_who_leaves_loses_access_keys_and_mandates(acme, now, today) -> None:
    lead = acme.members["lead"]
    mandate = write_mandate(
        acting(acme.actor("executive"), now=now, today=today),
        kind=MandateKind.COMPANY,
        holder_id=lead.id,
    )
    key = create_key(
        acting(acme.actor("executive"), now=now, today=today), name="x", scopes=["read"], days=9
    ).key
    ApiKey.objects.filter(id=key.id).update(owner=lead)
    remove(acme, "executive", "lead", now, today)
    assert Mandate.objects.get(id=mandate.id).revoked_at == now
    assert ApiKey.objects.get(id=key.id).revoked_at == now
    assert not Membership.objects.filter(
        user_id=lead.user_id, organization_id=acme.company.id
    ).exists()
    last = Decision.objects.order_by("-seq")[0]
    assert last.verdict == "remove_member"
    assert [UUID(one) for one in last.facts["revoked_mandates"]] == [mandate.id]
    assert verify_log() is None


def test_who_left_comes_back_as_the_same_member(acme, now, today) -> None:
    remove(acme, "executive", "viewer", now, today)
    back = invite(acme, "lead", now, today, email="viewer@acme.example")
    assert back.id == acme.members["viewer"].id
    assert (back.is_present, back.role, back.name) == (True, "contributor", "Lucie Ferrand")


def test_a_weaker_role_loses_the_company_mandate_only(acme, now, today) -> None:
    boss, lead = acme.actor("executive"), acme.members["lead"]
    mandate = write_mandate(
        acting(boss, now=now, today=today), kind=MandateKind.COMPANY, holder_id=lead.id
    )
    change_role(acting(boss, now=now, today=today), member_id=lead.id, role=Role.CONTRIBUTOR)
    assert Mandate.objects.get(id=mandate.id).revoked_at == now


def test_a_change_seen_too_late_is_refused(acme, now, today) -> None:
    viewer = acme.members["viewer"]
    with refused("stale_version"):
        rename_member(
            acting(acme.actor("executive"), today=today),
            member_id=viewer.id,
            name="X",
            title="",
            expected_version=viewer.version + 1,
        )
    assert Member.objects.get(id=viewer.id).name == "Lucie Ferrand"


def test_everybody_edits_the_own_profile(acme, today) -> None:
    member = edit_profile(
        acting(acme.actor("viewer"), today=today),
        name="Lucie F.",
        title="Achats",
        language="en",
        keyboard_shortcuts=False,
    )
    stored = Member.objects.get(id=member.id)
    assert (stored.name, stored.language, stored.keyboard_shortcuts) == ("Lucie F.", "en", False)


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Membre sans nom"), ("en", "Member without a name")]
)
def test_somebody_without_a_name_is_called_so_and_the_address_stays_in_the_settings(
    acme, language, words
) -> None:
    nameless = acme.members["captain"]
    Member.objects.filter(id=nameless.id).update(name=" ")
    nameless.refresh_from_db()
    with translation.override(language):
        assert (nameless.display_name, nameless.initials) == (words, "?")
    mandate = {"holder_id": nameless.id, "kind": MandateKind.INITIATIVE}
    write_mandate(
        acting(acme.actor("executive"), now=NOW, today=NOW.date()), initiative_id=uuid7(), **mandate
    )
    client = acme.client("executive")
    for path, shows_address in (
        ("/", False),
        ("/decisions/", False),
        ("/settings/mandates/", False),
        ("/settings/members/", True),
    ):
        text = client.get(path, headers={"accept-language": language}).text
        assert words in text or path == "/"
        assert (nameless.email in text) is shows_address
