"""Whatever is sent, a write answers what is wrong with it: never a fault of ours."""

import dataclasses
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from assessments.diagnostic.services import save_answer, start_assessment
from assessments.roadmap import services as roadmap
from assessments.skills.choices import PlanWay
from assessments.skills.services import PlanInput, plan_skill, record_literacy
from assessments.voices.services import invite_by_email
from governance.access.choices import Role
from governance.access.rules.authority import SubjectFacts
from governance.keys import services as keys
from governance.law.choices import DpiaSettlement
from governance.law.services import settle_dpia
from governance.literacy.choices import MeasureKind
from governance.literacy.services import MeasureInput
from governance.mandates import services as mandates
from governance.mandates.choices import MandateKind
from governance.mandates.rules import proposed_terms
from governance.members import services as members
from portfolio.cap import services as cap
from portfolio.criteria import services as criteria
from portfolio.criteria.choices import PortfolioComparison, StopMetric
from portfolio.decisions.services import decisions
from portfolio.estimates import services as estimates
from portfolio.initiatives import services as initiatives
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.life.rules import Changes
from portfolio.money.services import budget, lines
from portfolio.objectives.services import measurements, objectives
from portfolio.reviews.models import ReviewItem
from portfolio.reviews.services import reviews
from portfolio.rhythm import services as review_settings
from portfolio.rhythm.choices import ReviewCadence
from portfolio.trials import services as trials
from tenants.errors import DomainError
from tests import proof
from tests.conftest import acting
from tests.harness.bodies import Body, bodies, open_actions
from tests.portfolio import scene
from tests.portfolio.scene import TODAY, at, idea, objective_input, only_objective, started
from tests.refusals import refused

LONG, NUL, HALF = "x" * 20_001, "a\0b", "\ud800"
BAD: dict[type, list[Any]] = {
    str: [LONG, NUL, HALF, "", " ", "x" * 161],
    int: [-1, 0, 2**31, 2**63, 10**400],
    Decimal: [Decimal(text) for text in ("NaN", "Infinity", "-1", "1e400", "0.00001", "1e14")],
    date: [date.min, date.max, TODAY - timedelta(days=4000), TODAY + timedelta(days=4000)],
}
JSON: list[Any] = [
    *(LONG, NUL, HALF, "", " ", "-1", "1e400", "NaN", "2026-13-45", "0001-01-01", "9999-12-31"),
    *(-1, 0, 2**31, 2**63, 10**400, 1.5, 1e308, True, None, [], {}, [1, "a", None]),
    {"a": {"b": [NUL]}},
    [[[[]]]],
]


class Undone(Exception):
    """The call went through; nothing of it stays."""


@contextmanager
def undone() -> Iterator[None]:
    """Nothing of what happens inside stays."""
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)


Case = tuple[Callable[..., Any], dict[str, Any]]
Call = Callable[..., int]


@pytest.fixture
def running(acme) -> Initiative:
    row = started(acme)
    reviews.open_review(acting(acme.actor("executive"), now=at(TODAY), today=TODAY))
    return row


