"""A table comes in, from whatever file or text."""

import json
import subprocess
import sys
from collections.abc import Iterable

from django.conf import settings

from tenants.errors import DomainError, Invalid
from tenants.tables.rules.sheets import (
    LONGEST_TABLE,
    CellReason,
    SheetRow,
    TableRefused,
    TableSheet,
    is_workbook,
    rows_of,
    sheet_of,
)
from tenants.tables.rules.texts import decoded, read_text

PATIENCE_SECONDS = 30
APART = (
    "import os, signal; from tenants.leash import follow_parent;"
    " follow_parent(signal.SIGKILL);"
    " from tenants.tables.rules.workbooks import answer; answer()"
)


def read_table(given: bytes | str, *, is_french: bool) -> TableSheet:
    """The table of a file or of a pasted text, its first row the headings; as `read_rows`."""
    return sheet_of(read_rows(given, is_french=is_french))


def read_rows(given: bytes | str, *, is_french: bool) -> list[SheetRow]:
    """The rows of a workbook's first sheet, of a CSV file or of a pasted text.

    A workbook is read by a process of its own, bounded in memory and time: what ends that process
    ends nothing else. Raises TableRefused.
    """
    if isinstance(given, bytes) and len(given) > LONGEST_TABLE:
        raise TableRefused("table_too_large")
    if isinstance(given, str):
        return rows_of(read_text(given))
    if not is_workbook(given):
        return rows_of(read_text(decoded(given)))
    return rows_of(_read_apart(given, is_french=is_french))


def table_invalid(reasons: Iterable[CellReason]) -> Invalid:
    """What is raised of those cells: its fields name `row.column` with the codes."""
    fields: dict[str, list[str]] = {}
    for one in reasons:
        fields.setdefault(f"{one.row}.{one.column}", []).append(one.code)
    return Invalid("table_invalid", fields=fields)


def faults_in(error: DomainError) -> list[CellReason]:
    """The cells of a refused table, by row."""
    fields = error.fields if isinstance(error, Invalid) else {}
    found = [
        CellReason(row=int(row), column=column, code=code)
        for place, codes in fields.items()
        for row, _dot, column in [place.partition(".")]
        for code in codes
        if row.isdigit()
    ]
    return sorted(found, key=lambda one: (one.row, one.column))


def _read_apart(data: bytes, *, is_french: bool) -> list[tuple[int, list[str]]]:
    try:
        ended = subprocess.run(
            [sys.executable, "-c", APART, "fr" if is_french else "en"],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TableRefused("workbook_too_heavy") from error
    if ended.returncode:
        raise TableRefused("workbook_too_heavy")
    told = json.loads(ended.stdout)
    if "refused" in told:
        said = CellReason(**told["refused"])
        raise TableRefused(said.code, row=said.row, column=said.column)
    rows: list[tuple[int, list[str]]] = told["rows"]
    return rows
