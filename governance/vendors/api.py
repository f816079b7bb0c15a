"""The questions to the vendor of a tool in the register."""

from datetime import date
from uuid import UUID

from django.urls import reverse

from governance.access.services import require
from governance.api.operations import operation
from governance.api.views import ApiView
from governance.register.selectors import get_entry
from governance.vendors.models import VendorInquiry
from governance.vendors.selectors import inquiry_of, inquiry_token
from governance.vendors.services import ask_vendor
from tenants.addresses import company_url
from tenants.shapes import Shape


class VendorAnswer(Shape, frozen=True, kw_only=True):
    """What a vendor was asked and said; `link` is there until it has answered.

    `answers` by question: data, place, security, contract, law, exit.
    """

    asked_on: date | None
    link: str
    answered_on: date | None
    answered_by: str
    answers: dict[str, str]
    read_on: date | None


class RegisterVendor(ApiView):
    @operation("What a vendor was asked and answered", VendorAnswer, name="get_vendor_answers")
    def get(self, entry_id: UUID) -> VendorAnswer:
        """The link to the six questions, or the answers; empty where it was never asked."""
        require(self.act, permission="register.edit")
        get_entry(entry_id)
        return _answer(self, inquiry_of(entry_id))

    @operation(
        "Ask the vendor the six questions by link", VendorAnswer, name="ask_vendor", status=201
    )
    def post(self, entry_id: UUID) -> VendorAnswer:
        """A new link; the one before opens no more."""
        return _answer(self, self.perform(ask_vendor, entry_id=entry_id))


def _answer(view: ApiView, row: VendorInquiry | None) -> VendorAnswer:
    if row is None:
        return VendorAnswer(
            asked_on=None, link="", answered_on=None, answered_by="", answers={}, read_on=None
        )
    path = reverse("vendor_public", args=[inquiry_token(row.id)])
    return VendorAnswer(
        asked_on=row.asked_on,
        link=company_url(view.company.host, path) if row.answered_on is None else "",
        answered_on=row.answered_on,
        answered_by=row.answered_by,
        answers=row.answers,
        read_on=row.read_on,
    )
