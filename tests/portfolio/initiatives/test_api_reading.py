"""What an integrator is told beside the answer: order, tags, limits, and what was wrong where."""

import gzip
import json
from uuid import uuid4

import pytest

from tests.conftest import Cast
from tests.portfolio.calls import Call, caller

pytestmark = pytest.mark.django_db

LISTS = ["initiatives/", "decisions/", "members/", "mandates/", "reviews/", "assessments/", "keys/"]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("cursor", ["cD1hYmM=", "cD0lMDA=", "bz0xMDAwJnA9MQ==", "x", "", "é"])
def test_a_cursor_of_ones_own_making_is_refused_by_name(api: Call, path: str, cursor: str) -> None:
    answer = api("get", f"{path}?cursor={cursor}")
    assert answer.status_code == 422
    assert answer.json()["fields"] == {"cursor": ["invalid"]}


def test_a_cursor_leads_through_its_own_list_only(api: Call) -> None:
    for number in range(3):
        api("post", "initiatives/", {"title": f"Idea {number}", "confirmed": True})
    first = api("get", "initiatives/?limit=2").json()
    query = first["next"].partition("?")[2]
    assert len(api("get", f"initiatives/?{query}").json()["results"]) == 1
    assert api("get", f"members/?{query}").status_code == 422
    assert api("get", f"initiatives/?{query}&sort=title").status_code == 422


@pytest.mark.parametrize(
    ("path", "field", "code"),
    [
        ("initiatives/?state=active&state=paused", "state", "repeated_field"),
        ("initiatives/?bogus=1", "bogus", "unknown_field"),
        ("portfolio/?bogus=1", "bogus", "unknown_field"),
        ("decisions/?verdict=NOPE", "verdict", "invalid_choice"),
        ("decisions/?member=NOPE", "member", "invalid"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(
    api: Call, path: str, field: str, code: str
) -> None:
    answer = api("get", path)
    assert answer.status_code == 422
    assert answer.json()["fields"] == {field: [code]}


def test_a_body_over_the_limit_is_too_large(api: Call, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    for headers in ({}, {"idempotency-key": "a"}):
        answer = api("post", "initiatives/", {"title": "x" * 1000}, **headers)
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_form_over_the_limit_is_a_page_that_says_so(acme: Cast, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = acme.client("executive").post("/profile/", {"name": "x" * 2000})
    assert answer.status_code == 413


def test_an_unknown_id_in_a_body_is_the_fault_of_its_field(acme: Cast, api: Call) -> None:
    nobody = str(uuid4())
    made = api("post", "initiatives/", {"title": "Idea"}).json()["initiative"]["id"]
    asked = [
        ("patch", f"initiatives/{made}/", {"captain": nobody}, "captain", "member_not_found"),
        (
            "post",
            f"initiatives/{made}/measurements/",
            {"objective_id": nobody, "value": 1},
            "objective_id",
            "objective_not_found",
        ),
        (
            "post",
            f"initiatives/{made}/expenses/",
            {"amount": 5, "label": "x", "settles_id": nobody},
            "settles_id",
            "commitment_not_found",
        ),
    ]
    for method, path, body, field, code in asked:
        answer = api(method, path, body, **({"if-match": "*"} if method == "patch" else {}))
        assert answer.status_code == 422, (path, answer.content)
        assert answer.json()["fields"] == {field: [code]}


def test_an_unknown_id_in_the_address_stays_not_found(api: Call) -> None:
    path = f"initiatives/{uuid4()}/"
    answer = api("patch", path, {"summary": "x"}, **{"if-match": "*"})
    assert (answer.status_code, answer.json()["code"]) == (404, "initiative_not_found")


def test_a_key_that_only_writes_is_told_id_and_version(acme: Cast, api: Call) -> None:
    writer = caller(acme, "executive", scopes=("write",))
    made = writer("post", "initiatives/", {"title": "Idea"}, **{"idempotency-key": "once"})
    assert made.status_code == 201
    assert set(made.json()) == {"id", "version"}
    known = made.json()["id"]
    changed = writer("patch", f"initiatives/{known}/", {"summary": "Short"}, **{"if-match": "*"})
    assert changed.json() == {"id": known, "version": 2}
    again = writer("post", "initiatives/", {"title": "Idea"}, **{"idempotency-key": "once"})
    assert again.json() == made.json()
    assert writer("get", f"initiatives/{known}/").status_code == 403
    assert api("get", f"initiatives/{known}/").json()["initiative"]["title"] == "Idea"


def test_what_was_read_and_did_not_change_is_not_sent_again(api: Call) -> None:
    made = api("post", "initiatives/", {"title": "Idea"})
    path = f"initiatives/{made.json()['initiative']['id']}/"
    for one in (path, "initiatives/", "me/"):
        first = api("get", one)
        again = api("get", one, **{"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    seen = api("get", path)["ETag"]
    assert seen.startswith('"1-')
    assert api("patch", path, {"summary": "New"}, **{"if-match": seen}).status_code == 200
    assert api("get", path, **{"if-none-match": seen}).status_code == 200
    assert api("patch", path, {"summary": "Old"}, **{"if-match": seen}).status_code == 412


def test_a_long_answer_is_compressed_where_that_is_read(api: Call) -> None:
    for number in range(5):
        api("post", "initiatives/", {"title": f"Idea {number}"})
    plain = api("get", "initiatives/")
    small = api("get", "initiatives/", **{"accept-encoding": "gzip"})
    assert small["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(small.content)) == plain.json()
    known = {"accept-encoding": "gzip", "if-none-match": small["ETag"]}
    assert api("get", "initiatives/", **known).status_code == 304


def test_each_answer_says_what_is_left_of_the_minute(api: Call) -> None:
    first, second = api("get", "me/"), api("get", "me/")
    assert first["X-RateLimit-Limit"] == "600"
    assert int(first["X-RateLimit-Remaining"]) - int(second["X-RateLimit-Remaining"]) in {1, -598}
    assert 0 <= int(second["X-RateLimit-Reset"]) <= 60


def test_the_log_is_read_by_person(acme: Cast, api: Call) -> None:
    api("post", "initiatives/", {"title": "Idea"})
    mine = api("get", f"decisions/?member={acme.members['executive'].id}").json()["results"]
    assert mine
    other = api("get", f"decisions/?member={acme.members['viewer'].id}").json()["results"]
    assert other == []


def test_keys_are_read_by_an_executives_key_without_their_secret(acme: Cast, api: Call) -> None:
    (key,) = api("get", "keys/").json()["results"]
    assert key["scopes"] == ["read", "write", "decide"]
    assert key["owner_id"] == str(acme.members["executive"].id)
    assert not {"digest", "secret"} & set(key)


def test_consent_is_read_and_given_by_a_person_only(api: Call) -> None:
    assert api("get", "peers/consent/").json() == {"given": False, "since": None, "by_id": None}
    answer = api("post", "peers/consent/")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_for_keys")
