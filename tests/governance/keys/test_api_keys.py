from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from django_tenants.utils import tenant_context
from rest_framework.exceptions import Throttled

from governance.api import authentication, throttles
from governance.decisions.models import Decision
from governance.keys import selectors as keys
from governance.keys.models import ApiKey
from governance.keys.selectors import find_key
from governance.keys.services import create_key, revoke_key
from tests.conftest import acting
from tests.counting import statements
from tests.refusals import refused

pytestmark = pytest.mark.django_db
ME = "/api/v1/me/"


def new_key(cast, *, scopes=("read",), days=30, part="executive"):
    now = timezone.now()
    with tenant_context(cast.company):
        return create_key(
            acting(cast.actor(part), now=now, today=now.date()),
            name="Tableur",
            scopes=scopes,
            days=days,
        )


def call(cast, text, path=ME):
    headers = {"host": cast.host, "authorization": f"Bearer {text}"}
    return Client(headers=headers).get(path)


def test_a_key_tells_whose_it_is(acme):
    new = new_key(acme, scopes=("decide", "read"))
    answer = call(acme, new.text)
    assert answer.status_code == 200
    assert answer.json() | {"expires_at": "", "key_id": ""} == {
        "company": "Ateliers Morel",
        "company_id": str(acme.company.id),
        "member_id": str(acme.members["executive"].id),
        "name": "Claire Morel",
        "role": "executive",
        "key_id": "",
        "scopes": ["read", "decide"],
        "expires_at": "",
    }


def test_the_secret_is_kept_nowhere(acme):
    new = new_key(acme)
    secret = new.text.split("_", 2)[2]
    stored = ApiKey.objects.filter(id=new.key.id).values().get()
    assert secret not in str(stored)
    assert len(secret) >= 43, "256 bits"
    assert secret not in str(list(Decision.objects.values()))


def test_every_key_that_fails_gets_the_same_answer(acme, globex):
    here, foreign = new_key(acme), new_key(globex)
    expired, revoked = new_key(acme, days=1), new_key(acme)
    ApiKey.objects.filter(id=expired.key.id).update(expires_at=timezone.now() - timedelta(days=1))
    ApiKey.objects.filter(id=revoked.key.id).update(revoked_at=timezone.now())
    texts = [
        foreign.text,
        "cap_00000000_" + "x" * 43,
        here.text[:-1] + ("a" if here.text[-1] != "a" else "b"),
        here.text.replace("cap_", "cop_"),
        expired.text,
        revoked.text,
        "",
        "é" * 20,
    ]
    answers = [call(acme, text) for text in texts]
    assert {(a.status_code, a.content) for a in answers} == {(401, answers[0].content)}
    assert answers[0]["WWW-Authenticate"].startswith("Bearer")
    assert call(globex, foreign.text).status_code == 200


def test_no_key_at_all_gets_that_answer_too(acme):
    answer = Client(headers={"host": acme.host}).get(ME)
    assert (answer.status_code, answer.json()["code"]) == (401, "key_refused")


def test_a_session_opens_nothing_on_the_interface(acme):
    client = acme.client("executive")
    assert client.get(ME).status_code == 401


def test_a_key_dies_with_its_owners_seat(acme):
    new = new_key(acme)
    owner = acme.members["executive"]
    owner.left_at = timezone.now()
    owner.save(update_fields=["left_at"])
    assert call(acme, new.text).status_code == 401


def test_a_key_follows_its_owners_role(acme):
    new = new_key(acme)
    owner = acme.members["executive"]
    owner.role = "viewer"
    owner.save(update_fields=["role"])
    assert call(acme, new.text).json()["role"] == "viewer"
    assert call(acme, new.text, "/api/v1/keys/").json()["code"] == "not_in_role"


def test_reading_needs_the_scope_read(acme):
    answer = call(acme, new_key(acme, scopes=("write",)).text)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert answer.json()["facts"]["scope"] == "read"


def test_a_key_is_checked_in_one_query_and_noted_once_a_day(acme):
    new = new_key(acme)
    assert ApiKey.objects.count() == 1, "the search path is set"
    with statements() as sent:
        found = find_key(
            prefix=new.key.prefix, secret=new.text.split("_", 2)[2], now=timezone.now()
        )
    assert len(sent) == 1
    assert found is not None
    assert found.organization_id == acme.company.id
    call(acme, new.text)
    assert ApiKey.objects.get(id=new.key.id).last_used_on is not None
    with statements() as sent:
        call(acme, new.text)
    asked = [sql for sql in sent if not sql.startswith("SET search_path")]
    assert len(asked) == 1, asked


def test_a_schema_that_is_not_the_companys_serves_no_key(acme, monkeypatch):
    new = new_key(acme)
    stranger = keys.KEY.replace("SELECT organization_id FROM governance_canary", "SELECT key.id")
    monkeypatch.setattr(keys, "KEY", stranger)
    client = Client(
        headers={"host": acme.host, "authorization": f"Bearer {new.text}"},
        raise_request_exception=False,
    )
    assert client.get(ME).status_code == 500


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days": 366}, "days"),
        ({"days": 0}, "days"),
        ({"scopes": ()}, "scopes"),
        ({"scopes": ("read", "root")}, "scopes"),
    ],
)
def test_a_key_beyond_the_limits_is_not_made(acme, change, field):
    with refused("invalid_key") as told:
        new_key(acme, **change)
    assert field in told.fields
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize("part", ["lead", "captain", "contributor", "viewer"])
def test_only_an_executive_makes_and_revokes_keys(acme, part, now, today):
    with refused("not_in_role"):
        new_key(acme, part=part)
    made = new_key(acme)
    with refused("not_in_role"):
        revoke_key(acting(acme.actor(part), now=now, today=today), key_id=made.key.id)
    assert call(acme, made.text).status_code == 200


