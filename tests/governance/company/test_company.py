from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_tenants.utils import tenant_context

from governance.company.services import change_address, change_company
from tenants.companies.models import Domain, Organization
from tenants.companies.services import MOST_HOSTS
from tenants.hosts import forget_hosts
from tests.assessments.diagnostic.test_assessments_api import caller as key_holder
from tests.conftest import Cast, acting
from tests.portfolio.calls import calls_of
from tests.portfolio.scene import mandate
from tests.refusals import refused

pytestmark = pytest.mark.django_db
PAGE, ADDRESS = "/settings/company/", "/settings/company/address/"


@pytest.fixture(autouse=True)
def _no_memory() -> None:
    forget_hosts()


def move(cast: Cast, label: str, part: str = "executive") -> str:
    now = timezone.now()
    with tenant_context(cast.company):
        act = acting(cast.actor(part), now=now, today=now.date())
        return change_address(act, company=cast.company, label=label)


def fresh(cast: Cast) -> Client:
    client = cast.client("executive")
    session = client.session
    session["authenticated_at"] = timezone.now().timestamp()
    session.save()
    return client


def test_an_executive_names_the_company_its_language_and_its_clock(acme: Cast) -> None:
    sent = {
        "name": " Œuvres & Fils ",
        "language": "en",
        "timezone": "America/Martinique",
        "postal_address": "12 rue des Forges \r\n\r\n 38000 Grenoble\r\n",
    }
    assert fresh(acme).post(PAGE, sent)["Location"] == PAGE
    known = Organization.objects.get(id=acme.company.id)
    assert (known.name, known.language, known.timezone) == (
        "Œuvres & Fils",
        "en",
        "America/Martinique",
    )
    again = fresh(acme).get(PAGE).content.decode()
    assert "Œuvres &amp; Fils" in again
    assert "12 rue des Forges\n38000 Grenoble</textarea>" in again
    assert known.postal_address == "12 rue des Forges\n38000 Grenoble"
    told = calls_of(key_holder(acme, "viewer"))("get", "company/").json()
    assert told["postal_address"] == "12 rue des Forges, 38000 Grenoble"
    assert (told["name"], told["timezone"]) == ("Œuvres & Fils", "America/Martinique")
    heads = fresh(acme).get("/settings/company/notices/").content.decode()
    assert heads.count("12 rue des Forges, 38000 Grenoble") == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("language", "de"),
        ("timezone", "Europe/Nowhere"),
        ("postal_address", "W" * 201),
    ],
)
def test_what_a_company_cannot_be_is_refused(acme: Cast, field: str, value: str) -> None:
    known = {"name": "Acme", "language": "fr", "timezone": "Europe/Paris", "postal_address": ""}
    given = known | {field: value}
    now = timezone.now()
    with refused("invalid_fields"):
        act = acting(acme.actor("executive"), now=now, today=now.date())
        change_company(act, company=acme.company, **given)
    assert Organization.objects.get(id=acme.company.id).name == acme.company.name


@pytest.mark.parametrize("part", ["lead", "captain", "contributor", "viewer"])
def test_nobody_but_an_executive_changes_the_company(acme: Cast, part: str) -> None:
    client = acme.client(part)
    assert client.get(PAGE).status_code == 403
    assert client.post(ADDRESS, {"label": "other"}).status_code == 403
    assert PAGE not in client.get("/settings/members/").content.decode()
    with refused("not_in_role"):
        move(acme, "other", part)


def test_an_old_sign_in_is_not_enough(acme: Cast) -> None:
    client = acme.client("executive")
    session = client.session
    session["authenticated_at"] = (timezone.now() - timedelta(hours=1)).timestamp()
    session.save()
    answer = client.post(ADDRESS, {"label": "other"})
    assert "fresh=1" in answer["Location"]
    assert not Domain.objects.filter(domain="other.localhost").exists()


def test_the_old_address_leads_to_the_new_one(acme: Cast) -> None:
    answer = fresh(acme).post(ADDRESS, {"label": "Atelier-Neuf"})
    assert answer["Location"] == f"http://atelier-neuf.localhost{PAGE}"
    old = Client(headers={"host": acme.host})
    for method in ("get", "post"):
        moved = getattr(old, method)("/portfolio/?state=active")
        assert moved.status_code == 308
        assert moved["Location"] == "http://atelier-neuf.localhost/portfolio/?state=active"
    assert Client(headers={"host": "atelier-neuf.localhost"}).get("/").status_code == 302


def test_a_company_takes_up_an_address_it_had(acme: Cast) -> None:
    move(acme, "other")
    assert move(acme, acme.host.partition(".")[0]) == acme.host
    assert (
        Client(headers={"host": "other.localhost"})
        .get("/")["Location"]
        .startswith(f"http://{acme.host}")
    )
    assert Domain.objects.filter(tenant_id=acme.company.id, is_primary=True).count() == 1


def test_nobody_takes_the_address_of_another_company_not_even_a_former_one(
    acme: Cast, globex: Cast
) -> None:
    move(globex, "other")
    for label in ("other", globex.host.partition(".")[0]):
        with refused("host_taken"):
            move(acme, label)


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("", "host_label_invalid"),
        ("a", "host_label_invalid"),
        ("a_b", "host_label_invalid"),
        ("-ab", "host_label_invalid"),
        ("é", "host_label_invalid"),
        ("a.b", "host_label_invalid"),
        ("x" * 41, "host_label_invalid"),
        ("www", "host_label_reserved"),
    ],
)
def test_an_address_is_a_plain_word(acme: Cast, label: str, code: str) -> None:
    with refused(code):
        move(acme, label)


def test_a_company_keeps_few_addresses(acme: Cast) -> None:
    for number in range(MOST_HOSTS - 1):
        move(acme, f"other-{number}")
    with refused("hosts_spent"):
        move(acme, "one-more")
    assert Domain.objects.filter(tenant_id=acme.company.id).count() == MOST_HOSTS


@pytest.mark.parametrize(("part", "asked"), [("viewer", "Karim Haddad"), ("executive", "RGPD")])
def test_the_notices_name_the_company_and_whom_to_ask(acme: Cast, part: str, asked: str) -> None:
    mandate(acme, "lead")
    page = acme.client(part).get("/settings/company/notices/").content.decode()
    assert page.count('<article class="sheet">') == 2
    assert acme.company.name in page
    assert asked in page
