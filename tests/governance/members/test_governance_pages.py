import re

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.access.choices import Role
from governance.keys.models import ApiKey
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.mandates.services import write_mandate
from governance.members.models import Member
from governance.members.services import invite_member, resend_invitation
from governance.outbox.models import OutboxMessage
from governance.outbox.services import send_waiting
from tenants.ids import uuid7
from tests.conftest import acting
from tests.refusals import refused


@pytest.fixture
def letter(acme, now, today) -> Mandate:
    return write_mandate(
        acting(acme.actor("executive"), now=now, today=today),
        kind=MandateKind.COMPANY,
        holder_id=acme.members["lead"].id,
    )


def fresh(client):
    """The client, signed in this minute."""
    session = client.session
    session["authenticated_at"] = timezone.now().timestamp()
    session.save()
    return client


def page(client, name, *args, language="en", **more):
    return client.get(reverse(name, args=args), headers={"accept-language": language}, **more)


MEMBER_PAGES = ["settings_members", "settings_mandates", "profile"]
EXECUTIVE_PAGES = ["settings_keys", "mandate_new"]


@pytest.mark.parametrize("name", MEMBER_PAGES)
@pytest.mark.parametrize("part", ["executive", "lead", "captain", "viewer"])
def test_every_member_reads_the_pages_of_members(acme, letter, name, part) -> None:
    assert page(acme.client(part), name).status_code == 200


@pytest.mark.parametrize("name", [*MEMBER_PAGES, *EXECUTIVE_PAGES])
def test_nobody_reads_them_without_signing_in(acme, name) -> None:
    answer = page(acme.client(), name)
    assert answer.status_code == 302
    assert f"/companies/{acme.company.id}/enter/" in answer["Location"]


@pytest.mark.parametrize("name", EXECUTIVE_PAGES)
@pytest.mark.parametrize("part", ["lead", "captain", "contributor", "viewer"])
def test_the_pages_of_executives_are_theirs(acme, name, part) -> None:
    assert page(fresh(acme.client(part)), name).status_code == 403


def test_keys_ask_a_fresh_sign_in(acme) -> None:
    client = acme.client("executive")
    assert "fresh=1" in page(client, "settings_keys")["Location"]
    assert page(fresh(client), "settings_keys").status_code == 200


def test_a_foreign_mandate_or_member_is_not_found(acme) -> None:
    client = acme.client("executive")
    for name in ("mandate", "mandate_revoke", "member_edit", "member_remove"):
        assert page(client, name, uuid7()).status_code == 404


def test_inviting_through_the_page_makes_a_member(acme) -> None:
    client = acme.client("lead")
    answer = client.post(
        reverse("settings_members"), {"email": "new@acme.example", "role": "viewer", "name": ""}
    )
    assert answer.status_code == 302
    assert Member.objects.get(email="new@acme.example").role == "viewer"


def test_a_wrong_invitation_keeps_what_was_typed(acme) -> None:
    answer = acme.client("lead").post(
        reverse("settings_members"), {"email": "nobody", "role": "viewer", "name": "Inès"}
    )
    assert answer.status_code == 422
    assert 'value="Inès"' in answer.text


def test_a_lead_is_offered_no_role_above_the_own(acme) -> None:
    answer = page(acme.client("lead"), "settings_members")
    assert 'value="executive"' not in answer.text
    boss = reverse("member_edit", args=[acme.members["executive"].id])
    assert boss not in answer.text


def test_a_viewer_is_offered_no_form(acme) -> None:
    answer = page(acme.client("viewer"), "settings_members")
    assert 'name="email"' not in answer.text


def test_a_member_is_changed_and_removed_through_the_pages(acme) -> None:
    client, viewer = acme.client("executive"), acme.members["viewer"]
    client.post(
        reverse("member_edit", args=[viewer.id]),
        {"name": "Lucie F.", "title": "Achats", "role": "contributor", "version": viewer.version},
    )
    changed = Member.objects.get(id=viewer.id)
    assert (changed.name, changed.role) == ("Lucie F.", "contributor")
    client.post(reverse("member_remove", args=[viewer.id]), {"reason": ""})
    assert not Member.objects.get(id=viewer.id).is_present


def test_the_letter_reads_in_both_languages(acme, letter) -> None:
    client = acme.client("lead")
    english = page(client, "mandate", letter.id).text
    assert "Claire Morel entrusts Karim Haddad with steering AI" in english
    assert "€3,000 per decision" in english
    french = page(client, "mandate", letter.id, language="fr").text
    assert "Claire Morel confie à Karim Haddad le pilotage de l’IA" in french
    assert "3\u00a0jours par mois" in french


def test_only_the_holder_sees_the_button_and_one_tap_accepts(acme, letter) -> None:
    accept = reverse("mandate_accept", args=[letter.id])
    assert accept not in page(acme.client("executive"), "mandate", letter.id).text
    client = acme.client("lead")
    assert accept in page(client, "mandate", letter.id).text
    assert client.get(accept).status_code == 405
    assert acme.client("captain").post(accept).status_code == 403
    assert client.post(accept).status_code == 302
    assert Mandate.objects.get().accepted_at is not None


