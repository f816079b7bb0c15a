"""The OpenAPI document says what every operation answers when it does not do what was asked."""

import pytest

METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture
def operations(acme):
    document = acme.client().get("/api/v1/schema/").json()
    return {
        f"{method} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    }


def test_every_operation_names_its_errors_as_problem_documents(operations):
    for name, operation in operations.items():
        answers = operation["responses"]
        wanted = {"401", "403", "422", "429"} | ({"404"} if "{" in name else set())
        assert wanted <= set(answers), name
        for code in wanted:
            schema = answers[code]["content"]["application/problem+json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/Problem"}, name


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