def cases(cast, row: Initiative) -> dict[str, Case]:
    """Every write service that takes a text, a number or a date, with a call that goes through."""
    fresh, waiting = idea(cast, "Une idée"), ReviewItem.objects.get(initiative=row)
    boss = {"act": acting(cast.actor("executive"), at(TODAY), TODAY)}
    member = cast.members["captain"].id
    about, new = {"initiative_id": row.id}, {"initiative_id": fresh.id}
    tried = {"initiative_id": scene.checked(cast, "À essayer").id}
    terms = proposed_terms(kind=MandateKind.INITIATIVE, today=TODAY)
    criterion = criteria.CriterionInput(
        metric=StopMetric.SPEND,
        comparison=PortfolioComparison.ABOVE,
        value=Decimal(5),
        by_date=TODAY,
    )
    figures = estimates.Estimates(value=(1, 2, 3), days=(1, 2, 3), success_chance=Decimal("0.5"))
    changed = Changes(
        target=Decimal(2), target_on=TODAY + timedelta(days=90), budget=9000, scope="Tout"
    )
    stop = {"verdict": Verdict.STOP, "reason": "a", "lesson": "b", "kept": "c"}
    later = {"verdict": Verdict.PAUSE, "reason": "a", "restart_on": TODAY + timedelta(days=9)}
    spent = {"amount": 5, "label": "a", "on": TODAY}
    triage = {
        "subject": SubjectFacts(initiative_id=row.id),
        "settled": DpiaSettlement.WAIVED,
        "note": "a",
    }
    opened = start_assessment(**boss)
    open_actions(cast)
    action, far = {"action_id": "PIL-03"}, TODAY + timedelta(days=90)
    return {
        "propose": (
            initiatives.propose_initiative,
            {**boss, "title": "a", "summary": "b", "beneficiaries": "c", "use_case_id": "d"},
        ),
        "edit": (
            initiatives.edit_initiative,
            {**boss, **new, "title": "a", "summary": "b", "beneficiaries": "c"},
        ),
        "step": (
            initiatives.set_next_step,
            {**boss, **about, "text": "a", "member_id": member, "due_on": TODAY},
        ),
        "estimates": (estimates.set_estimates, {**boss, **new, "estimates": figures}),
        "objective": (objectives.set_objective, {**boss, **new, "given": objective_input()}),
        "measure": (
            measurements.add_measurement,
            {
                **boss,
                "value": Decimal(5),
                "on": TODAY,
                "objective_id": only_objective(row).id,
                "note": "a",
            },
        ),
        "budget": (budget.set_budget, {**boss, **new, "budget": 5000}),
        "commit": (lines.commit_money, {**boss, **about, **spent}),
        "expense": (lines.record_expense, {**boss, **about, **spent}),
        "criteria": (criteria.set_criteria, {**boss, **about, "criteria": [criterion]}),
        "trial": (
            trials.start_trial,
            {**boss, **tried, "question": "a", "days": 1, "money": 1, "carried_by_id": member},
        ),
        "stop": (decisions.decide, {**boss, **about, **stop}),
        "pause": (decisions.decide, {**boss, **about, **later}),
        "adjust": (
            decisions.decide,
            {**boss, **about, "verdict": Verdict.ADJUST, "reason": "a", "changes": changed},
        ),
        "ask": (reviews.ask_question, {**boss, "item_id": waiting.id, "question": "a"}),
        "cap": (cap.change_cap, {**boss, "cap": 2, "reason": "a"}),
        "exception": (cap.grant_exception, {**boss, "reason": "a"}),
        "silence": (review_settings.switch_silence, {**boss, "pauses": False, "reason": "a"}),
        "calendar": (
            review_settings.set_calendar,
            {**boss, "bridge_days": True, "quiet_august": True},
        ),
        "rhythm": (review_settings.set_rhythm, {**boss, "cadence": ReviewCadence.WEEKLY}),
        "capacity": (review_settings.set_capacity, {**boss, "days_per_month": Decimal(5)}),
        "dpia": (settle_dpia, {**boss, **triage}),
        "invite": (
            members.invite_member,
            {**boss, "email": "a@b.example", "role": Role.VIEWER, "name": "a", "language": "fr"},
        ),
        "rename": (members.rename_member, {**boss, "member_id": member, "name": "a", "title": "b"}),
        "profile": (
            members.edit_profile,
            {**boss, "name": "a", "title": "b", "language": "fr", "keyboard_shortcuts": True},
        ),
        "key": (keys.create_key, {**boss, "name": "a", "scopes": ["read"], "days": 5}),
        "mandate": (
            mandates.write_mandate,
            {**boss, **about, "kind": MandateKind.INITIATIVE, "holder_id": member, "terms": terms},
        ),
        "take": (roadmap.take_action, {**boss, **action, "owner_id": member, "due_on": far}),
        "refuse": (roadmap.refuse_action, {**boss, **action, "reason": "a", "until": far}),
        "done": (roadmap.complete_action, {**boss, **action, "proof_text": "a"}),
        "voice": (
            invite_by_email,
            {**boss, "assessment_id": opened.id, "role": "team", "email": "a@b.example"},
        ),
        "plan": (
            plan_skill,
            {
                **boss,
                "skill": "sk_law",
                "given": PlanInput(way=PlanWay.BUY, owner_id=member, by_on=TODAY, note="a"),
            },
        ),
        "literacy": (
            record_literacy,
            {
                **boss,
                "given": MeasureInput(
                    kind=MeasureKind.TRAINING,
                    held_on=TODAY,
                    person_ids=(member,),
                    duration_min=5,
                    evidence="a",
                ),
            },
        ),
        "answer": (save_answer, {**boss, "assessment_id": opened.id, "item_id": "g1", "raw": "a"}),
    }


NAMES = (
    *("propose", "edit", "step", "estimates", "objective", "measure", "budget", "commit"),
    *("expense", "criteria", "trial", "stop", "pause", "adjust", "ask", "cap", "exception"),
    *("silence", "rhythm", "capacity", "dpia", "invite", "rename", "profile", "key", "mandate"),
    *("answer", "take", "refuse", "done", "voice", "plan", "literacy", "calendar"),
)


