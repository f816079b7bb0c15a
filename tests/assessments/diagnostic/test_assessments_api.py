"""The diagnostic through the programming interface."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_tenants.utils import tenant_context

from assessments.answers.models import Answer, Assessment
from governance.keys.models import ApiKey
from tenants.tokens import token_digest
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/assessments/"


def caller(cast: Cast, part: str = "lead", scopes: tuple[str, ...] = ("read", "write")) -> Client:
    """A client with a key of that member."""
    now = timezone.now()
    prefix = f"{part}{len(scopes)}"
    ApiKey.objects.create(
        name="test",
        prefix=prefix,
        digest=token_digest("secret"),
        owner=cast.members[part],
        scopes=list(scopes),
        created_at=now,
        expires_at=now + timedelta(days=1),
    )
    headers = {"host": cast.host, "authorization": f"Bearer cap_{prefix}_secret"}
    return Client(headers=headers)


def put(client: Client, url: str, value: object, *, version: str = "*"):
    body = {"value": value}
    return client.put(url, body, content_type="application/json", headers={"if-match": version})


def test_an_assessment_is_started_answered_and_completed(acme: Cast) -> None:
    client = caller(acme)
    started = client.post(ROOT)
    assert started.status_code == 201
    one = started.json()
    assert (one["state"], one["next"], started["ETag"]) == ("open", "G1", '"1"')
    base = f"{ROOT}{one['id']}/"
    saved = put(client, f"{base}answers/P1/", 3, version='"1"')
    assert saved.status_code == 200, saved.content
    assert (saved.json()["answers"], saved["ETag"]) == ({"P1": 3}, '"2"')
    grid = put(client, f"{base}answers/S1/", {"sk_use": 2})
    assert grid.json()["answers"]["S1"] == {"sk_use": 2}
    done = client.post(f"{base}completion/").json()
    assert done["state"] == "completed"
    assert set(done["advice"]) == {"roadmap", "uses"}
    assert done["result"]["engine"] == done["engine_version"]
    assert client.get(base).json()["result"] == done["result"]
    assert [row["id"] for row in client.get(ROOT).json()["results"]] == [one["id"]]


def test_a_stale_version_is_a_precondition_that_failed(acme: Cast) -> None:
    client = caller(acme)
    one = client.post(ROOT).json()
    refused = put(client, f"{ROOT}{one['id']}/answers/P1/", 3, version='"7"')
    assert (refused.status_code, refused.json()["code"]) == (412, "stale_version")
    assert not Answer.objects.exists()


def test_a_wrong_answer_names_its_item_and_code(acme: Cast) -> None:
    client = caller(acme)
    one = client.post(ROOT).json()
    refused = put(client, f"{ROOT}{one['id']}/answers/P1/", 9)
    assert refused.status_code == 422
    assert refused.json()["fields"] == {"P1": ["out_of_range"]}
    unknown = put(client, f"{ROOT}{one['id']}/answers/Z9/", 1)
    assert (unknown.status_code, unknown.json()["code"]) == (422, "not_an_item")
    assert not Answer.objects.exists()


def test_a_key_without_the_scope_or_the_role_starts_nothing(acme: Cast) -> None:
    for client in (caller(acme, scopes=("read",)), caller(acme, "viewer")):
        assert client.post(ROOT).status_code == 403
    assert not Assessment.objects.exists()


def test_completing_twice_is_refused(acme: Cast) -> None:
    client = caller(acme)
    base = f"{ROOT}{client.post(ROOT).json()['id']}/"
    empty = client.post(f"{base}completion/")
    assert (empty.status_code, empty.json()["code"]) == (409, "assessment_empty")
    put(client, f"{base}answers/P1/", 3)
    assert client.post(f"{base}completion/").status_code == 200
    again = client.post(f"{base}completion/")
    assert (again.status_code, again.json()["code"]) == (409, "assessment_completed")


def test_a_neighbours_assessment_is_not_found(acme: Cast, globex: Cast) -> None:
    base = f"{ROOT}{caller(acme).post(ROOT).json()['id']}/"
    with tenant_context(globex.company):
        stranger = caller(globex)
    assert stranger.get(ROOT).json()["results"] == []
    assert stranger.get(base).status_code == 404
    assert put(stranger, f"{base}answers/P1/", 3).status_code == 404
    assert stranger.post(f"{base}completion/").status_code == 404
    assert not Answer.objects.exists()


@pytest.mark.parametrize(("language", "question"), [("fr", "Où en est"), ("en", "How far")])
def test_the_questionnaire_comes_in_the_readers_language(
    acme: Cast, language: str, question: str
) -> None:
    client = caller(acme)
    got = client.get("/api/v1/questionnaire/", headers={"accept-language": language}).json()
    assert got["items"][0]["question"].startswith(question)
    assert (got["language"], len(got["dimensions"]), len(got["items"])) == (language, 7, 33)
    gate = next(item for item in got["items"] if item["id"] == "M2")
    assert gate["show_if"] == [{"item_id": "G1", "operator": "gte", "value": 2}]
