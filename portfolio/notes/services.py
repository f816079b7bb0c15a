"""Notes are written and taken away by their author; a next step that is ticked leaves one."""

from uuid import UUID

from governance.access.rules.actors import Act, Door
from governance.access.rules.authority import SubjectFacts
from governance.access.services import require
from portfolio.initiatives.models import Initiative
from portfolio.life.services import lock_to_edit, write
from portfolio.notes.choices import NoteKind
from portfolio.notes.models import Note
from portfolio.notes.selectors import get_note
from tenants.columns import check_columns
from tenants.errors import Invalid, NotAllowed, NotFound, Refused
from tenants.transactions import use_case


def write_note(act: Act, *, initiative_id: UUID, text: str) -> Note:
    """The note stands beside the initiative, whatever state it is in.

    Raises NotAllowed, NotFound `initiative_not_found`, Invalid `note_required`, `invalid_fields`.
    """
    require(act, permission="note.write")
    if act.actor.member_id is None:
        raise NotAllowed("not_in_role", permission="note.write")
    if not text.strip():
        raise Invalid("note_required", fields={"text": ["required"]})
    check_columns(model=Note, values={"text": text.strip()})
    with use_case():
        if not Initiative.objects.filter(id=initiative_id).exists():
            raise NotFound("initiative_not_found", named=initiative_id)
        return _noted(act, initiative_id=initiative_id, text=text.strip(), kind=NoteKind.NOTE)


def remove_note(act: Act, *, note_id: UUID) -> Note:
    """The note is gone; only its author takes it away. Raises NotAllowed, NotFound."""
    with use_case():
        note = get_note(note_id)
        subject = SubjectFacts(named_ids=frozenset({note.author_id}))
        require(act, permission="note.remove", subject=subject)
        Note.objects.filter(id=note.id).delete()
    return note


def finish_next_step(
    act: Act, *, initiative_id: UUID, expected_version: int | None = None
) -> Initiative:
    """The next step is done: it leaves the card, and stands among the notes with who ticked it.

    Raises NotFound, NotAllowed, Refused `no_next_step`, `initiative_closed`, `stale_version`.
    """
    with use_case():
        row = lock_to_edit(
            act,
            initiative_id=initiative_id,
            expected_version=expected_version,
            permission="step.finish",
        )
        if not row.next_step:
            raise Refused("no_next_step")
        _noted(act, initiative_id=row.id, text=row.next_step, kind=NoteKind.STEP)
        gone = {"next_step": "", "next_step_by": None, "next_step_on": None}
        return write(row=row, values=gone)


def _noted(act: Act, *, initiative_id: UUID, text: str, kind: NoteKind) -> Note:
    return Note.objects.create(
        initiative_id=initiative_id,
        kind=kind,
        text=text,
        author_id=act.actor.person_id,
        by_link=act.door is Door.LINK,
        written_at=act.now,
    )
