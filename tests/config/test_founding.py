from datetime import timedelta

import pytest
from django.core import mail, signing
from django.test import Client
from django.utils import timezone
from django_tenants.utils import tenant_context

from config.views.founding import SALT
from governance.founding.services import found_company
from governance.members.models import Member
from tenants.accounts.models import Membership, User
from tenants.companies.models import Domain, Founding, Organization
from tenants.companies.selectors import companies_of_user
from tests.cast import email_of
from tests.config.conftest import link_in_mail
from tests.refusals import refused, shown_code

pytestmark = pytest.mark.django_db
START = "/companies/start/"
NEW = {"email": "Nina@Neuf.example", "name": "Nina Neuf", "company": "Neuf & Fils (Évreux)"}


def test_a_mailed_link_opens_a_company_and_seats_its_founder(acme, public):
    sent = public.post(START, NEW)
    assert sent.status_code == 200
    assert not User.objects.filter(email="nina@neuf.example").exists(), "nothing before the proof"
    link = link_in_mail()
    page = public.get(link)
    assert "Neuf &amp; Fils" in page.content.decode()
    assert not Domain.objects.filter(domain__startswith="neuf").exists(), "reading opens nothing"
    answer = public.post(link)
    assert answer["Location"] == "http://neuf-fils-evreux.localhost/session/handover/"
    founder = User.objects.get(email="nina@neuf.example")
    assert public.session["_auth_user_id"] == str(founder.id)
    [company] = companies_of_user(founder.id)
    with tenant_context(company):
        assert [m.role for m in Member.objects.all()] == ["executive"]


def test_the_link_opens_one_company(acme, public):
    public.post(START, NEW)
    link = link_in_mail()
    public.post(link)
    again = public.post(link)
    assert (again.status_code, shown_code(again)) == (403, "link_spent")
    assert Membership.objects.filter(user__email="nina@neuf.example").count() == 1


def test_an_invented_or_old_link_opens_nothing(acme, public, monkeypatch):
    invented = public.post("/companies/start/eyJh:1:x/")
    assert (invented.status_code, shown_code(invented)) == (403, "link_spent")
    public.post(START, NEW)
    link = link_in_mail()
    monkeypatch.setattr("django.core.signing.time.time", lambda: 9_999_999_999)
    old = public.post(link)
    assert (old.status_code, shown_code(old)) == (403, "link_spent")
    assert not Domain.objects.filter(domain__startswith="neuf").exists()


def test_a_closed_account_opens_nothing(acme, public):
    known = email_of("acme", "executive")
    public.post(START, {**NEW, "email": known})
    User.objects.filter(email=known).update(is_active=False)
    answer = public.post(link_in_mail())
    assert (answer.status_code, shown_code(answer)) == (403, "link_spent")
    assert not Domain.objects.filter(domain__startswith="neuf").exists()


def test_a_known_and_a_new_address_get_the_same_answer(acme, public):
    known = email_of("acme", "executive")
    pages = [
        public.post(START, {**NEW, "email": email}).content.decode().replace(email, "x")
        for email in [known, "someone@new.example"]
    ]
    assert pages[0] == pages[1]
    bodies = [letter.body.splitlines()[0] for letter in mail.outbox]
    assert bodies[0] == bodies[1]


def test_a_founding_link_signs_in_no_account_that_stands(acme, public):
    known = email_of("acme", "executive")
    public.force_login(User.objects.get(email="outsider@nowhere.example"))
    forged = signing.dumps({**NEW, "email": known}, salt=SALT)
    answer = public.post(f"{START}{forged}/")
    assert answer["Location"] == "http://neuf-fils-evreux.localhost/session/handover/"
    assert "_auth_user_id" not in public.session
    inside = Client(headers={"host": "neuf-fils-evreux.localhost"})
    way = inside.get("/session/handover/")["Location"].removeprefix("http://localhost")
    assert public.get(way)["Location"].startswith("/accounts/login/")


def test_who_is_signed_in_stays_so_behind_an_own_link(acme, public):
    known = User.objects.get(email=email_of("acme", "executive"))
    public.force_login(known)
    public.post(START, {**NEW, "email": known.email})
    public.post(link_in_mail())
    assert public.session["_auth_user_id"] == str(known.id)


def test_an_account_opens_five_companies_a_day(public, now):
    founder = User.objects.get(email="outsider@nowhere.example")
    for number in range(5):
        found_company(founder=founder, name=f"Essai {number}", now=now)
    with refused("foundings_spent"):
        found_company(founder=founder, name="Essai 6", now=now)
    found_company(founder=founder, name="Essai 6", now=now + timedelta(days=1))
    public.force_login(founder)
    Founding.objects.update(created_at=timezone.now())
    answer = public.post("/companies/new/", {"company": "Essai 7"})
    assert (answer.status_code, shown_code(answer)) == (409, "foundings_spent")


def test_a_link_is_spent_with_the_company_it_opened_only(acme, public, monkeypatch):
    public.post(START, NEW)
    link = link_in_mail()
    Organization.objects.filter(state="spare").update(state="suspended", name="kept")
    answer = public.post(link)
    assert (answer.status_code, shown_code(answer)) == (503, "no_spare_company")
    assert not Founding.objects.filter(link_digest__isnull=False).exists()
    Organization.objects.filter(name="kept").update(state="spare", name="")
    assert public.post(link).status_code == 302
    assert shown_code(public.post(link)) == "link_spent"


def test_a_known_person_gets_another_company_under_the_same_account(acme, public):
    known = email_of("acme", "executive")
    public.post(START, {**NEW, "email": known})
    public.post(link_in_mail())
    user = User.objects.get(email=known)
    assert len(companies_of_user(user.id)) == 2
    assert user.name == "Claire Morel"


def test_the_fourth_link_in_a_minute_is_refused(public, acme):
    statuses = [public.post(START, NEW).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert len(mail.outbox) == 3


def test_a_name_that_is_taken_gets_a_number(acme, public):
    public.force_login(User.objects.get(email=email_of("acme", "executive")))
    answer = public.post("/companies/new/", {"company": "ACME"})
    assert answer["Location"] == "http://acme-2.localhost/session/handover/"


def test_only_a_person_who_is_signed_in_opens_a_company_at_once(acme, public):
    answer = public.post("/companies/new/", {"company": "Neuf"})
    assert answer["Location"] == "/accounts/login/?next=/companies/new/"


def test_an_incomplete_form_says_what_is_missing(public):
    page = public.post(START, {"email": "not an address"}).content.decode()
    assert page.count('class="err"') == 3
