"""On every page of the sample companies, sums that stand together add up."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.access.choices import Role
from governance.members.models import Member
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from tenants.accounts.models import User
from tests.config.test_demo import tell
from tests.conftest import Cast, sign_in
from tests.portfolio.money.closings import count, faults

ONE = ("initiative", "initiative_expenses", "initiative_measurements", "initiative_decide")
HELD = (State.ACTIVE, State.PAUSED, State.COMPLETED, State.STOPPED)


@pytest.mark.parametrize(("story", "least"), [("ateliers-morel", 12), ("manufacture-generale", 4)])
def test_sums_close_on_every_page_of_the_story(db, story, least) -> None:
    for told in tell(story, timezone.localdate()):
        member = Member.objects.filter(role=Role.EXECUTIVE).earliest("joined_at")
        client = Client(headers={"host": told.company.host})
        cast = Cast(slug=story, company=told.company, members={})
        sign_in(client, user=User.objects.get(id=member.user_id), cast=cast)
        rows = Initiative.objects.filter(state__in=HELD)
        addresses = [reverse("dashboard"), reverse("portfolio")]
        addresses += [reverse(name, args=[row.id]) for row in rows for name in ONE]
        for language in ("fr", "en"):
            client.cookies["language"] = language
            shown = 0
            for address in addresses:
                page = client.get(address)
                assert page.status_code == 200
                assert faults(page.text, is_french=language == "fr") == [], address
                shown += count(page.text)
            assert shown >= least
