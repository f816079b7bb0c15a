"""Whatever a program sends that has read the document, it gets an answer named there."""

import copy
import os
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from typing import Any

import pytest
import requests
import schemathesis
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from requests.adapters import HTTPAdapter
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    negative_data_rejection,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.failures import FailureGroup
from urllib3 import HTTPResponse

from governance.decisions.models import Decision
from governance.keys import services as keys
from portfolio.initiatives.models import Initiative
from portfolio.reviews.models import ReviewItem
from portfolio.reviews.services import reviews
from tests.conftest import acting
from tests.harness.bodies import a_trial, bodies
from tests.harness.test_bad_input import undone
from tests.portfolio.scene import TODAY, at, only_objective, started

CASES = int(os.environ.get("CAPITAINE_FUZZ", "6"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
Send = Callable[[Any], requests.Response]


@pytest.fixture
def running(acme) -> Initiative:
    row = started(acme)
    reviews.open_review(acting(acme.actor("executive"), at(TODAY), TODAY))
    return row


@pytest.fixture
def document(acme) -> dict[str, Any]:
    found: dict[str, Any] = acme.client().get("/api/v1/schema/").json()
    return found


@pytest.fixture
def send(acme, monkeypatch) -> Send:
    """What a program would send, as the key of an executive, undone afterwards."""
    monkeypatch.setattr("governance.api.throttles.REQUESTS_PER_MINUTE", 10**9)
    now = timezone.now()
    key = keys.create_key(
        acting(acme.actor("executive"), now),
        name="fuzz",
        scopes=("read", "write", "decide"),
        days=30,
    )
    client = Client(raise_request_exception=False)
    own = {"host": acme.host, "authorization": f"Bearer {key.text}"}

    def answered(case: Any) -> requests.Response:
        asked = requests.Request(**case.as_transport_kwargs(base_url=f"http://{acme.host}"))
        sent = asked.prepare()
        body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
        known = {k: v for k, v in sent.headers.items() if k.lower() != "content-length"}
        with undone():
            found = client.generic(
                sent.method, sent.path_url, body, headers={**known, **own}, **_media(known)
            )
        return _as_requests(found, sent)

    return answered


def _media(headers: dict[str, str]) -> dict[str, str]:
    media = next((v for k, v in headers.items() if k.lower() == "content-type"), None)
    return {"content_type": media or "application/json"}


def _as_requests(found: Any, sent: requests.PreparedRequest) -> requests.Response:
    raw = HTTPResponse(
        body=BytesIO(found.content),
        headers=dict(found.items()),
        status=found.status_code,
        preload_content=False,
    )
    return HTTPAdapter().build_response(sent, raw)


def ids(cast, row: Initiative) -> dict[str, str]:
    """What stands in an address, where it is there."""
    item, every = ReviewItem.objects.get(initiative=row), bodies(cast, row)
    decision = Decision.objects.order_by("-seq").first()
    return {
        "initiative_id": str(row.id),
        "objective_id": str(only_objective(row).id),
        "expense_id": every["api_expense"][1].split("/")[1],
        "measurement_id": every["api_measurement"][1].split("/")[1],
        "review_id": str(item.review_id),
        "item_id": str(item.id),
        "decision_id": str(decision.id if decision else ""),
        "member_id": str(row.captain_id),
        "trial_id": str(a_trial(cast, row).id),
        "action_id": "PIL-03",
        "item": "G1",
        "assessment_id": every["api_assessment_answer"][1].split("/")[1],
        "invitation_id": every["api_invitation_closure"][1].split("/")[1],
        "mandate_id": every["api_mandate_acceptance"][1].split("/")[1],
        "consultation_id": every["api_consultation"][1].split("/")[1],
        "skill_plan_id": every["api_skill_plan"][1].split("/")[2],
    }


def mismatches(
    document: dict[str, Any], send: Send, known: dict[str, str], mode: GenerationMode
) -> Iterator[str]:
    """Where an answer is not what the document says, one line for each operation.

    The key is the sender's own business here, so the document's `security` is left out.
    """
    loaded = schemathesis.openapi.from_dict({k: v for k, v in document.items() if k != "security"})
    checks = [*CHECKS, *([negative_data_rejection] if mode is GenerationMode.NEGATIVE else [])]
    for found in loaded.get_all_operations():
        operation = found.ok()
        wrong: list[str] = []
        try:
            tried(operation, mode, partial(_validated, send, checks, wrong), known)
        except Unsatisfiable as nothing_to_send:
            if mode is GenerationMode.POSITIVE:
                wrong.append(repr(nothing_to_send))
        if wrong:
            yield f"{operation.method} {operation.path}: {wrong[0]}"


def tried(
    operation: Any, mode: GenerationMode, meet: Callable[[Any], None], known: dict[str, str]
) -> None:
    """A few requests of one operation, the same each time; with ids that are there where right."""

    @seed(7)
    @settings(
        max_examples=CASES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def once(case: Any) -> None:
        parts = case.path_parameters or {}
        if mode is GenerationMode.POSITIVE:
            case.path_parameters = {name: known.get(name, part) for name, part in parts.items()}
        meet(case)

    once()


def _validated(send: Send, checks: list[Any], wrong: list[str], case: Any) -> None:
    try:
        case.validate_response(send(case), checks=checks)
    except FailureGroup as group:
        wrong.extend(str(one)[:400] for one in group.exceptions)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_answer_is_one_that_the_document_names(acme, running, document, send, mode) -> None:
    found = list(mismatches(document, send, ids(acme, running), mode))
    assert not found, "\n\n".join(found)


def test_an_answer_that_the_document_does_not_name_is_seen(acme, running, document, send) -> None:
    planted = copy.deepcopy(document)
    schemas = planted["components"]["schemas"]
    schemas["Me"]["properties"]["role"] = {"type": "integer"}
    del planted["paths"]["/api/v1/decisions/{decision_id}/"]["get"]["responses"]["404"]
    planted["paths"] = {
        path: one
        for path, one in planted["paths"].items()
        if path in {"/api/v1/me/", "/api/v1/decisions/{decision_id}/"}
    }
    found = list(mismatches(planted, send, {}, GenerationMode.POSITIVE))
    assert [line.split(": ")[0] for line in found] == [
        "get /api/v1/decisions/{decision_id}/",
        "get /api/v1/me/",
    ]
    assert "404" in found[0]
    assert "integer" in found[1]
