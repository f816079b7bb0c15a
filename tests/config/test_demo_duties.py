"""For everybody of the sample company menu, list, interface and mail say the same."""

from collections.abc import Iterator
from datetime import datetime, time

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tenants.utils import tenant_context

from config.demo.companies import ZONE, open_demo_company
from config.demo.stories import read_story
from governance.keys.models import ApiKey
from governance.members.models import Member
from portfolio.digest.models import WeeklyMail
from portfolio.digest.selectors import owed_by
from portfolio.digest.services import weekly_letter, write_weekly_mails
from portfolio.mine.selectors import Mine
from portfolio.rhythm.rules import next_working_day
from portfolio.standing.services import read_true
from tenants.accounts.models import User
from tests.conftest import Cast, sign_in
from tests.portfolio.calls import caller
from tests.portfolio.mine.test_mine_page import badge_of
from tests.portfolio.portfolio.test_no_button_refuses import Offers
from tests.reader import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db) -> Iterator[Cast]:
    today = timezone.localdate(timezone=ZONE)
    until = datetime.combine(today, time(0, 5), tzinfo=ZONE)
    company = open_demo_company(story=read_story("ateliers-morel"), today=today, until=until)
    with tenant_context(company):
        present = Member.objects.filter(left_at=None, joined_at__isnull=False)
        members = {str(one.id): one for one in present}
        boss = next(one for one in members.values() if one.role == "executive")
        yield Cast("demo", company, {**members, "executive": boss})


def owed(member: Member) -> Mine:
    now = timezone.now()
    today = timezone.localdate(now, ZONE)
    return read_true(lambda: owed_by(member, today=today, now=now), today=today)


def test_everybody_is_told_the_same_wherever_it_is_counted(cast) -> None:
    members = [one for key, one in cast.members.items() if key != "executive"]
    found = {one.id: owed(one) for one in members}
    counts = {key: one.count for key, one in found.items()}
    assert sum(counts.values()) > 0
    call = caller(cast, "executive")
    for one in members:
        client = Reader(headers={"host": cast.host})
        client.reader_id, client.speaks = one.user_id, one.language
        sign_in(client, user=User.objects.get(id=one.user_id), cast=cast)
        page = client.get(reverse("mine")).text
        assert badge_of(page)[0] == counts[one.id]
        assert page.count('<li class="task">') == len(found[one.id].duties)
        ApiKey.objects.update(owner=one)
        assert call("get", "me/duties/").json()["count"] == counts[one.id]
        for link in Offers(page).links:
            assert client.get(link).status_code != 403, link
    day = next_working_day(day=timezone.localdate(timezone=ZONE))
    mails = write_weekly_mails(now=timezone.now(), today=day, owed=owed)
    assert mails == sum(count > 0 for count in counts.values())
    for row in WeeklyMail.objects.select_related("member"):
        letter = weekly_letter(row, owed(row.member))
        assert letter is not None
        said = [*letter.context["typed"], *letter.context["others"]]
        assert len(said) == len(found[row.member_id].duties)
