"""A person of many companies: each costs the same, one after the other."""

from datetime import timedelta
from itertools import pairwise

from django.test import Client
from django.utils import timezone

from governance.founding.services import open_company
from tenants.accounts.models import User
from tenants.calendars.services import make_person_calendar
from tenants.provisioning.services.schemas import refill_spares
from tests.cast import PUBLIC
from tests.committed import CommittedDatabase
from tests.counting import statements


def test_twelve_companies_cost_the_same_each(committed_database: CommittedDatabase) -> None:
    now = timezone.now()
    acme = committed_database.cast("acme")
    user = User.objects.get(id=acme.members["captain"].user_id)
    token = make_person_calendar(user_id=user.id, now=now)

    def read():
        return Client(headers={"host": PUBLIC}).get(f"/calendar/{token}.ics")

    def asked() -> int:
        read()
        with statements() as sent:
            assert read().status_code == 200
        return len(sent)

    with committed_database.as_owner():
        refill_spares(keep=12, now=now)
    one, counts = asked(), []
    for number in range(2, 13):
        host = f"calendar{number}.{PUBLIC}"
        open_company(
            name=f"N° {number}",
            host=host,
            founder=user,
            now=now - (13 - number) * timedelta(days=2),
        )
        counts.append(asked())
    steps = {after - before for before, after in pairwise(counts)}
    assert len(steps) == 1, (one, counts)
    assert steps.pop() <= 14
