"""What an import is held against: people, what stands already; and what leaves as a table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.db.models.expressions import RawSQL

from governance.members.models import Member
from portfolio.imports.choices import InitiativeColumn as Column
from portfolio.imports.models import ImportMapping, TableImport
from portfolio.imports.rules import ReadRow
from portfolio.initiatives.models import Initiative
from portfolio.objectives.models import Objective
from tenants.errors import NotFound
from tenants.tables.rules.sheets import letters
from tenants.texts import cleaned, folded

LATELY, SHOWN = 10, 40


def get_import(import_id: UUID) -> TableImport:
    """The import of that id; raises NotFound."""
    row = TableImport.objects.select_related("asked_by").filter(id=import_id).first()
    if row is None:
        raise NotFound("import_not_found")
    return row


def late_imports() -> list[TableImport]:
    """The last imports that are still kept, the newest first; without their rows."""
    rows = TableImport.objects.select_related("asked_by").defer("data", "rows", "faults")
    return list(rows.order_by("-id")[:LATELY])


def known_columns(kind: str) -> Mapping[str, str]:
    """Where columns of tables of that kind went last: key by folded heading."""
    row = ImportMapping.objects.filter(kind=kind).first()
    return {} if row is None else dict(row.columns)


@dataclass(frozen=True, kw_only=True)
class InitiativeLine:
    """One initiative with its first objective, as a table says it."""

    row: Initiative
    objective: Objective | None

    @property
    def said(self) -> dict[Column, Any]:
        """What its cells say by column; what says nothing is not there."""
        row, objective = self.row, self.objective
        found: dict[Column, Any] = {
            Column.REFERENCE: row.external_ref or str(row.id),
            Column.TITLE: row.title,
            Column.STATE: row.state,
            Column.CAPTAIN: row.captain.email if row.captain else "",
            Column.SUMMARY: row.summary,
            Column.SITUATION: row.situation,
            Column.BENEFIT: row.benefit,
            Column.BENEFICIARIES: row.beneficiaries,
            Column.VALUE: row.value_tap,
            Column.EFFORT: row.effort_tap,
            Column.COST: row.cost_tap,
            Column.BUDGET: row.budget or None,
            Column.TARGET_ON: row.live_expected_on,
        }
        if objective is not None:
            found |= {
                Column.BENEFIT: row.benefit or objective.benefit,
                Column.BENEFICIARIES: row.beneficiaries or objective.beneficiaries,
                Column.KPI: objective.kpi,
                Column.UNIT: objective.unit,
                Column.DIRECTION: objective.direction,
                Column.BASELINE: objective.baseline,
                Column.BASELINE_ON: objective.baseline_on,
                Column.TARGET: objective.target,
                Column.TARGET_ON: objective.target_on,
                Column.MONTHLY_VALUE: objective.monthly_value,
            }
        plain = {
            column: cleaned(value).strip() if isinstance(value, str) else value
            for column, value in found.items()
        }
        return {column: value for column, value in plain.items() if value not in (None, "")}


def lines_of(rows: Iterable[Initiative]) -> list[InitiativeLine]:
    """Those initiatives with their first objectives; their `first` is prefetched."""
    return [
        InitiativeLine(row=row, objective=next(iter(row.first), None))  # type: ignore[attr-defined]
        for row in rows
    ]


def with_first_objective(wanted: Q) -> Any:
    """The initiatives so wanted, each with its captain and its first objective."""
    objectives = Objective.objects.order_by("position")
    return (
        Initiative.objects.filter(wanted)
        .select_related("captain")
        .prefetch_related(Prefetch("objectives", queryset=objectives, to_attr="first"))
    )


def standing_already(rows: Sequence[ReadRow]) -> Mapping[str, list[InitiativeLine]]:
    """What the rows' references and names stand for, by `key`; two statements."""
    references = {row.text(Column.REFERENCE) for row in rows} - {""}
    ids = [one for one in map(_uuid, references) if one is not None]
    names = list({folded(row.text(Column.TITLE)) for row in rows if not row.text(Column.REFERENCE)})
    named = RawSQL("SELECT id FROM portfolio_initiative WHERE title_key = ANY(%s)", [names])
    wanted = Q(external_ref__in=references) | Q(id__in=ids) | Q(id__in=named)
    found: dict[str, list[InitiativeLine]] = {}
    for line in lines_of(with_first_objective(wanted).order_by("id")):
        keys = {line.row.external_ref, str(line.row.id), folded(line.row.title)} - {""}
        for key in keys:
            found.setdefault(key, []).append(line)
    return found


def people_by_name() -> Mapping[str, list[UUID]]:
    """Who is present, by address and by folded name."""
    found: dict[str, list[UUID]] = {}
    for member_id, name, email in Member.objects.filter(left_at=None).values_list(
        "id", "name", "email"
    ):
        for key in {email.casefold(), folded(name)} - {""}:
            found.setdefault(key, []).append(member_id)
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@dataclass(frozen=True, kw_only=True)
class ShownHeading:
    """A column of the file: its letter, its heading, its first value, the key it goes to."""

    letter: str
    name: str
    first: str
    key: str


@dataclass(frozen=True, kw_only=True)
class ShownFault:
    """A cell in the way: its address, what stands there, why; a whole file has no address."""

    row: int
    column: str
    address: str
    said: str
    code: str

    @property
    def is_cell(self) -> bool:
        """Whether it can be mended where it stands."""
        return bool(self.address)


@dataclass(frozen=True, kw_only=True)
class ShownImport:
    """An import as its page shows it: `cells` are the rows in the way, each cell with its fault."""

    row: TableImport
    headings: tuple[ShownHeading, ...]
    faults: tuple[ShownFault, ...]

    @property
    def used(self) -> int:
        """How many columns go somewhere."""
        return sum(bool(one.key) for one in self.headings)

    @property
    def cells(self) -> list[tuple[int, list[tuple[str, bool]]]]:
        """The rows in the way, else the first ones: numbers, and cells with whether each is bad."""
        bad = {(one.row, one.column) for one in self.faults}
        rows = {row for row, _ in bad}
        shown = [line for line in self.row.rows if line[0] in rows] or self.row.rows
        keys = [one.key for one in self.headings]
        return [
            (
                number,
                [
                    (cells[place] if place < len(cells) else "", (number, key) in bad)
                    for place, key in enumerate(keys)
                ],
            )
            for number, cells in shown[:SHOWN]
        ]


def shown_import(import_id: UUID) -> ShownImport:
    """The import as its page shows it; raises NotFound."""
    row = get_import(import_id)
    held = {head: key for key, head in row.columns.items()}
    firsts = row.rows[0][1] if row.rows else []
    headings = tuple(
        ShownHeading(
            letter=letters(place),
            name=name,
            first=firsts[place] if place < len(firsts) else "",
            key=held.get(name, ""),
        )
        for place, name in enumerate(row.headings)
    )
    cells = dict(row.rows)
    places = {one.key: place for place, one in enumerate(headings) if one.key}
    faults = tuple(_fault(one, places, cells) for one in row.faults)
    return ShownImport(row=row, headings=headings, faults=faults)


def _fault(
    stored: Sequence[Any], places: Mapping[str, int], cells: Mapping[int, Sequence[str]]
) -> ShownFault:
    row, column, code = stored
    place, line = places.get(column), cells.get(row, ())
    is_there = place is not None and row in cells
    return ShownFault(
        row=row,
        column=column,
        code=code,
        address=f"{letters(place)}{row}" if is_there and place is not None else "",
        said=line[place] if is_there and place is not None and place < len(line) else "",
    )
