import pytest
from django.test import Client
from django.utils import timezone
from django_tenants.utils import tenant_context

from governance.access.rules.actors import member_actor
from governance.decisions.models import Decision
from governance.keys.services import create_key
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.mandates.services import write_mandate
from governance.members.models import Member
from tenants.ids import uuid7
from tests.conftest import acting

STRANGER = "00000000-0000-7000-8000-000000000000"
SCOPES = ("read", "write", "decide")


def caller(cast, member, *, scopes=SCOPES):
    """Calls with a key of that executive."""
    now = timezone.now()
    actor = member_actor(member.id, member.role)
    key = create_key(
        acting(actor, now=now, today=timezone.localdate()), name="test", scopes=scopes, days=30
    )
    client = Client(headers={"host": cast.host, "authorization": f"Bearer {key.text}"})

    def call(method, path, body=None, **headers):
        more = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(client, method)(f"/api/v1/{path}", **more, headers=headers)

    return call


@pytest.fixture
def api(acme):
    return caller(acme, acme.members["executive"])


@pytest.fixture
def second(acme) -> Member:
    """Another executive, to whom a mandate can be given."""
    return Member.objects.create(
        user_id=uuid7(),
        email="second@acme.example",
        name="Paul Morel",
        role="executive",
        joined_at=timezone.now(),
    )


def letter_to(cast, member) -> Mandate:
    return write_mandate(
        acting(cast.actor("executive"), now=timezone.now(), today=timezone.localdate()),
        kind=MandateKind.COMPANY,
        holder_id=member.id,
    )


class TestMembers:
    def test_they_are_listed_without_addresses(self, acme, api):
        answer = api("get", "members/")
        names = {one["name"] for one in answer.json()["results"]}
        assert names == {member.name for member in acme.members.values()}
        assert "@" not in answer.content.decode()
        Member.objects.filter(id=acme.members["viewer"].id).update(left_at=timezone.now())
        assert len(api("get", "members/").json()["results"]) == len(names) - 1

    def test_one_role_is_asked_for_and_nothing_that_nobody_offers(self, api):
        leads = api("get", "members/?role=ai_lead").json()["results"]
        assert [one["role"] for one in leads] == ["ai_lead"]
        assert api("get", "members/?email=x").status_code == 422
        assert api("get", "members/?role=boss").status_code == 422

    def test_nobody_without_a_name_is_told_by_the_address(self, acme, api):
        Member.objects.filter(id=acme.members["viewer"].id).update(name="")
        assert "@" not in api("get", "members/").content.decode()


class TestMandates:
    def test_they_are_listed_and_shown(self, acme, api):
        made = letter_to(acme, acme.members["lead"])
        rows = api("get", "mandates/?open=true").json()["results"]
        assert [(row["state"], row["mandate"]["id"]) for row in rows] == [("waiting", str(made.id))]
        shown = api("get", f"mandates/{made.id}/")
        assert (shown.json(), shown["ETag"][:3]) == (rows[0], '"1-')
        assert shown.json()["left"] == made.ceiling_total
        for none in ("open=false", f"initiative={STRANGER}", f"holder={STRANGER}"):
            assert api("get", f"mandates/?{none}").json()["results"] == []
        assert api("get", "mandates/?state=waiting").status_code == 422

    def test_no_key_writes_or_revokes_one(self, acme, api):
        made = letter_to(acme, acme.members["lead"])
        before = Decision.objects.count()
        body = {"holder_id": str(acme.members["lead"].id)}
        written = api("post", "mandates/", body)
        revoked = api("post", f"mandates/{made.id}/revocation/", {"reason": "parti"})
        for answer in (written, revoked):
            assert (answer.status_code, answer.json()["code"]) == (403, "not_for_keys")
            assert answer.json()["facts"]["roles"] == ["executive"]
        assert api("post", "mandates/", {**body, "role": "x"}).status_code == 422
        assert api("post", f"mandates/{made.id}/revocation/", {}).status_code == 422
        made.refresh_from_db()
        assert (made.revoked_at, Decision.objects.count()) == (None, before)

    def test_its_holders_own_key_accepts_it_once(self, acme, second):
        made = letter_to(acme, second)
        own, path = caller(acme, second), f"mandates/{made.id}/acceptance/"
        done = own("post", path, {}, **{"idempotency-key": "une fois"})
        assert (done.status_code, done.json()["state"]) == (200, "running")
        again = own("post", path, {}, **{"idempotency-key": "une fois"})
        assert (again.headers["Idempotency-Replayed"], again.json()) == ("true", done.json())
        entry = Decision.objects.filter(verdict="accept_mandate").get()
        assert entry.actor_kind == "key", "the log says that a key signed"

    def test_no_other_key_accepts_it(self, acme, api, second):
        made = letter_to(acme, second)
        path = f"mandates/{made.id}/acceptance/"
        stranger = api("post", path, {})
        assert (stranger.status_code, stranger.json()["code"]) == (403, "not_the_holder")
        narrow = caller(acme, second, scopes=("read", "write"))("post", path, {})
        assert (narrow.status_code, narrow.json()["code"]) == (403, "scope_missing")
        made.refresh_from_db()
        assert made.accepted_at is None

    def test_of_another_company_there_is_none(self, globex, acme, api):
        with tenant_context(globex.company):
            foreign = letter_to(globex, globex.members["lead"])
        for method, path, body in (
            ("get", "", None),
            ("post", "acceptance/", {}),
        ):
            answer = api(method, f"mandates/{foreign.id}/{path}", body)
            assert answer.status_code == 404
