from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from django_tenants.utils import tenant_context
from hypothesis import HealthCheck, settings

from governance.access.rules.actors import Act, Actor, member_actor
from governance.api import throttles
from governance.members.models import Member
from portfolio.standing.models import StoredStanding
from portfolio.standing.selectors.checking import faults
from portfolio.trio.rules import drawing
from tenants.accounts.models import User
from tenants.companies.models import Domain
from tenants.hosts import Company, forget_hosts
from tenants.mail import services as posted
from tenants.mail.services import forget_silence
from tests import databases
from tests.cast import NOW, email_of, host_of
from tests.letters import letter_faults
from tests.reader import Reader

# Time decides no test, however busy the machine.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> Iterator[None]:
    """A copy of the template database, on the app's own role: what the suite sees is production."""
    with django_db_blocker.unblock():
        template, name = databases.ensure_template(), databases.run_name()
        databases.copy_template(template, name)
        wrapper = connections["default"]
        wrapper.close()
        wrapper.settings_dict["NAME"] = name
        yield
        wrapper.close()
        databases.drop(name)


@pytest.fixture(autouse=True)
def _public_side() -> Iterator[None]:
    """Every test begins and ends outside every company, with nothing remembered about hosts."""
    connection.set_schema_to_public()
    forget_hosts()
    yield
    connection.set_schema_to_public()


@pytest.fixture(autouse=True)
def _prompt_courier(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is posted to a public address leaves at once; the mail server is there."""
    forget_silence()
    monkeypatch.setattr(posted, "enqueue", lambda job: posted.send_posted(now=timezone.now()))


@pytest.fixture(autouse=True)
def _patient_with_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests share one address and one cache: what one does wrong shuts out no other."""
    monkeypatch.setattr(throttles, "FAILURES_PER_MINUTE", 10**9)


@pytest.fixture(autouse=True)
def _few_draws(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The three names are drawn in full where they are what is tested."""
    if "trio" not in request.path.parts:
        monkeypatch.setattr(drawing, "SIMPLE_DRAWS", 400)
        monkeypatch.setattr(drawing, "SET_DRAWS", 24_000)


@pytest.fixture(autouse=True)
def _letters_read_whole() -> Iterator[None]:
    """Whatever mail a test has sent is one that its reader can read, as text and as a page."""
    yield
    sent = [one for one in getattr(mail, "outbox", ()) if "Auto-Submitted" in one.extra_headers]
    assert [fault for one in sent for fault in letter_faults(one)] == []


@dataclass(frozen=True)
class Cast:
    """One company of the cast, its people as actors."""

    slug: str
    company: Company
    members: dict[str, Member]

    @property
    def host(self) -> str:
        return self.company.host

    def actor(self, part: str) -> Actor:
        member = self.members[part]
        return member_actor(member.id, member.role)

    def client(self, part: str | None = None) -> Client:
        """A browser on this company's host, signed in as that part of the cast."""
        client = Reader(headers={"host": self.host})
        if part is not None:
            client.reader_id = self.members[part].user_id
            with tenant_context(self.company):
                mine = Member.objects.filter(id=self.members[part].id)
                client.speaks = mine.values_list("language", flat=True).get()
            sign_in(client, user=User.objects.get(email=email_of(self.slug, part)), cast=self)
        return client


def sign_in(client: Client, *, user: User, cast: "Cast") -> None:
    """The client holds a session of this company's host, with one of the public host behind it."""
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    behind = SessionStore()
    behind.create()
    session["company"] = str(cast.company.id)
    session["public_session"] = behind.session_key
    session.save()


def _cast(slug: str) -> Cast:
    row = Domain.objects.select_related("tenant").get(domain=host_of(slug))
    organization = row.tenant
    company = Company(
        organization.id,
        organization.schema_name,
        organization.state,
        organization.name,
        row.domain,
        organization.timezone,
        organization.language,
    )
    with tenant_context(company):
        members = {m.email.split("@")[0]: m for m in Member.objects.all()}
    return Cast(slug, company, members)


@pytest.fixture
def acme(db, request: pytest.FixtureRequest) -> Iterator[Cast]:
    """Inside the first company; whatever services did there, what stands stored is true after.

    A test that writes rows past the services is marked `by_hand`.
    """
    cast = _cast("acme")
    with tenant_context(cast.company):
        yield cast
    if request.node.get_closest_marker("by_hand") is None:
        with tenant_context(cast.company):
            days = StoredStanding.objects.order_by().values_list("as_of", flat=True).distinct()
            assert [fault for day in days for fault in faults(today=day)] == []


@pytest.fixture
def globex(db) -> Cast:
    """The other company, not entered."""
    return _cast("globex")


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def today() -> date:
    return NOW.date()


@pytest.fixture
def committed(django_capture_on_commit_callbacks) -> Callable[[], object]:
    """`with committed():` runs what follows a commit as if the block had been committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def acting(actor: Actor, now: datetime = NOW, today: date | None = None) -> Act:
    """That actor at that moment; the day is the moment's unless told."""
    return Act(actor=actor, now=now, today=today or now.date())
