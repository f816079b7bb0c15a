"""One example for every schema of the OpenAPI document: the same each time, and valid."""

from collections.abc import Callable
from typing import Any

Node = dict[str, Any]
WORDS = {
    "title": "Quotes in three days",
    "summary": "The workshop waits nine days for a quote.",
    "beneficiaries": "The workshop",
    "kpi": "Days until a quote leaves",
    "unit": "d",
    "reason": "The tool reads two drawings of three.",
    "lesson": "Name a captain first.",
    "kept": "The list of drawings.",
    "text": "Choose the tool",
    "label": "Licence for a year",
    "question": "Does it read our drawings?",
    "answer": "Yes, two of three.",
    "note": "From the order book.",
    "destination": "More visits to customers",
    "scope": "Drawings of the second workshop too",
    "name": "Anna Dubois",
    "company": "Menuiserie Dubois",
    "proof_text": "Signed on the fourth.",
    "evidence": "Folder 4",
    "skill": "sk_use",
    "code": "cap_reached",
    "language": "en",
}
FORMATS = {
    "uuid": "01937a2e-7b1c-7c3d-8e4f-5a6b7c8d9e0f",
    "date": "2027-03-31",
    "date-time": "2026-11-26T09:30:00+01:00",
    "email": "anna@dubois.example",
    "binary": "%PDF",
}
NUMBERS = {"cap": 2, "limit": 50, "baseline": 9, "target": 3, "status": 409}


def example(node: Node, resolved: Callable[[Node], Node], *, name: str = "") -> Any:
    """What could stand there; `resolved` gives the schema that a reference means."""
    node = resolved(node)
    if "enum" in node:
        return next((one for one in node["enum"] if one), "")
    if "anyOf" in node:
        return example(node["anyOf"][0], resolved, name=name)
    kind = node.get("type")
    if kind == "object" or "properties" in node:
        return _object(node, resolved)
    if kind == "array":
        count = max(1, node.get("minItems", 0))
        return [example(node.get("items", {}), resolved, name=name)] * count
    if kind == "string":
        return _text(node, name)
    if kind in {"integer", "number"}:
        return NUMBERS.get(name, max(1, node.get("minimum", 1)))
    return {"boolean": True, "null": None}.get(str(kind), 1)


def _object(node: Node, resolved: Callable[[Node], Node]) -> Any:
    properties: dict[str, Node] = node.get("properties", {})
    if properties:
        shown = {n: one for n, one in properties.items() if not resolved(one).get("readOnly")}
        return {n: example(one, resolved, name=n) for n, one in shown.items()}
    inner = node.get("additionalProperties")
    names = node.get("required") or (["sk_use"] if isinstance(inner, dict) else [])
    return {name: example(inner or {}, resolved, name=name) for name in names}


def _text(node: Node, name: str) -> str:
    known = FORMATS.get(node.get("format", "")) or WORDS.get(name, "A few words")
    return "ab12" if node.get("pattern") == "^[0-9a-f]*$" else known[: node.get("maxLength")]
