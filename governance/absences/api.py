"""Who stands in for whom, for programs."""

from datetime import date
from uuid import UUID

from msgspec import UNSET, UnsetType

from governance.absences.services import say_away, say_back
from governance.api.codec import Body
from governance.api.operations import act
from governance.api.views import ApiView
from governance.mandates.selectors import LetterAnswer, letters_of, mandate_rows
from tenants.shapes import Shape, shaped


class AbsenceBody(Body, frozen=True, kw_only=True):
    """Who stands in until when; from today where `starts` is not given."""

    stand_in_id: UUID
    until: date
    starts: date | UnsetType = UNSET


class AbsenceAnswer(Shape, frozen=True, kw_only=True):
    """The letters of one member; on each who stands in, from when until when."""

    letters: tuple[LetterAnswer, ...]


def letters_held(view: ApiView, _rows: object, *, member_id: UUID) -> AbsenceAnswer:
    """The letters as they stand."""
    held = letters_of(mandate_rows(holder_id=member_id, is_open=True), today=view.today)
    return AbsenceAnswer(letters=tuple(shaped(one, LetterAnswer) for one in held))


class MemberAbsence(ApiView):
    post = act(
        say_away,
        "Say who stands in for a member who is away (scope decide)",
        AbsenceAnswer,
        body=AbsenceBody,
        status=201,
        answer=letters_held,
        writes_version=False,
    )
    delete = act(
        say_back,
        "Say that the member is back (scope decide)",
        AbsenceAnswer,
        answer=letters_held,
        writes_version=False,
    )