def test_an_executive_writes_renews_and_revokes_through_the_pages(acme) -> None:
    client = acme.client("executive")
    form = page(client, "mandate_new").context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent["holder"] = str(acme.members["lead"].id)
    answer = client.post(reverse("mandate_new"), sent)
    written = Mandate.objects.get()
    assert answer["Location"] == reverse("mandate", args=[written.id])
    client.post(reverse("mandate_renew", args=[written.id]))
    renewed = Mandate.objects.get(revoked_at__isnull=True)
    assert renewed != written
    client.post(reverse("mandate_revoke", args=[renewed.id]), {"reason": "Départ"})
    assert not Mandate.objects.filter(revoked_at__isnull=True).exists()


def test_a_letter_too_long_is_shown_again_with_the_reason(acme) -> None:
    client = acme.client("executive")
    form = page(client, "mandate_new").context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent |= {"starts": "2026-11-22", "ends": "2028-11-22"}
    sent["holder"] = str(acme.members["lead"].id)
    answer = client.post(reverse("mandate_new"), sent, headers={"accept-language": "en"})
    assert answer.status_code == 422
    assert "twelve months at most" in answer.text
    assert not Mandate.objects.exists()


def test_a_new_key_is_shown_once(acme) -> None:
    client = fresh(acme.client("executive"))
    answer = client.post(
        reverse("settings_keys"), {"name": "ERP", "scopes": ["read"], "days": "30"}
    )
    key = ApiKey.objects.get()
    secret = f"cap_{key.prefix}_"
    assert answer.text.count(secret) == 2
    assert "no-store" in answer["Cache-Control"]
    assert page(client, "settings_keys").text.count(secret) == 1
    client.post(reverse("key_revoke", args=[key.id]))
    assert ApiKey.objects.get().revoked_at is not None


def test_a_profile_changes_the_language_from_the_next_page_on(acme) -> None:
    client = acme.client("viewer")
    client.post(reverse("profile"), {"name": "Lucie", "title": "", "language": "en"})
    member = Member.objects.get(id=acme.members["viewer"].id)
    assert (member.language, member.keyboard_shortcuts) == ("en", False)
    assert "My profile" in client.get(reverse("profile")).text


def test_a_name_is_never_read_as_markup(acme) -> None:
    Member.objects.filter(id=acme.members["lead"].id).update(name="<script>x</script>")
    for name in MEMBER_PAGES:
        assert "<script>x" not in page(acme.client("lead"), name).text


def test_inviting_removing_and_inviting_again_sends_one_mail_and_says_so(acme, mailoutbox) -> None:
    client = acme.client("executive")
    address = "lea@acme.example"
    first = invite(client, address)
    assert "est en route" in first
    member = Member.objects.get(email=address)
    client.post(reverse("member_remove", args=[member.id]), {"reason": ""})
    second = invite(client, address)
    assert "est en route" not in second
    assert "a déjà reçu une invitation aujourd’hui" in second
    send_waiting(now=timezone.now())
    assert [mail.to for mail in mailoutbox] == [[address]]


def test_an_invitation_that_could_not_be_delivered_is_shown(acme) -> None:
    client = acme.client("executive")
    invite(client, "lea@acme.example")
    OutboxMessage.objects.update(given_up_at=timezone.now())
    assert "n’a pas pu être remise" in client.get(reverse("settings_members")).content.decode()


def invite(client, address: str) -> str:
    """The page after the invitation."""
    sent = {"email": address, "role": "viewer", "name": ""}
    return client.post(reverse("settings_members"), sent, follow=True).content.decode()


def test_who_has_not_joined_is_listed_and_not_counted(acme, now) -> None:
    before = acme.client("viewer").get("/settings/members/").content.decode()
    invite_member(acting(acme.actor("executive"), now=now), email="x@y.example", role=Role.VIEWER)
    page = acme.client("viewer").get("/settings/members/").content.decode()
    count = re.compile(r"<strong>\s*(\d+)\s")
    assert count.search(page)[1] == count.search(before)[1]
    assert "x@y.example" in page
    assert "Invitation envoyée, pas encore acceptée." in page


def test_nobody_is_offered_to_remove_the_last_executive(acme, now, today) -> None:
    boss, lead = acme.members["executive"], acme.members["lead"]
    text = page(acme.client("executive"), "member_edit", boss.id).content.decode()
    assert reverse("member_remove", args=[boss.id]) not in text
    assert "The last executive cannot leave" in text
    assert re.search(r'<select name="role"[^>]* disabled', text)
    text = page(acme.client("executive"), "member_edit", lead.id).content.decode()
    assert reverse("member_remove", args=[lead.id]) in text


def test_an_invitation_is_sent_again_only_to_who_has_not_joined(acme, now, today) -> None:
    act = acting(acme.actor("executive"), now=now, today=today)
    guest = invite_member(
        act, email="guest@acme.example", role=Role.VIEWER, name="Guest", language="en"
    )
    client = acme.client("executive")
    text = page(client, "member_edit", guest.id).content.decode()
    assert reverse("member_invitation", args=[guest.id]) in text
    joined = acme.members["viewer"]
    text = page(client, "member_edit", joined.id).content.decode()
    assert reverse("member_invitation", args=[joined.id]) not in text
    with refused("already_member"):
        resend_invitation(act, member_id=joined.id)
