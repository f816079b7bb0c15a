"""What the interface answers about a diagnostic has the shape its document promises."""

from typing import Any

import pytest
from django_tenants.utils import tenant_context
from jsonschema import Draft202012Validator

from tests.assessments.finished import caller, finished
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/assessments/"
PARTS = ("", "result/", "recommendations/", "uses/", "comparison/", "answers/")


def closed(schema: Any) -> Any:
    """The schema without room for a field that it does not name."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    known = {name: closed(value) for name, value in schema.items()}
    if isinstance(known.get("properties"), dict) and "additionalProperties" not in known:
        known["additionalProperties"] = False
    return known


@pytest.fixture
def check(acme: Cast):
    document = acme.client().get("/api/v1/schema/").json()
    components = closed(document["components"])

    def wrong(path: str, body: Any, *, method: str = "get", status: str = "200") -> list[str]:
        answer = document["paths"][path][method]["responses"][status]
        schema = closed(answer["content"]["application/json"]["schema"])
        assert schema != {}, f"{path} has no shape"
        validator = Draft202012Validator({**schema, "components": components})
        return [
            f"{path} {error.json_path}: {error.message}" for error in validator.iter_errors(body)
        ]

    return wrong


@pytest.mark.parametrize("anchor", [0, 2, 4, "dk"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_a_result_has_its_promised_shape(acme: Cast, check, anchor, part) -> None:
    finished(acme, anchor=1, days_ago=200)
    one = finished(acme, usage=3, anchor=anchor)
    body = caller(acme).get(f"{ROOT}{one.id}/{part}").json()
    assert check(f"{ROOT}{{assessment_id}}/{part}", body) == []


def test_an_open_assessment_has_its_promised_shape(acme: Cast, check) -> None:
    client = caller(acme)
    body = client.post(ROOT).json()
    assert check(ROOT, body, method="post", status="201") == []
    assert check(ROOT, client.get(ROOT).json()) == []
    saved = client.put(
        f"{ROOT}{body['id']}/answers/S1/",
        {"value": {"sk_use": 2}},
        content_type="application/json",
        headers={"if-match": "*"},
    ).json()
    path = f"{ROOT}{{assessment_id}}/answers/{{item}}/"
    assert check(path, saved, method="put") == []


def test_a_wrong_shape_is_seen(acme: Cast, check) -> None:
    one = finished(acme)
    body = caller(acme).get(f"{ROOT}{one.id}/result/").json()
    body["dimensions"][0]["low"] = "much"
    body["surprise"] = 1
    assert len(check(f"{ROOT}{{assessment_id}}/result/", body)) == 2


def test_a_first_assessment_has_nothing_to_be_compared_with(acme: Cast) -> None:
    one = finished(acme)
    lost = caller(acme).get(f"{ROOT}{one.id}/comparison/")
    assert (lost.status_code, lost.json()["code"]) == (404, "no_comparison")


@pytest.mark.parametrize("part", PARTS[1:])
def test_a_neighbours_parts_are_not_found(acme: Cast, globex: Cast, part: str) -> None:
    one = finished(acme)
    with tenant_context(globex.company):
        stranger = caller(globex)
    assert stranger.get(f"{ROOT}{one.id}/{part}").status_code == 404


def test_recommendations_come_in_the_language_asked_for(acme: Cast) -> None:
    one, client = finished(acme, anchor=1), caller(acme)
    titles = {
        language: client.get(
            f"{ROOT}{one.id}/recommendations/", headers={"accept-language": language}
        ).json()["first"][0]["title"]
        for language in ("fr", "en")
    }
    assert titles["fr"] != titles["en"]