def spoiled(arguments: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The same call with one value at a time made bad, one level deep into what it holds."""
    for name, value in arguments.items():
        if name in {"act", "verdict", "kind", "role", "cadence", "settled"}:
            continue
        for bad in bad_for(value):
            yield f"{name}={str(bad)[:40]!r}", {**arguments, name: bad}


def bad_for(value: Any) -> list[Any]:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [
            dataclasses.replace(value, **{field.name: bad})
            for field in dataclasses.fields(value)
            for bad in bad_for(getattr(value, field.name))
        ]
    if isinstance(value, list | tuple):
        return [type(value)([bad, *value[1:]]) for bad in bad_for(value[0])] if value else []
    return BAD.get(type(value), [])


@pytest.mark.parametrize("name", NAMES)
def test_a_service_takes_what_fits_and_names_what_does_not(acme, running, name) -> None:
    service, arguments = cases(acme, running)[name]
    faults, answers = [], []
    for what, given in [("as it is", arguments), *spoiled(arguments)]:
        try:
            with undone():
                service(**given)
                raise Undone
        except (Undone, DomainError) as answer:
            answers.append((what, answer))
        except Exception as fault:  # noqa: BLE001
            faults.append((what, repr(fault)[:200]))
    assert faults == []
    assert name in {"dpia", "answer"} or isinstance(answers[0][1], Undone), answers[0]
    told = [answer for what, answer in answers if repr(NUL)[1:-1] in what]
    assert all(isinstance(answer, DomainError) for answer in told)


def test_every_service_of_the_list_is_tried(acme, running) -> None:
    assert set(cases(acme, running)) == set(NAMES)


def test_a_title_too_long_is_refused_by_its_field(acme, now, today) -> None:
    with refused("invalid_fields") as told:
        idea(acme, "x" * 161)
    assert told.fields == {"title": ["max_length"]}


# --- the programming interface -------------------------------------------------------------------
@pytest.fixture
def call(acme):
    key = keys.create_key(
        acting(acme.actor("executive"), now=timezone.now(), today=timezone.now().date()),
        name="test",
        scopes=("read", "write", "decide"),
        days=30,
    )
    client = Client(
        headers={"host": acme.host, "authorization": f"Bearer {key.text}"},
        raise_request_exception=False,
    )

    def send(method: str, path: str, body: Any, **headers: str) -> int:
        sent = body if isinstance(body, bytes) else json.dumps(body)
        with undone():
            answer = getattr(client, method)(
                f"/api/v1/{path}", sent, content_type="application/json", headers=headers
            )
        return answer.status_code

    return send


def written(patterns: list[Any]) -> Iterator[tuple[str, str]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from written(one.url_patterns)
        elif isinstance(one, URLPattern):
            view = getattr(one.callback, "view_class", None) or getattr(one.callback, "cls", None)
            for method in ("post", "put", "patch", "delete"):
                if (
                    view is not None
                    and hasattr(view, method)
                    and (one.name or "").startswith("api_")
                ):
                    yield str(one.name), method


def variants(body: dict[str, Any]) -> Iterator[Any]:
    yield from JSON
    for name, value in body.items():
        for bad in JSON:
            yield {**body, name: bad}
            if isinstance(value, dict):
                for inner in value:
                    yield {**body, name: {**value, inner: bad}}
            if isinstance(value, list):
                yield {**body, name: [bad, *value[1:]]}
    yield {**body, NUL: 1, HALF: 2}


def answered(asked: dict[str, Body], call: Call) -> tuple[int, list[tuple[str, str, int]]]:
    """How many bodies were sent, and which of them were answered with a fault of ours.

    Where there are more than asked for, they are drawn, the same each time.
    """
    every = [(name, given) for name, (_, _, body) in asked.items() for given in variants(body)]
    drawn = Random(7).sample(every, min(len(every), proof.size("HOSTILE_BODIES")))
    faults = []
    for name, given in drawn:
        method, path, _ = asked[name]
        status = call(method, path, given, **{"if-match": "*"})
        if status >= 500:
            faults.append((name, str(given)[:200], status))
    return len(drawn), faults


def test_every_address_that_is_written_to_is_tried(acme, running) -> None:
    found = {name for name, _ in written(get_resolver("config.urls").url_patterns)}
    assert found == set(bodies(acme, running))


def test_no_body_makes_the_interface_fail(acme, running, call, monkeypatch) -> None:
    monkeypatch.setattr("governance.api.throttles.REQUESTS_PER_MINUTE", 10**9)
    sent, faults = answered(bodies(acme, running), call)
    proof.measured("bodies", done={"HOSTILE_BODIES": sent}, figures={"5xx": len(faults)})
    assert faults == []


def test_a_body_that_makes_the_interface_fail_is_seen(acme, running, call, monkeypatch) -> None:
    def unguarded(*_: Any, **__: Any) -> None:
        raise ValueError("planted")

    monkeypatch.setattr("portfolio.initiatives.services.require", unguarded)
    name = "api_initiatives"
    sent, faults = answered({name: bodies(acme, running)[name]}, call)
    assert 0 < len(faults) < sent
    proof.caught("bodies", "unguarded view")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"1" * 5000, b'"\\ud800"']
)
def test_a_body_that_is_no_json_is_unreadable_and_no_fault(acme, running, call, body) -> None:
    for method, path, _ in bodies(acme, running).values():
        assert call(method, path, body, **{"if-match": "*"}) < 500


@pytest.mark.parametrize("value", ["9" * 5000, "\x00", "é", '"', "W/", "-1", "1e9", "a,b"])
@pytest.mark.parametrize("header", ["if-match", "idempotency-key"])
def test_a_strange_header_is_no_fault(acme, running, call, header, value) -> None:
    scene.triage(acme, running)
    for method, path, body in bodies(acme, running).values():
        assert call(method, path, body, **{"if-match": "*", header: value}) < 500
