from datetime import datetime
from uuid import UUID

from django.db.models import F

from governance.choices import MandateKind, Role
from governance.models import Mandate, Member
from governance.rules.mandates import MANDATE_HOLDERS
from tenants.transactions import use_case


def vacate_mandates(*, member: Member, now: datetime) -> list[UUID]:
    """The mandates this member can no longer hold are revoked; returns their ids.

    Somebody who left holds none and is nobody's deputy; a weaker role loses what it may not hold.
    """
    role = Role(member.role)
    kinds = [k for k in MandateKind if not member.is_present or role not in MANDATE_HOLDERS[k]]
    held = Mandate.objects.filter(kind__in=kinds, revoked_at__isnull=True)
    with use_case():
        lost = list(held.filter(holder=member).order_by("id").values_list("id", flat=True))
        Mandate.objects.filter(id__in=lost).update(revoked_at=now, version=F("version") + 1)
        held.filter(deputy=member).update(deputy=None, version=F("version") + 1)
    return lost


def end_mandates(*, initiative_id: UUID, now: datetime) -> list[UUID]:
    """No mandate over that initiative is open any more; returns the ids of those that were.

    Belongs to the decision that ended the initiative, which keeps them in its facts.
    """
    with use_case():
        held = Mandate.objects.filter(initiative_id=initiative_id, revoked_at__isnull=True)
        lost = list(held.order_by("id").values_list("id", flat=True))
        Mandate.objects.filter(id__in=lost).update(revoked_at=now, version=F("version") + 1)
    return lost