def test_making_and_revoking_stand_in_the_log(acme, now, today):
    made = new_key(acme)
    for _ in range(2):
        revoke_key(acting(acme.actor("executive"), now=now, today=today), key_id=made.key.id)
    about = Decision.objects.filter(subject_id=made.key.id).order_by("seq")
    assert [d.verdict for d in about] == ["create_key", "revoke_key"]
    assert call(acme, made.text).status_code == 401


def test_a_key_of_another_company_is_not_found(acme, globex, now, today):
    foreign = new_key(globex)
    with refused("key_not_found"):
        revoke_key(acting(acme.actor("executive"), now=now, today=today), key_id=foreign.key.id)
    assert call(globex, foreign.text).status_code == 200


def test_the_six_hundred_and_first_request_of_a_minute_waits(acme, monkeypatch):
    monkeypatch.setattr("governance.api.throttles.REQUESTS_PER_MINUTE", 3)
    minute = timezone.now().replace(second=30, microsecond=0)
    monkeypatch.setattr("django.utils.timezone.now", lambda: minute)
    text, other = new_key(acme).text, new_key(acme).text
    statuses = [call(acme, text).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    late = call(acme, text)
    assert (late["Retry-After"], late.json()["code"]) == ("30", "too_many_requests")
    assert call(acme, other).status_code == 200, "each key has its own count"


class TestDecisionLog:
    def test_it_is_read_page_by_page_newest_first(self, acme):
        made = [new_key(acme) for _ in range(5)]
        seen, path = [], "/api/v1/decisions/?limit=2"
        while path:
            page = call(acme, made[0].text, path).json()
            seen += [row["seq"] for row in page["results"]]
            path = page["next"] and page["next"].split(acme.host, 1)[1]
        assert seen == sorted(seen, reverse=True)
        assert len(seen) == len(set(seen)) == Decision.objects.count()

    def test_it_is_filtered_by_subject_and_verdict(self, acme, now, today):
        made, other = new_key(acme), new_key(acme)
        revoke_key(acting(acme.actor("executive"), now=now, today=today), key_id=other.key.id)
        path = f"/api/v1/decisions/?subject={other.key.id}"
        rows = call(acme, made.text, path).json()["results"]
        assert [row["verdict"] for row in rows] == ["revoke_key", "create_key"]
        rows = call(acme, made.text, path + "&verdict=create_key").json()["results"]
        assert [row["subject_id"] for row in rows] == [str(other.key.id)]

    @pytest.mark.parametrize(
        "query",
        ["actor__user_id=1", "limit=201", "limit=x", "subject=1", "cursor=%00", "verdict=a%20b"],
    )
    def test_what_nobody_offers_is_refused(self, acme, query):
        answer = call(acme, new_key(acme).text, f"/api/v1/decisions/?{query}")
        assert answer.status_code in {404, 422}
        assert answer["Content-Type"] == "application/problem+json"

    def test_one_entry_shows_its_link_in_the_chain(self, acme):
        made = new_key(acme)
        entry = Decision.objects.get(subject_id=made.key.id)
        answer = call(acme, made.text, f"/api/v1/decisions/{entry.id}/").json()
        assert answer["hash"] == bytes(entry.hash).hex()
        assert answer["facts"] == {"days": 30, "scopes": ["read"]}

    def test_a_decision_of_another_company_is_not_found(self, acme, globex):
        foreign = new_key(globex)
        with tenant_context(globex.company):
            entry = Decision.objects.get(subject_id=foreign.key.id)
        text = new_key(acme).text
        answer = call(acme, text, f"/api/v1/decisions/{entry.id}/")
        unknown = call(acme, text, "/api/v1/decisions/00000000-0000-7000-8000-000000000000/")
        assert (answer.status_code, answer.content) == (404, unknown.content)


def test_bad_keys_shut_out_no_good_one(acme, globex, monkeypatch):
    """Neither of the same company, nor of the same prefix, nor from the same address."""
    monkeypatch.setattr(throttles, "FAILURES_PER_MINUTE", 30)
    new, foreign = new_key(acme), new_key(globex)
    prefix = new.text.split("_")[1]
    for bad in (f"cap_{prefix}_wrong", foreign.text, "cap_x_y"):
        assert {call(acme, bad).status_code for _ in range(31)} <= {401, 429}
        assert call(acme, new.text).status_code == 200
    assert call(globex, foreign.text).status_code == 200


def test_the_harness_catches_failures_that_are_counted_before_the_key_is_looked_up(
    acme, monkeypatch
):
    monkeypatch.setattr(throttles, "FAILURES_PER_MINUTE", 30)
    moment = timezone.now().replace(second=10)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    new, look_up = new_key(acme), authentication._key

    def counting_first(door, header):
        if throttles.failed_too_often(door, "everybody"):
            raise Throttled
        return look_up(door, header)

    monkeypatch.setattr(authentication, "_key", counting_first)
    for _ in range(31):
        call(acme, "cap_x_y")
    assert call(acme, new.text).status_code == 429


def test_keys_of_one_prefix_that_fail_are_told_to_wait(acme, globex, monkeypatch):
    monkeypatch.setattr(throttles, "FAILURES_PER_MINUTE", 3)
    moment = timezone.now().replace(second=10)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    bad = f"cap_{uuid4().hex[:8]}_y"
    answers = [call(acme, bad) for _ in range(5)]
    assert [one.status_code for one in answers] == [401, 401, 401, 429, 429]
    assert answers[-1]["Retry-After"] == "50"
    assert call(acme, f"cap_{uuid4().hex[:8]}_y").status_code == 401
    assert call(globex, bad).status_code == 401
