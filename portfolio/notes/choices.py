"""The stored words of notes: a slug never changes once a company has used it."""

from enum import StrEnum


class NoteKind(StrEnum):
    """What a note is: typed, or a next step that was ticked done."""

    NOTE = "note"
    STEP = "step"
