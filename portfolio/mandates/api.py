from datetime import date
from uuid import UUID

from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer

from governance.api.codec import given
from governance.api.operations import operation
from governance.api.renderers import FILE, PdfRenderer
from governance.api.views import ApiView
from governance.mandates.api import TermsBody, in_place
from governance.mandates.choices import MandateKind
from governance.mandates.rules import MandateTerms, proposed_terms
from governance.mandates.selectors import LetterAnswer, get_letter
from governance.mandates.services import write_mandate
from governance.papers.services import MEDIA_TYPE, print_sheet
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.selectors.pages import get_initiative
from portfolio.mandates.selectors import LetterPaperAnswer, letter_paper
from portfolio.mandates.services import letter_sheet
from tenants.errors import Refused
from tenants.shapes import shaped


class InitiativeMandate(ApiView):
    @operation(
        "Write the captain's mandate (never by key: 403 not_for_keys)",
        LetterAnswer,
        name="write_captain_mandate",
        body=TermsBody,
        status=201,
        writes_version=True,
    )
    def post(self, body: TermsBody, initiative_id: UUID) -> LetterAnswer:
        """The letter waits for the captain. A person writes it, signed in; a key never may."""
        row = get_initiative(initiative_id)
        mandate = self.perform(
            write_mandate,
            kind=MandateKind.INITIATIVE,
            holder_id=captain_of(row),
            initiative_id=row.id,
            terms=in_place(proposal(row, today=self.today), given(body)),
        )
        return shaped(get_letter(mandate.id, today=self.today), LetterAnswer)


class MandateLetter(ApiView):
    renderer_classes = (JSONRenderer, PdfRenderer)

    @operation(
        "A mandate as it is printed",
        LetterPaperAnswer,
        name="get_mandate_letter",
        media={MEDIA_TYPE: FILE},
    )
    def get(self, mandate_id: UUID) -> LetterPaperAnswer | HttpResponse:
        """An object, or one sheet in the language asked for with `Accept: application/pdf`."""
        paper = letter_paper(mandate_id, company=self.company.name, today=self.today)
        if isinstance(self.request.accepted_renderer, PdfRenderer):
            return HttpResponse(print_sheet(letter_sheet(paper)), content_type=MEDIA_TYPE)
        return shaped(paper, LetterPaperAnswer)


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
