"""Whatever a program sends that has read the document, it gets an answer named there."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
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
from governance.keys.models import ApiKey
from portfolio.initiatives.models import Initiative
from portfolio.reviews.models import ReviewItem
from portfolio.reviews.services import reviews
from tests import proof
from tests.conftest import acting
from tests.harness.bodies import a_trial, bodies
from tests.harness.test_bad_input import undone
from tests.portfolio.scene import TODAY, at, only_objective, started

ROLES = ("executive", "contributor", "viewer")
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
CASES = -(-proof.size("FUZZ_CASES") // (len(ROLES) * len(MODES)))
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
def role() -> str:
    """Whose key is sent, unless a test says another's."""
    return ROLES[0]


@pytest.fixture
def send(acme, role: str, monkeypatch) -> Send:
    """What a program would send, as a key of that role, undone afterwards."""
    monkeypatch.setattr("governance.api.throttles.REQUESTS_PER_MINUTE", 10**9)
    now = timezone.now()
    key = keys.create_key(
        acting(acme.actor("executive"), now),
        name="fuzz",
        scopes=("read", "write", "decide"),
        days=30,
    )
    # Whoever made one may have another role by now.
    ApiKey.objects.filter(id=key.key.id).update(owner_id=acme.members[role].id)
    client = Client(raise_request_exception=False)
    own = {"host": acme.host, "authorization": f"Bearer {key.text}"}
    ours = {"content-length", *own}

    def answered(case: Any) -> requests.Response:
        asked = requests.Request(**case.as_transport_kwargs(base_url=f"http://{acme.host}"))
        sent = asked.prepare()
        body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
        known = {name: value for name, value in sent.headers.items() if name.lower() not in ours}
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


@dataclass
class Met:
    """What was sent and came back: cases, answers 5xx, the first mismatch of each operation."""

    cases: int = 0
    faults: int = 0
    wrong: dict[str, str] = field(default_factory=dict)


def fuzzed(
    document: dict[str, Any], send: Send, known: dict[str, str], mode: GenerationMode, *, cases: int
) -> Met:
    """That many cases, spread over all operations; more turns where some have few of their own.

    The key is the sender's own business here, so the document's `security` is left out.
    """
    loaded = schemathesis.openapi.from_dict({k: v for k, v in document.items() if k != "security"})
    checks = [*CHECKS, *([negative_data_rejection] if mode is GenerationMode.NEGATIVE else [])]
    operations = [found.ok() for found in loaded.get_all_operations()]
    met, turn = Met(), 0
    while met.cases < cases:
        before, most = met.cases, -(-(cases - met.cases) // len(operations))
        for operation in operations:
            meet = partial(_validated, send, checks, met, f"{operation.method} {operation.path}")
            try:
                tried(operation, mode, meet, known, most=most, turn=turn)
            except Unsatisfiable as nothing_to_send:
                if mode is GenerationMode.POSITIVE:
                    met.wrong[operation.label] = repr(nothing_to_send)
        assert met.cases > before, "there is nothing to send"
        turn += 1
    return met


def tried(
    operation: Any,
    mode: GenerationMode,
    meet: Callable[[Any], None],
    known: dict[str, str],
    *,
    most: int,
    turn: int,
) -> None:
    """A few requests of one operation, the same each time; with ids that are there where right."""

    @seed(7 + turn)
    @settings(
        max_examples=most,
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


def _validated(send: Send, checks: list[Any], met: Met, where: str, case: Any) -> None:
    met.cases += 1
    answer = send(case)
    met.faults += answer.status_code >= 500
    try:
        case.validate_response(answer, checks=checks)
    except FailureGroup as group:
        met.wrong.setdefault(where, str(group.exceptions[0])[:400])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("mode", MODES)
def test_every_answer_is_one_that_the_document_names(acme, running, document, send, mode) -> None:
    met = fuzzed(document, send, ids(acme, running), mode, cases=CASES)
    proof.measured(
        "fuzz",
        done={"FUZZ_CASES": met.cases},
        figures={"5xx": met.faults, "mismatches": len(met.wrong)},
    )
    assert not met.wrong, "\n\n".join(f"{where}: {what}" for where, what in met.wrong.items())
    assert met.faults == 0


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
    found = fuzzed(planted, send, {}, GenerationMode.POSITIVE, cases=8).wrong
    assert list(found) == ["get /api/v1/decisions/{decision_id}/", "get /api/v1/me/"]
    assert "404" in found["get /api/v1/decisions/{decision_id}/"]
    assert "integer" in found["get /api/v1/me/"]
    proof.caught("fuzz", "answer not named")


def test_an_invented_authorisation_shuts_no_door(acme, document, send, monkeypatch) -> None:
    monkeypatch.setattr("governance.api.throttles.FAILURES_PER_MINUTE", 3)
    loaded = schemathesis.openapi.from_dict({k: v for k, v in document.items() if k != "security"})
    for name in ("Authorization", "authorization", "AUTHORIZATION"):
        for _ in range(3):
            case = loaded["/api/v1/me/"]["GET"].Case(headers={name: "Bearer cap_invented_x"})
            assert send(case).status_code == 200
    proof.caught("fuzz", "invented authorisation")
