"""The OpenAPI document says what every operation answers when it does not do what was asked."""

import json

import pytest
from jsonschema import Draft202012Validator

from tests.architecture import laws
from tests.architecture.sources import ROOT

METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture
def document(acme):
    return acme.client().get("/api/v1/schema/").json()


@pytest.fixture
def operations(document):
    return {
        f"{method} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    }


def test_every_operation_names_its_errors_as_problem_documents(document, operations):
    known = document["components"]["responses"]
    for name, operation in operations.items():
        answers = operation["responses"]
        wanted = {"401", "403", "405", "406", "422", "429", "500", "503"}
        wanted |= {"404"} if "{" in name else set()
        wanted |= {"400", "415"} if "requestBody" in operation else set()
        assert wanted <= set(answers), name
        for code in wanted:
            answer = known[answers[code]["$ref"].rpartition("/")[2]]
            schema = answer["content"]["application/problem+json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/Problem"}, name


def test_every_example_is_what_its_schema_says(document, operations):
    shown = 0
    for name, operation in operations.items():
        answers = [one for code, one in operation["responses"].items() if code < "300"]
        for whole in [operation.get("requestBody", {}), *answers]:
            for content in whole.get("content", {}).values():
                if "example" in content:
                    schema = {**content["schema"], "components": document["components"]}
                    found = Draft202012Validator(schema).iter_errors(content["example"])
                    assert [error.message for error in found] == [], name
                    shown += 1
    without = {"delete", "result.pdf"}
    wanted = [name for name in operations if not any(word in name for word in without)]
    assert shown >= len(wanted)


def test_a_wrong_example_is_seen(document):
    schema = document["components"]["schemas"]["MeasurementBody"]
    example = {"objective_id": "01937a2e-7b1c-7c3d-8e4f-5a6b7c8d9e0f", "value": True}
    validator = Draft202012Validator({**schema, "components": document["components"]})
    assert [error.json_path for error in validator.iter_errors(example)] == ["$.value"]


def test_numbers_are_numbers_texts_have_bounds_and_codes_are_named(document):
    schemas = document["components"]["schemas"]
    money = schemas["ExpenseBody"]["properties"]
    number, typed = money["amount"]["anyOf"]
    assert (number["minimum"], number["maximum"]) == (-9_999_999_999.99, 9_999_999_999.99)
    assert typed == {"type": "string", "minLength": 1, "maxLength": 60}
    assert (money["label"]["minLength"], money["label"]["maxLength"]) == (1, 160)
    told = schemas["MeasurementBody"]["properties"]["value"]["anyOf"]
    assert '"type": "number"' in json.dumps(told)
    assert schemas["Expense"]["properties"]["amount"] == {"type": "number"}
    assert set(schemas["SignalLine"]["properties"]) >= {"code", "hard", "evidence", "offers"}
    assert "captain_vacant" in schemas["SignalCode"]["enum"]
    assert '"decimal"' not in json.dumps(document)


def test_every_code_of_a_refusal_is_in_the_document(document):
    named = set(document["components"]["schemas"]["Problem"]["properties"]["code"]["enum"])
    assert set(laws.error_codes(ROOT)) <= named
    assert {"key_refused", "server_error", "invalid_fields", "stale_version"} <= named


def test_the_document_is_one_of_openapi_3_1(document, operations):
    assert document["openapi"].startswith("3.1.")
    assert document["servers"]
    assert {one["operationId"] for one in operations.values()} >= {"me", "decide", "get_objective"}


def test_every_write_says_how_it_is_repeated_and_how_it_goes_stale(operations):
    for name, operation in operations.items():
        headers = {
            one["name"]: one.get("required", False)
            for one in operation.get("parameters", [])
            if one["in"] == "header"
        }
        method = name.split()[0]
        assert ("Idempotency-Key" in headers) == (method in ("post", "patch")), name
        if method in ("put", "patch"):
            assert headers["If-Match"] is True, name
            assert {"412", "428"} <= set(operation["responses"]), name


def test_every_operation_has_a_name_and_a_sentence(operations):
    ids = [operation["operationId"] for operation in operations.values()]
    assert len(ids) == len(set(ids))
    assert all(one["summary"] and one["description"] for one in operations.values())
