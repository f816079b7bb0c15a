"""What a vendor was asked and answered, and who still has to read it."""

from datetime import date
from uuid import UUID

from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power
from governance.duties.selectors import DutySource, Owed, Reader
from governance.vendors.models import VendorInquiry
from governance.vendors.rules import is_open
from tenants.errors import NotFound
from tenants.tokens import token_digest, token_of

SALT = "governance.vendors"


def inquiry_of(entry_id: UUID) -> VendorInquiry | None:
    """The questions on that entry, the latest; None where its vendor was never asked."""
    rows = VendorInquiry.objects.filter(entry_id=entry_id, closed_at__isnull=True)
    return rows.select_related("asked_by", "read_by").first()


def inquiry_token(inquiry_id: UUID) -> str:
    """The token of a link that may be copied again: made anew from the id and our key."""
    return token_of(inquiry_id, salt=SALT)


def inquiry_behind(token: str, *, today: date) -> VendorInquiry:
    """The open questions of that link.

    Raises NotFound `inquiry_not_found` where it was closed, answered, or its time is over.
    """
    rows = VendorInquiry.objects.filter(
        token_hash=token_digest(token), closed_at__isnull=True, answered_on__isnull=True
    )
    found = rows.select_related("entry").first()
    if found is None or not is_open(asked_on=found.asked_on, today=today):
        raise NotFound("inquiry_not_found")
    return found


def _answered(row: Owed, reader: Reader) -> Duty:
    return Duty(
        kind=DutyKind.VENDOR,
        powers=(Power(permission="register.edit"),),
        door=Place(route="register_vendor", parts=(row.id,)),
        operation=Place(route="api_register_vendor", parts=(row.id,)),
        **row.of(reader),
    )


VENDORS_OWED = DutySource(
    sql="""
SELECT e.id, e.tool AS title, v.answered_by AS about, v.answered_on AS since
FROM governance_vendorinquiry v JOIN governance_registerentry e ON e.id = v.entry_id
WHERE v.closed_at IS NULL AND v.answered_on IS NOT NULL AND v.read_on IS NULL
""",
    row=Owed,
    read=_answered,
)
