"""A file of initiatives, sent, tried and written."""

from collections.abc import Sequence

from portfolio.imports.models import TableImport
from portfolio.imports.services.imports import begin_import, run_imports
from tests.cast import NOW, email_of
from tests.conftest import Cast, acting
from tests.portfolio.scene import TODAY

HEADINGS = (
    *("Projet", "Responsable", "État", "Budget HT", "Pour qui", "Gain visé", "Indicateur"),
    *("Unité", "Point de départ", "Cible", "Échéance", "Commentaire"),
)
FULL = ("temps", "Délai", "j", "9", "3,5", "30/06/2027", "voir Marc")


def line(title: str, captain: str = "", state: str = "", budget: str = "", *more: str) -> list[str]:
    return [title, captain, state, budget, "l’atelier" if more else "", *more]


def csv(*lines: Sequence[str], heads: Sequence[str] = HEADINGS) -> bytes:
    return "\n".join(";".join(one) for one in (heads, *lines)).encode()


def address(cast: Cast, part: str) -> str:
    return email_of(cast.slug, part)


def act_of(cast: Cast, part: str = "executive"):
    return acting(cast.actor(part), now=NOW, today=TODAY)


def sent(cast: Cast, data: bytes, *, part: str = "executive", **more) -> TableImport:
    """What a job made of the file."""
    row = begin_import(act_of(cast, part), data=data, file_name="projets.csv", **more)
    return run(row)


def run(row: TableImport) -> TableImport:
    run_imports(now=NOW, today=TODAY)
    row.refresh_from_db()
    return row
