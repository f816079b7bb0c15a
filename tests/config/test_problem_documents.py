import json

import pytest
from django.test import Client
from django.utils import timezone

from governance.keys.services import create_key
from tests.conftest import acting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("doors")]


@pytest.fixture
def api(acme) -> Client:
    """A program on the company's host, with a key that may read and write."""
    now = timezone.now()
    made = create_key(
        acting(acme.actor("executive"), now=now, today=now.date()),
        name="Programme",
        scopes=("read", "write"),
        days=30,
    )
    return Client(
        headers={"host": acme.host, "authorization": f"Bearer {made.text}"},
        raise_request_exception=False,
    )


def post(api, body, **headers):
    return api.post(
        "/api/v1/title", json.dumps(body), content_type="application/json", headers=headers
    )


def patch(api, body, **headers):
    return api.patch(
        "/api/v1/title", json.dumps(body), content_type="application/json", headers=headers
    )


def test_every_problem_has_the_same_shape(api, acme):
    problems = [
        (api.get("/api/v1/nothing"), 404, "not_found"),
        (api.delete("/api/v1/me"), 405, "method_not_allowed"),
        (api.get("/api/v1/broken"), 500, "server_error"),
        (api.get("/api/v1/me", headers={"accept": "text/html"}), 406, "not_acceptable"),
        (api.post("/api/v1/title", "{", content_type="application/json"), 400, "malformed"),
        (api.post("/api/v1/title", {"title": "x"}), 415, "unsupported_media_type"),
        (post(api, {}), 422, "invalid_fields"),
        (post(api, []), 422, "invalid_fields"),
        (post(api, {"title": "refuse me"}), 409, "host_taken"),
        (Client(headers={"host": acme.host}).get("/api/v1/me"), 401, "key_refused"),
    ]
    for answer, status, code in problems:
        assert answer.status_code == status
        assert answer["Content-Type"] == "application/problem+json"
        document = answer.json()
        assert (document["status"], document["code"]) == (status, code)
        assert document["type"] == f"urn:capitaine:error:{code}"
        assert document["title"]
        assert document["detail"]
        assert document["facts"] == {}
        assert "Traceback" not in answer.content.decode()


def test_a_refused_write_writes_nothing(api, acme):
    post(api, {"title": "refuse me"})
    acme.members["executive"].refresh_from_db()
    assert acme.members["executive"].title == ""


def test_unknown_fields_are_refused_by_name(api):
    answer = post(api, {"title": "CEO", "role": "executive", "version": 9})
    assert answer.status_code == 422
    assert answer.json()["fields"] == {"role": ["unknown_field"], "version": ["unknown_field"]}


def test_a_missing_field_says_its_code(api):
    assert post(api, {}).json()["fields"] == {"title": ["required"]}


def test_title_and_detail_follow_the_reader(api):
    english = api.get("/api/v1/nothing", headers={"accept-language": "en"})
    assert english["Content-Language"] == "en"
    assert english.json()["title"] == "Nothing here"


def test_the_version_is_the_etag_and_a_stale_one_loses(api):
    first = post(api, {"title": "One"})
    assert first["ETag"] == '"2"'
    missing = patch(api, {"title": "Two"})
    assert (missing.status_code, missing.json()["code"]) == (428, "if_match_required")
    stale = patch(api, {"title": "Two"}, if_match='"7"')
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    nonsense = patch(api, {"title": "Two"}, if_match="nonsense")
    assert (nonsense.status_code, nonsense.json()["code"]) == (400, "if_match_unreadable")
    assert patch(api, {"title": "Two"}, if_match='"1"').status_code == 200
    assert patch(api, {"title": "Two"}, if_match="*").status_code == 200


def test_the_schema_names_every_operation_and_the_key(api, acme):
    answer = acme.client().get("/api/v1/schema/")
    document = answer.json()
    assert "/api/v1/me/" in document["paths"]
    assert "/api/v1/decisions/" in document["paths"]
    schemes = document["components"]["securitySchemes"]
    assert schemes == {
        "key": {"type": "http", "scheme": "bearer", "bearerFormat": "cap_<prefix>_<secret>"}
    }
    page = document["paths"]["/api/v1/decisions/"]["get"]["responses"]["200"]
    schema = page["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/DecisionPage"}
    assert set(document["components"]["schemas"]["DecisionPage"]["required"]) == {
        "results",
        "next",
        "previous",
    }
    assert acme.company.name not in answer.content.decode()


def test_the_reference_page_lists_the_operations_without_a_script_of_others(acme):
    page = acme.client().get("/api/v1/").content.decode()
    assert "GET /api/v1/decisions/" in page
    assert "://" not in page.replace("http://www.w3.org", "")
