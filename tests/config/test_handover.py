import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django_tenants.utils import tenant_context

from governance.access.choices import Role
from governance.members.models import Member
from governance.members.services import invite_member
from tenants.accounts.models import Membership, User
from tenants.ids import uuid7
from tests.cast import NOW, PUBLIC, email_of
from tests.conftest import acting
from tests.refusals import shown_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("doors")]


def browser(cast, part="executive", *, signed_in_ago=0.0) -> tuple[Client, Client]:
    """One person's browser on the company's host (anonymous) and on the public one (signed in)."""
    user = User.objects.get(email=email_of(cast.slug, part))
    public = Client(headers={"host": PUBLIC})
    public.force_login(user)
    session = public.session
    session["account_authentication_methods"] = [
        {"method": "code", "at": time.time() - signed_in_ago}
    ]
    session["account_authentication_methods_user"] = user._meta.pk.value_to_string(user)
    session.save()
    return Client(headers={"host": cast.host}), public


def local(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def carry(inside: Client, public: Client, path: str = "/room/") -> str:
    """The address with the ticket on the company's host."""
    asked = inside.get(path)
    assert asked.status_code == 302, asked.content
    given = public.get(local(asked["Location"]))
    assert given.status_code == 302, given.content
    return given["Location"]


def test_an_anonymous_visitor_signs_in_and_comes_back_to_the_same_page(acme):
    inside, public = browser(acme)
    target = carry(inside, public, "/room/?tab=2")
    assert urlsplit(target).netloc == acme.host
    answer = inside.get(local(target))
    assert (answer.status_code, answer["Location"]) == (302, "/room/?tab=2")
    assert inside.session["company"] == str(acme.company.id)
    assert inside.get("/room/").content == b"hello executive@acme.example"


def test_the_only_company_opens_at_once_and_ends_on_its_first_page(acme):
    inside, public = browser(acme)
    opened = public.get("/companies/")
    assert opened["Location"] == "http://acme.localhost/session/handover/"
    target = carry(inside, public, local(opened["Location"]))
    assert inside.get(local(target))["Location"] == "/"


def test_a_form_sent_without_a_session_leads_back_to_its_page(acme):
    inside, _ = browser(acme)
    page = {"referer": f"http://{acme.host}/room/?tab=1"}
    query = parse_qs(urlsplit(inside.post("/room/", headers=page)["Location"]).query)
    assert query["next"] == ["/room/?tab=1"]
    elsewhere = {"referer": "http://evil.example/room/"}
    query = parse_qs(urlsplit(inside.post("/room/", headers=elsewhere)["Location"]).query)
    assert query["next"] == ["/"]


def test_an_anonymous_visitor_on_the_public_side_is_asked_to_sign_in(acme):
    inside, _ = browser(acme)
    answer = Client(headers={"host": PUBLIC}).get(local(inside.get("/room/")["Location"]))
    assert answer["Location"].startswith("/accounts/login/?next=/companies/")


def test_a_ticket_is_spent_by_its_first_use(acme):
    inside, public = browser(acme)
    nonce = None
    target = carry(inside, public)
    nonce = inside.cookies["handover"].value
    assert inside.get(local(target)).status_code == 302
    thief = Client(headers={"host": acme.host})
    thief.cookies["handover"] = nonce
    answer = thief.get(local(target))
    assert (answer.status_code, shown_code(answer)) == (403, "handover_refused")
    assert "company" not in thief.session


def test_a_ticket_is_worthless_in_another_browser(acme):
    inside, public = browser(acme)
    target = carry(inside, public)
    stranger = Client(headers={"host": acme.host})
    stranger.get("/room/")
    answer = stranger.get(local(target))
    assert (answer.status_code, shown_code(answer)) == (403, "handover_refused")
    assert "company" not in stranger.session


def test_a_ticket_is_worthless_on_another_companys_host(acme, globex):
    inside, public = browser(acme)
    target = carry(inside, public)
    elsewhere = Client(headers={"host": globex.host})
    elsewhere.cookies["handover"] = inside.cookies["handover"].value
    answer = elsewhere.get(local(target))
    assert (answer.status_code, shown_code(answer)) == (403, "handover_refused")


def test_a_ticket_is_worthless_after_a_minute(acme, monkeypatch):
    inside, public = browser(acme)
    target = carry(inside, public)
    later = time.time() + 61
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    answer = inside.get(local(target))
    assert (answer.status_code, shown_code(answer)) == (403, "handover_refused")


def test_a_session_of_one_company_is_nobody_elsewhere(acme, globex):
    inside, public = browser(acme)
    inside.get(local(carry(inside, public)))
    stolen = inside.cookies["session"].value
    for host in [globex.host, PUBLIC]:
        other = Client(headers={"host": host})
        other.cookies["session"] = stolen
        answer = other.get("/room/" if host != PUBLIC else "/companies/")
        assert answer.status_code == 302
        assert "login" in answer["Location"] or "/enter/" in answer["Location"]
        assert "executive@acme" not in answer.content.decode()
    mine = Client(headers={"host": acme.host})
    mine.cookies["session"] = public.cookies["session"].value
    assert mine.get("/room/").status_code == 302, "the public session opens no company"


def test_the_hand_over_makes_a_new_session(acme):
    inside, public = browser(acme)
    inside.cookies["session"] = "a" * 32
    inside.get(local(carry(inside, public)))
    assert inside.cookies["session"].value != "a" * 32


def test_who_does_not_belong_is_not_told_that_the_company_exists(acme, globex):
    _, public = browser(globex)
    known = public.get(f"/companies/{acme.company.id}/enter/?browser=x")
    unknown = public.get("/companies/00000000-0000-7000-8000-000000000000/enter/?browser=x")
    assert known.status_code == unknown.status_code == 404
    assert shown_code(known) == shown_code(unknown) == "company_not_found"
    assert acme.company.name not in known.content.decode()


def inside_of(cast, public: Client) -> Client:
    """The same person's browser on the company's host, signed in by way of the public one."""
    inside = Client(headers={"host": cast.host})
    inside.get(local(carry(inside, public)))
    assert inside.get("/room/").status_code == 200
    return inside


def in_two_companies(acme, globex) -> tuple[Client, Client, Client]:
    """Acme's executive, a member of globex too: on both hosts and on the public one."""
    _, public = browser(acme)
    user = User.objects.get(email=email_of("acme", "executive"))
    Membership.objects.create(
        user=user, organization_id=globex.company.id, created_at=NOW, joined_at=NOW
    )
    with tenant_context(globex.company):
        Member.objects.create(user_id=user.id, email=user.email, role="viewer", joined_at=NOW)
    return public, inside_of(acme, public), inside_of(globex, public)


def is_asked_to_sign_in(client: Client) -> bool:
    answer = client.get("/room/")
    return answer.status_code == 302 and "/enter/" in answer["Location"]


def test_signing_out_on_the_public_host_ends_the_sessions_of_every_company(acme, globex):
    public, first, second = in_two_companies(acme, globex)
    public.post("/accounts/logout/")
    assert is_asked_to_sign_in(first)
    assert is_asked_to_sign_in(second)
    assert is_asked_to_sign_in(first), "and goes on doing so"


def test_signing_out_of_one_company_ends_the_others(acme, globex):
    public, first, second = in_two_companies(acme, globex)
    first.post("/session/end/")
    assert is_asked_to_sign_in(second)
    assert public.get("/companies/?all=1").status_code == 302


def test_a_session_of_a_company_ends_with_the_time_of_the_one_behind_it(acme, now):
    _, public = browser(acme)
    inside = inside_of(acme, public)
    Session.objects.filter(session_key=public.session.session_key).update(expire_date=NOW)
    assert is_asked_to_sign_in(inside)


def test_another_persons_signing_out_ends_nothing_of_mine(acme):
    _, public = browser(acme)
    inside = inside_of(acme, public)
    _, other = browser(acme, "viewer")
    other.post("/accounts/logout/")
    assert not is_asked_to_sign_in(inside)


def test_a_ticket_whose_session_is_unknown_opens_nothing(acme):
    inside, public = browser(acme)
    target = local(carry(inside, public))
    cache.clear()
    assert shown_code(inside.get(target)) == "handover_refused"


def test_who_is_invited_is_asked_and_joins_by_answering(acme, now):
    boss, person = acme.actor("executive"), "outsider@nowhere.example"
    invite_member(acting(boss, now=now), email=person, role=Role.VIEWER)
    public, inside = Client(headers={"host": PUBLIC}), Client(headers={"host": acme.host})
    public.force_login(User.objects.get(email=person))
    listed = public.get("/companies/").content.decode()
    asked = local(inside.get("/room/")["Location"])
    assert reverse("company_enter", "config.urls_public", [acme.company.id]) in listed
    page = public.get(asked)
    assert (page.status_code, acme.company.name in page.content.decode()) == (200, True)
    assert person in page.content.decode()
    assert Member.objects.get(email=person).joined_at is None, "looking accepts nothing"
    answer = public.post(asked)
    assert (answer.status_code, answer["Location"]) == (302, asked)
    inside.get(local(public.get(asked)["Location"]))
    assert inside.get("/room/").content == b"hello outsider@nowhere.example"
    assert Member.objects.get(email=person).name == "Nemo"
    assert public.post(f"/companies/{uuid7()}/enter/").status_code == 404


def test_a_listed_person_without_a_seat_is_told_so(acme):
    outsider = User.objects.get(email="outsider@nowhere.example")
    when = outsider.created_at
    Membership.objects.create(
        user=outsider, organization_id=acme.company.id, created_at=when, joined_at=when
    )
    public, inside = Client(headers={"host": PUBLIC}), Client(headers={"host": acme.host})
    public.force_login(outsider)
    inside.get(local(carry(inside, public)))
    answer = inside.get("/room/")
    assert answer.status_code == 403
    assert acme.company.name in answer.content.decode()


def test_removal_takes_effect_on_the_next_request(acme, now):
    inside, public = browser(acme, "viewer")
    inside.get(local(carry(inside, public)))
    assert inside.get("/room/").status_code == 200
    member = acme.members["viewer"]
    member.left_at = now
    member.save(update_fields=["left_at"])
    assert inside.get("/room/").status_code == 403


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_way_back_never_leaves_the_house(acme, target):
    inside, public = browser(acme)
    asked = inside.get("/session/handover/", {"next": target})
    query = parse_qs(urlsplit(asked["Location"]).query)
    assert query["next"] == ["/"]
    browser_id = query["browser"][0]
    where = f"/companies/{acme.company.id}/enter/"
    given = public.get(where, {"browser": browser_id, "next": target})
    assert inside.get(local(given["Location"]))["Location"] == "/"


def test_sign_out_ends_both_sessions(acme):
    inside, public = browser(acme)
    inside.get(local(carry(inside, public)))
    assert inside.get("/session/end/").status_code == 405
    answer = inside.post("/session/end/")
    assert answer["Location"] == "http://localhost/"
    assert "cookies" not in answer["Clear-Site-Data"]
    assert answer.cookies["session"]["max-age"] == 0
    assert set(answer.cookies) == {"session", "csrf"}
    assert inside.get("/room/").status_code == 302
    assert public.get("/companies/")["Location"].startswith("/accounts/login/")


def test_what_needs_a_fresh_sign_in_asks_one_and_leads_back(acme):
    inside, public = browser(acme, signed_in_ago=11 * 60)
    inside.get(local(carry(inside, public)))
    asked = inside.get("/room/keys/")
    assert asked.status_code == 302
    assert "next=%2Froom%2Fkeys%2F&fresh=1" in asked["Location"]
    page = public.get(local(asked["Location"]))
    assert page.status_code == 200
    assert "/accounts/login/again/" in page.content.decode()
    again = public.post("/accounts/login/again/", {"next": local(asked["Location"])})
    assert again["Location"].startswith("/accounts/login/code/?next=%2Fcompanies%2F")
    assert "_auth_user_id" not in public.session


def test_a_fresh_sign_in_opens_what_needs_one(acme):
    inside, public = browser(acme, signed_in_ago=60)
    inside.get(local(carry(inside, public)))
    assert inside.get("/room/keys/").status_code == 200


def test_a_hand_over_of_an_old_sign_in_is_no_fresh_one(acme):
    inside, public = browser(acme, signed_in_ago=3600)
    inside.get(local(carry(inside, public)))
    assert inside.get("/room/keys/").status_code == 302


def test_a_page_for_one_permission_is_closed_to_others(acme):
    for part, status in [("executive", 200), ("lead", 403), ("viewer", 403)]:
        assert acme.client(part).get("/room/executive/").status_code == status


def test_the_first_sign_in_takes_the_name_of_the_invitation(acme):
    user = User.objects.get(email=email_of("acme", "viewer"))
    User.objects.filter(id=user.id).update(name="")
    inside, public = browser(acme, "viewer")
    inside.get(local(carry(inside, public)))
    user.refresh_from_db()
    assert user.name == "Lucie Ferrand"


def test_the_language_chosen_outside_is_kept_inside(acme):
    inside, public = browser(acme)
    public.cookies["language"] = "en"
    answer = inside.get(local(carry(inside, public)))
    assert answer.cookies["language"].value == "en"
    assert Member.objects.get(id=acme.members["executive"].id).language == "en"


PHONE = {"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148"}


@pytest.mark.parametrize(
    ("part", "headers", "first"),
    [
        ("captain", PHONE, "/mine/"),
        ("captain", {"sec-ch-ua-mobile": "?1"}, "/mine/"),
        ("captain", {}, "/"),
        ("executive", PHONE, "/"),
    ],
)
def test_on_a_phone_who_contributes_begins_with_what_is_to_be_done(acme, part, headers, first):
    inside, public = browser(acme, part)
    target = carry(inside, public, "/")
    assert inside.get(local(target), headers=headers)["Location"] == first


def test_on_a_phone_too_one_comes_back_to_the_page_one_wanted(acme):
    inside, public = browser(acme, "captain")
    target = carry(inside, public, "/room/?tab=2")
    assert inside.get(local(target), headers=PHONE)["Location"] == "/room/?tab=2"
