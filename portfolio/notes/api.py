"""Short notes on an initiative, apart from the log."""

from typing import Annotated
from uuid import UUID

from governance.api.codec import Body
from governance.api.operations import act, operation
from governance.api.pagination import Page, whole
from governance.api.views import ApiView
from governance.mandates.selectors import NamedMember
from portfolio.notes.choices import NoteKind
from portfolio.notes.models import Note
from portfolio.notes.selectors import get_note, noted_initiative, notes_of
from portfolio.notes.services import remove_note, write_note
from tenants.bounds import text
from tenants.shapes import LocalTime, Shape, all_shaped


class NoteAnswer(Shape, frozen=True, kw_only=True):
    """A note; `kind` is *note*, or *step* for a next step that was ticked done."""

    id: UUID
    initiative_id: UUID
    kind: NoteKind
    text: str
    author: NamedMember
    written_at: LocalTime


class NoteBody(Body, frozen=True, kw_only=True):
    """A few words."""

    text: Annotated[str, text(1000)]


class InitiativeNotes(ApiView):
    @operation("Notes on an initiative", Page[NoteAnswer], name="list_notes")
    def get(self, initiative_id: UUID) -> Page[NoteAnswer]:
        """Its last twenty notes, the newest first."""
        row = noted_initiative(initiative_id)
        return whole(tuple(all_shaped(NoteAnswer)(notes_of(row.id))))

    post = act(
        write_note,
        "Write a note",
        NoteAnswer,
        body=NoteBody,
        status=201,
        located="api_note",
        writes_version=False,
    )


class NoteDetail(ApiView):
    @operation("One note", NoteAnswer, name="get_note")
    def get(self, note_id: UUID) -> Note:
        """Its words, who wrote them and when."""
        return get_note(note_id)

    delete = act(remove_note, "Take one's own note away", None, status=204, writes_version=False)
