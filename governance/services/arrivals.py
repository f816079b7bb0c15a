from datetime import datetime

from governance.models import Member
from governance.services.companies import seat_founder
from tenants.models import User
from tenants.transactions import use_case


def welcome_member(*, user: User, now: datetime) -> None:
    """Who signs in to the current company has a seat if the company was still empty, and a name.

    The name is the one known on the other side: the invitation's, or the account's.
    """
    with use_case():
        seat_founder(founder=user, now=now)
        member = Member.objects.filter(user_id=user.id, left_at__isnull=True).first()
        if member is None:
            return
        if not user.name and member.name:
            User.objects.filter(id=user.id, name="").update(name=member.name)
        if user.name and not member.name:
            Member.objects.filter(id=member.id, name="").update(name=user.name)
