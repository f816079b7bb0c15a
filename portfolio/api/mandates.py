from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.letters import LetterSerializer, TermsInput, one_letter, written
from governance.api.views import ApiView
from governance.choices import MandateKind
from governance.rules.mandates import proposed_terms
from governance.services.mandates import write_mandate
from portfolio.api.initiatives import checked
from portfolio.selectors.initiative_page import get_initiative
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
        if row.captain_id is None:
            raise Refused("captain_missing")
        kind = MandateKind.INITIATIVE
        proposed = proposed_terms(
            kind=kind, today=door.today, budget=row.budget, scope_text=row.title
        )
        mandate = write_mandate(
            actor=self.actor,
            kind=kind,
            holder_id=row.captain_id,
            initiative_id=row.id,
            terms=written(proposed, given),
            today=door.today,
            now=door.now,
        )
        return one_letter(mandate, today=door.today, status=201)
