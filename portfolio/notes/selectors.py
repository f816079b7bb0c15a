"""What stands beside an initiative: its notes, and who would have proposed the same."""

from uuid import UUID

from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power
from governance.duties.selectors import DutySource, Owed, Reader
from portfolio.decisions.rules.verdicts import OPEN_STATES
from portfolio.initiatives.models import Initiative
from portfolio.notes.models import Note
from tenants.errors import NotFound

MOST_SHOWN = 20


def notes_of(initiative_id: UUID) -> list[Note]:
    """Its notes with their authors, the newest first; one query."""
    rows = Note.objects.filter(initiative=initiative_id).select_related("author")
    return list(rows.order_by("-written_at", "-id")[:MOST_SHOWN])


def get_note(note_id: UUID) -> Note:
    """That note; raises NotFound `note_not_found`."""
    found = Note.objects.select_related("author").filter(id=note_id).first()
    if found is None:
        raise NotFound("note_not_found", named=note_id)
    return found


def noted_initiative(initiative_id: UUID) -> Initiative:
    """The initiative; raises NotFound `initiative_not_found`."""
    found = Initiative.objects.filter(id=initiative_id).first()
    if found is None:
        raise NotFound("initiative_not_found", named=initiative_id)
    return found


def _step(row: Owed, reader: Reader) -> Duty:
    return Duty(
        kind=DutyKind.STEP,
        powers=(Power(permission="step.finish"),),
        door=Place(route="initiative", parts=(row.id,)),
        operation=Place(route="api_initiative_step_done", parts=(row.id,)),
        **row.of(reader),
    )


OPEN = tuple(sorted(one.value for one in OPEN_STATES))
STEPS_OWED = DutySource(
    sql=f"""
SELECT id, id AS initiative_id, captain_id, next_step AS title, title AS about,
 next_step_on AS due_on, version
FROM portfolio_initiative
WHERE next_step_by_id = %(reader)s AND next_step <> '' AND state IN {OPEN}
""",
    row=Owed,
    read=_step,
)
