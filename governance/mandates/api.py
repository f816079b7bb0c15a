"""What may be asked of a new mandate."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, UnsetType

from governance.api.codec import Body, PageQuery, given
from governance.api.operations import act, operation
from governance.api.pagination import Page
from governance.api.views import ApiView
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.mandates.rules import MOST_VERDICTS, MandateTerms, proposed_terms
from governance.mandates.selectors import LetterAnswer, get_letter, letters_of, mandate_rows
from governance.mandates.services import (
    accept_mandate,
    decline_mandate,
    discuss_mandate,
    revoke_mandate,
    write_mandate,
)
from tenants.bounds import Euros, figure, one_of, text
from tenants.shapes import shaped

Ceiling = Euros
Power = Annotated[str, one_of(MOST_VERDICTS[MandateKind.COMPANY])]


class TermsBody(Body, frozen=True, kw_only=True):
    """What is not given stays as proposed: usual powers, modest ceilings, twelve months."""

    verdicts: tuple[Power, ...] | UnsetType = UNSET
    ceiling_per_decision: Ceiling | UnsetType = UNSET
    ceiling_total: Ceiling | UnsetType = UNSET
    days_per_month: Annotated[Decimal, figure(3, 1)] | UnsetType = UNSET
    starts: date | UnsetType = UNSET
    ends: date | UnsetType = UNSET
    deputy_id: UUID | UnsetType | None = UNSET


class CompanyTermsBody(TermsBody, frozen=True, kw_only=True):
    """As the terms of any mandate, and who holds it."""

    holder_id: UUID


class RevocationBody(Body, frozen=True, kw_only=True):
    """Why it ends."""

    reason: Annotated[str, text(2000)]


def in_place(proposed: MandateTerms, terms: dict[str, Any]) -> MandateTerms:
    """The proposed letter with what was given in its place."""
    if "days_per_month" in terms:
        terms["days_per_month"] = float(terms["days_per_month"])
    return replace(proposed, **terms)


class MandateQuery(PageQuery, frozen=True, kw_only=True):
    """Mandates of one initiative or holder; `open`: not revoked, or revoked."""

    initiative: UUID | UnsetType = UNSET
    holder: UUID | UnsetType = UNSET
    open: bool | UnsetType = UNSET


def letter_of(view: ApiView, mandate: Mandate, **_path: object) -> LetterAnswer:
    """The letter as it stands."""
    return shaped(get_letter(mandate.id, today=view.today), LetterAnswer)


class MandateList(ApiView):
    @operation(
        "Mandates, newest first", Page[LetterAnswer], name="list_mandates", query=MandateQuery
    )
    def get(self, query: MandateQuery) -> Page[LetterAnswer]:
        """Every letter, revoked ones too, of one initiative or holder if asked."""
        rows = mandate_rows(
            initiative_id=query.initiative or None,
            holder_id=query.holder or None,
            is_open=None if query.open is UNSET else query.open,
        )
        return self.page(rows, self._letters)

    def _letters(self, mandates: Iterable[Mandate]) -> Iterable[LetterAnswer]:
        return (shaped(one, LetterAnswer) for one in letters_of(mandates, today=self.today))

    @operation(
        "Write the company's mandate (never by key: 403 not_for_keys)",
        LetterAnswer,
        name="write_mandate",
        body=CompanyTermsBody,
        status=201,
        writes_version=True,
    )
    def post(self, body: CompanyTermsBody) -> LetterAnswer:
        """The letter waits for its holder. A person writes it, signed in; a key never may."""
        kind, terms = MandateKind.COMPANY, given(body)
        mandate = self.perform(
            write_mandate,
            kind=kind,
            holder_id=terms.pop("holder_id"),
            terms=in_place(proposed_terms(kind=kind, today=self.today), terms),
        )
        return letter_of(self, mandate)


class MandateDetail(ApiView):
    @operation("One mandate", LetterAnswer, name="get_mandate", writes_version=True)
    def get(self, mandate_id: UUID) -> LetterAnswer:
        """The letter, where it stands, what it has engaged and what is left of its total."""
        return shaped(get_letter(mandate_id, today=self.today), LetterAnswer)


class MandateAcceptance(ApiView):
    post = act(
        accept_mandate,
        "Accept a mandate, with its holder's own key (scope decide)",
        LetterAnswer,
        answer=letter_of,
    )


class RemarkBody(Body, frozen=True, kw_only=True):
    """What its holder wants to discuss."""

    remark: Annotated[str, text(600)]


class MandateRefusal(ApiView):
    post = act(
        decline_mandate,
        "Decline a mandate, with its holder's own key (scope decide)",
        LetterAnswer,
        body=RevocationBody,
        answer=letter_of,
    )


class MandateRemark(ApiView):
    post = act(
        discuss_mandate,
        "Ask to discuss a mandate before signing, with its holder's own key (scope decide)",
        LetterAnswer,
        body=RemarkBody,
        answer=letter_of,
    )


class MandateRevocation(ApiView):
    post = act(
        revoke_mandate,
        "Revoke a mandate (never by key: 403 not_for_keys)",
        LetterAnswer,
        body=RevocationBody,
        answer=letter_of,
    )
