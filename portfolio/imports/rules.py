"""A table of initiatives: which heading holds what, and what each row says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from portfolio.estimates.choices import SizeTap
from portfolio.imports.choices import InitiativeColumn as Column
from portfolio.life.choices import State
from portfolio.objectives.choices import Benefit, Direction
from tenants.bounds import CENT
from tenants.tables.rules.cells import CellFault, Read, as_day, as_number, as_text, as_word
from tenants.tables.rules.sheets import CellReason, SheetRow
from tenants.texts import folded

KEPT = timedelta(hours=24)
MOST_TRIES = 3
MOST_FIGURE, MOST_EUROS = Decimal(10) ** 11 - Decimal("0.001"), Decimal(10) ** 10 - CENT
# What headings are called, as typed: our own in both languages first, then what is usual.
USUAL: Mapping[str, tuple[str, ...]] = {
    Column.REFERENCE: ("Référence", "Reference", "ref", "id", "code", "numero"),
    Column.TITLE: (
        *("Nom", "Name", "titre", "title", "intitule", "projet", "project", "initiative"),
        *("idee", "idea", "sujet", "cas d usage"),
    ),
    Column.STATE: ("État", "State", "statut", "status", "avancement", "phase"),
    Column.CAPTAIN: (
        *("Capitaine", "Captain", "responsable", "porteur", "pilote", "owner", "chef de projet"),
        *("lead", "qui porte", "e mail", "email"),
    ),
    Column.SUMMARY: ("Résumé", "Summary", "description", "detail", "details", "objet", "but"),
    Column.SITUATION: ("Aujourd’hui", "Today", "situation", "probleme", "problem", "constat"),
    Column.BENEFIT: ("Gain visé", "Gain aimed at", "benefit", "benefice", "type de gain", "gain"),
    Column.BENEFICIARIES: (
        *("Bénéficiaires", "Beneficiaries", "pour qui", "service", "equipe", "team", "for whom"),
    ),
    Column.VALUE: ("Valeur (taille)", "Value (size)", "valeur", "value"),
    Column.EFFORT: ("Effort (taille)", "Effort (size)", "effort", "charge"),
    Column.COST: ("Coût (taille)", "Cost (size)", "cout", "cost"),
    Column.BUDGET: ("Budget", "budget ht", "montant", "enveloppe", "budget eur"),
    Column.KPI: ("Indicateur", "KPI", "mesure", "measure", "metric", "objectif", "objective"),
    Column.UNIT: ("Unité", "Unit"),
    Column.DIRECTION: ("Sens", "Direction", "better", "mieux"),
    Column.BASELINE: ("Point de départ", "Baseline", "depart", "valeur initiale", "avant"),
    Column.BASELINE_ON: ("Mesuré le", "Measured on", "baseline on", "date de depart"),
    Column.TARGET: ("Cible", "Target", "valeur cible", "apres"),
    Column.TARGET_ON: (
        *("Échéance", "Target date", "target on", "due", "deadline", "date cible", "date de fin"),
    ),
    Column.MONTHLY_VALUE: ("Gain par mois", "Gain a month", "monthly value", "valeur par mois"),
}
# The words that a spreadsheet is likely to hold, folded.
_STATES = {
    State.PROPOSED: (
        "proposee",
        "proposed",
        "idee",
        "idea",
        "nouvelle",
        "nouveau",
        "new",
        "a etudier",
    ),
    State.BACKLOG: (
        *(
            "au vivier",
            "vivier",
            "in the ideas pool",
            "ideas pool",
            "pool",
            "backlog",
            "en attente",
        ),
        *("a venir", "planned", "waiting"),
    ),
    State.ACTIVE: ("en cours", "active", "actif", "running", "demarre", "demarree", "started"),
    State.PAUSED: ("en pause", "paused", "suspendu", "suspendue"),
    State.COMPLETED: ("terminee", "termine", "done", "completed", "fini", "finie", "clos"),
    State.STOPPED: ("arretee", "arrete", "stopped", "abandonne", "abandonnee"),
    State.REJECTED: ("refusee", "refuse", "ecartee", "rejected"),
    State.ARCHIVED: ("archivee", "archive", "archived"),
}
_BENEFITS = {
    Benefit.TIME: ("temps", "time", "gain de temps"),
    Benefit.QUALITY: ("qualite", "quality"),
    Benefit.COST: ("couts", "costs", "cout", "cost", "argent"),
    Benefit.SATISFACTION: ("satisfaction client", "customer satisfaction", "satisfaction"),
}
_SIZES = {
    SizeTap.SMALL: ("petit", "petite", "small", "faible", "s"),
    SizeTap.MEDIUM: ("moyen", "moyenne", "medium", "m"),
    SizeTap.LARGE: ("grand", "grande", "large", "fort", "forte", "l"),
}
_DIRECTIONS = {
    Direction.DOWN: ("moins c est mieux", "moins vaut mieux", "less is better", "baisse", "down"),
    Direction.UP: ("plus c est mieux", "plus vaut mieux", "more is better", "hausse", "up"),
}


def _by_word(words: Mapping[Any, Iterable[str]]) -> Mapping[str, str]:
    return {folded(word): str(code) for code, said in words.items() for word in (str(code), *said)}


def _text(longest: int) -> Read:
    def read(value: str, is_french: bool) -> str:
        found = as_text(value, is_french)
        if len(found) > longest:
            raise CellFault("max_length")
        return found

    return read


_FIGURE = as_number(3, least=-MOST_FIGURE, most=MOST_FIGURE, units=None)
_EUROS = as_number(2, most=MOST_EUROS)
_SIZE = as_word(_by_word(_SIZES))
READERS: Mapping[Column, Read] = {
    Column.REFERENCE: _text(80),
    Column.TITLE: _text(160),
    Column.STATE: as_word(_by_word(_STATES)),
    Column.CAPTAIN: _text(254),
    Column.SUMMARY: _text(10_000),
    Column.SITUATION: _text(200),
    Column.BENEFIT: as_word(_by_word(_BENEFITS)),
    Column.BENEFICIARIES: _text(160),
    Column.VALUE: _SIZE,
    Column.EFFORT: _SIZE,
    Column.COST: _SIZE,
    Column.BUDGET: as_number(2, least=CENT, most=MOST_EUROS),
    Column.KPI: _text(160),
    Column.UNIT: _text(20),
    Column.DIRECTION: as_word(_by_word(_DIRECTIONS)),
    Column.BASELINE: _FIGURE,
    Column.BASELINE_ON: as_day,
    Column.TARGET: _FIGURE,
    Column.TARGET_ON: as_day,
    Column.MONTHLY_VALUE: _EUROS,
}
# What an objective is made of: where one of these is told, there is one. A date alone is when it
# is expected to go live.
OF_OBJECTIVE = frozenset(
    {Column.KPI, Column.UNIT, Column.DIRECTION, Column.BASELINE, Column.BASELINE_ON}
    | {Column.TARGET, Column.MONTHLY_VALUE}
)


@dataclass(frozen=True, kw_only=True)
class ReadRow:
    """One row: its number, and what its cells say by column; what is blank is not there."""

    number: int
    values: Mapping[Column, Any]

    def text(self, column: Column) -> str:
        """What the cell says, empty where it is blank."""
        return str(self.values.get(column, ""))

    @property
    def state(self) -> State:
        """Where it is to stand; an idea where nothing is said."""
        return State(self.values.get(Column.STATE, State.PROPOSED))

    @property
    def has_objective(self) -> bool:
        """Whether it says anything of an objective."""
        return not OF_OBJECTIVE.isdisjoint(self.values)

    @property
    def live_on(self) -> date | None:
        """When it is expected to go live: the date, where no objective says what is due then."""
        return None if self.has_objective else self.values.get(Column.TARGET_ON)

    @property
    def key(self) -> str:
        """What tells the row from others: its reference, else its folded name."""
        return self.text(Column.REFERENCE) or folded(self.text(Column.TITLE))


def read_rows(
    rows: Iterable[SheetRow], *, places: Mapping[Column, int], is_french: bool
) -> tuple[list[ReadRow], list[CellReason]]:
    """Return what each row says, and every cell that cannot be read, by its column."""
    found: list[ReadRow] = []
    faults: list[CellReason] = []
    readers = [(column, place, READERS[column]) for column, place in places.items()]
    for row in rows:
        values: dict[Column, Any] = {}
        for column, place, read in readers:
            cell = row.cells[place] if place < len(row.cells) else ""
            if not cell:
                continue
            try:
                values[column] = read(cell, is_french)
            except CellFault as fault:
                faults.append(CellReason(row=row.number, column=column, code=str(fault)))
        title = places.get(Column.TITLE)
        if title is None or title >= len(row.cells) or not row.cells[title]:
            faults.append(CellReason(row=row.number, column=Column.TITLE, code="required"))
        found.append(ReadRow(number=row.number, values=values))
    return found, faults
