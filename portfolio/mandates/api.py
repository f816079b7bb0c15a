from datetime import date
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.views import ApiView
from governance.mandates.api import LetterSerializer, TermsInput, one_letter, written
from governance.mandates.choices import MandateKind
from governance.mandates.rules import MandateTerms, proposed_terms
from governance.mandates.services import write_mandate
from portfolio.initiatives.api import checked
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.selectors.pages import get_initiative
from tenants.errors import Refused


class InitiativeMandate(ApiView):
    @extend_schema(
        operation_id="write_captain_mandate",
        summary="Write the captain's mandate (never by key: 403 not_for_keys)",
        request=TermsInput,
        responses={201: LetterSerializer},
    )
    def post(self, request: Request, initiative_id: UUID) -> Response:
        """The letter waits for the captain. A person writes it, signed in; a key never may."""
        door: Any = request._request
        given = checked(TermsInput, request.data)
        row = get_initiative(initiative_id)
        mandate = write_mandate(
            door.act,
            kind=MandateKind.INITIATIVE,
            holder_id=captain_of(row),
            initiative_id=row.id,
            terms=written(proposal(row, today=door.today), given),
        )
        return one_letter(mandate, today=door.today, status=201)


def captain_of(row: Initiative) -> UUID:
    """Whom the letter is for; raises Refused `captain_missing`."""
    if row.captain_id is None:
        raise Refused("captain_missing")
    return row.captain_id


def proposal(row: Initiative, *, today: date) -> MandateTerms:
    """The letter as it is proposed: its total is the budget, its scope the title."""
    return proposed_terms(
        kind=MandateKind.INITIATIVE, today=today, budget=row.budget, scope_text=row.title
    )
