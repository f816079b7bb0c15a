"""The floor: the same rows by WSGI, psycopg and JSON alone; no company, no key, no framework."""

import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import psycopg

SCHEMA = os.environ.get("FLOOR_SCHEMA", "")
COLUMNS = (
    *("id", "title", "summary", "use_case", "benefit", "beneficiaries", "state", "state_since"),
    *("decision_number", "started_on", "ended_on", "value_low", "value_likely", "value_high"),
    *("days_likely", "cost_likely", "success_chance", "budget", "version", "slot"),
)
PEOPLE = ("captain_id", "captain", "proposed_by_id", "proposed_by")
FROM = """FROM "{schema}".portfolio_initiative i
    LEFT JOIN "{schema}".governance_member c ON c.id = i.captain_id
    LEFT JOIN "{schema}".governance_member p ON p.id = i.proposed_by_id"""
SELECTED = ", ".join([*(f"i.{name}" for name in COLUMNS), "c.id, c.name, p.id, p.name"])
OBJECTIVE = ("kpi", "unit", "baseline", "target", "target_on")
LIST = f"""SELECT {SELECTED}, o.kpi, o.unit, o.baseline, o.target, o.target_on {FROM}
    LEFT JOIN "{{schema}}".portfolio_objective o ON o.initiative_id = i.id AND o.position = 1
    ORDER BY i.id DESC LIMIT 50""".format(schema=SCHEMA)
DETAIL = f"SELECT {SELECTED} {FROM} WHERE i.id = %s".format(schema=SCHEMA)
MEASURED = f"""SELECT o.id, o.kpi, o.unit, m."on", m.value
    FROM "{SCHEMA}".portfolio_objective o
    JOIN "{SCHEMA}".portfolio_measurement m ON m.objective_id = o.id
    WHERE o.initiative_id = %s ORDER BY m."on" """
NAMES = (*COLUMNS, *PEOPLE)
ENCODER = msgspec.json.Encoder(decimal_format="number")
local = threading.local()

Start = Callable[[str, list[tuple[str, str]]], object]


def connection() -> psycopg.Connection:
    """This thread's own connection."""
    if not hasattr(local, "connection"):
        local.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    return local.connection


def app(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """`/list`: fifty initiatives; `/detail/<id>`: one with its measurements; else two bytes."""
    path, database = environ["PATH_INFO"], connection()
    if path == "/list":
        rows = database.execute(LIST, prepare=True).fetchall()
        names = (*NAMES, *OBJECTIVE)
        body = ENCODER.encode(
            {"results": [dict(zip(names, row, strict=True)) for row in rows], "next": None}
        )
    elif path.startswith("/detail/"):
        found = database.execute(DETAIL, [path[8:]], prepare=True).fetchone()
        points = database.execute(MEASURED, [path[8:]], prepare=True).fetchall()
        fields = ("objective", "kpi", "unit", "on", "value")
        body = ENCODER.encode(
            {
                **dict(zip(NAMES, found or (), strict=True)),
                "measurements": [dict(zip(fields, point, strict=True)) for point in points],
            }
        )
    else:
        body = b"{}"
    start_response(
        "200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    )
    return [body]
