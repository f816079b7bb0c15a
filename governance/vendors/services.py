"""A vendor is asked six questions by link; what it answers is read and lands in the entry."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.services import require
from governance.register.models import RegisterEntry
from governance.register.services.entries import change_entry
from governance.vendors.models import VendorInquiry
from governance.vendors.rules import LONGEST, answered
from governance.vendors.selectors import inquiry_behind, inquiry_of, inquiry_token
from tenants.columns import check_columns
from tenants.errors import Invalid, NotFound, Refused
from tenants.ids import uuid7
from tenants.rows import locked
from tenants.tokens import token_digest
from tenants.transactions import use_case


def ask_vendor(act: Act, *, entry_id: UUID) -> VendorInquiry:
    """A new link to the six questions; the one before opens no more.

    Raises NotAllowed, NotFound `entry_not_found`.
    """
    require(act, permission="register.edit")
    with use_case():
        locked(RegisterEntry, entry_id, code="entry_not_found")
        close_inquiry(act, entry_id=entry_id)
        inquiry_id = uuid7()
        return VendorInquiry.objects.create(
            id=inquiry_id,
            entry_id=entry_id,
            token_hash=token_digest(inquiry_token(inquiry_id)),
            asked_on=act.today,
            asked_by_id=act.actor.person_id,
        )


def close_inquiry(act: Act, *, entry_id: UUID) -> None:
    """The link opens no more, and what was answered by it is gone from the page. NotAllowed."""
    require(act, permission="register.edit")
    with use_case():
        rows = VendorInquiry.objects.filter(entry_id=entry_id, closed_at__isnull=True)
        rows.update(closed_at=act.now)


def answer_by_link(
    *, token: str, today: date, name: str, answers: Mapping[str, str]
) -> VendorInquiry:
    """What the vendor says, once; nobody of the company stands behind it.

    Raises NotFound `inquiry_not_found`, Invalid `vendor_answers_empty`, `invalid_fields`.
    """
    told = answered(answers)
    if not told:
        raise Invalid("vendor_answers_empty", fields={"data": ["required"]})
    too_long = {key: ["too_long"] for key, text in told.items() if len(text) > LONGEST}
    if too_long:
        raise Invalid("invalid_fields", fields=too_long)
    check_columns(model=VendorInquiry, values={"answered_by": name.strip()})
    with use_case():
        row = locked(VendorInquiry, inquiry_behind(token, today=today).id)
        if row.answered_on is not None or row.closed_at is not None:
            raise NotFound("inquiry_not_found")
        row.answers, row.answered_by, row.answered_on = told, name.strip(), today
        row.save(update_fields=["answers", "answered_by", "answered_on"])
    return row


def read_answers(act: Act, *, entry_id: UUID) -> VendorInquiry:
    """Somebody has read the answers: the entry says that its vendor was looked at today.

    Raises NotAllowed, Refused `vendor_not_answered`.
    """
    require(act, permission="register.edit")
    with use_case():
        known = inquiry_of(entry_id)
        if known is None or known.answered_on is None:
            raise Refused("vendor_not_answered")
        row = locked(VendorInquiry, known.id)
        row.read_on, row.read_by_id = act.today, act.actor.person_id
        row.save(update_fields=["read_on", "read_by"])
        change_entry(act, entry_id=entry_id, values={"vendor_assessed_on": act.today})
    return row
