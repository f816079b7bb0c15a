"""A vendor answers six questions by link, once; what was read lands in the entry."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from governance.duties.choices import DutyKind
from governance.members.models import Member
from governance.register.models import RegisterEntry
from governance.vendors.choices import VendorQuestion
from governance.vendors.models import VendorInquiry
from governance.vendors.rules import LASTS, LONGEST, answered, is_open
from governance.vendors.selectors import inquiry_behind, inquiry_of, inquiry_token
from governance.vendors.services import answer_by_link, ask_vendor, close_inquiry, read_answers
from tests.governance.register.scene import act_of, allowed, entry
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY, owed_by
from tests.refusals import refused


@pytest.fixture
def row(acme) -> RegisterEntry:
    return entry(acme, **allowed(acme, vendor="Plume SAS"))


def token_of(row: VendorInquiry) -> str:
    return inquiry_token(row.id)


def say(token: str, day=TODAY, **answers: str) -> VendorInquiry:
    return answer_by_link(token=token, today=day, name="Ada, Plume SAS", answers=answers)


def test_a_link_lasts_thirty_days_and_what_is_empty_is_no_answer() -> None:
    assert is_open(asked_on=TODAY, today=TODAY + LASTS)
    assert not is_open(asked_on=TODAY, today=TODAY + LASTS + timedelta(days=1))
    assert answered({"data": " Aucune ", "place": " ", "invented": "x"}) == {"data": "Aucune"}
    assert len(VendorQuestion) == 6


def test_what_is_answered_is_owed_read_and_dated_in_the_entry(acme, row) -> None:
    link = token_of(ask_vendor(act_of(acme), entry_id=row.id))
    with refused("vendor_not_answered"):
        read_answers(act_of(acme), entry_id=row.id)
    with refused("vendor_answers_empty"):
        say(link, data=" ")
    with refused("invalid_fields"):
        say(link, data="x" * (LONGEST + 1))
    say(link, data="Aucune", exit="30 jours")
    lead = acme.members["lead"].id
    assert [one.kind for one in owed_by(lead) if one.kind is DutyKind.VENDOR] == [DutyKind.VENDOR]
    read_answers(act_of(acme), entry_id=row.id)
    row.refresh_from_db()
    assert row.vendor_assessed_on == TODAY
    assert not [one for one in owed_by(lead) if one.kind is DutyKind.VENDOR]


def test_a_link_answers_once_and_no_more_when_it_was_renewed_closed_or_is_over(acme, row) -> None:
    first = token_of(ask_vendor(act_of(acme), entry_id=row.id))
    second = token_of(ask_vendor(act_of(acme), entry_id=row.id))
    with refused("inquiry_not_found"):
        say(first, data="a")
    with refused("inquiry_not_found"):
        say(second, TODAY + LASTS + timedelta(days=1), data="a")
    say(second, data="a")
    with refused("inquiry_not_found"):
        say(second, data="b")
    third = token_of(ask_vendor(act_of(acme), entry_id=row.id))
    assert inquiry_behind(third, today=TODAY).answers == {}
    close_inquiry(act_of(acme), entry_id=row.id)
    assert inquiry_of(row.id) is None
    with refused("inquiry_not_found"):
        inquiry_behind(third, today=TODAY)


def test_the_public_page_shows_the_tool_and_nothing_else(acme, globex, row) -> None:
    cache.clear()
    lead = acme.client("lead")
    page = reverse("register_vendor", args=[row.id], urlconf="config.urls")
    assert lead.post(page, {"ask": "1"}).status_code == 302
    link = f"/vendor/{inquiry_token(inquiry_of(row.id).id)}/"
    assert link in lead.get(page).content.decode()
    visitor = acme.client()
    shown = visitor.get(link).content.decode()
    assert row.tool in shown
    assert row.purpose not in shown
    assert "Karim Haddad" not in shown
    assert globex.client().get(link).status_code == 404
    assert visitor.post(link, {"name": "Ada"}).status_code == 422
    sent = visitor.post(link, {"name": "Ada", "data": "<b>Aucune</b>"})
    assert sent.status_code == 200
    assert visitor.get(link).status_code == 404
    told = lead.get(page).content.decode()
    assert "&lt;b&gt;Aucune&lt;/b&gt;" in told
    assert lead.post(page, {"read": "1"}).status_code == 302
    assert acme.client("viewer").get(page).status_code == 403
    cache.clear()


def test_by_key_it_is_asked_and_read(acme, row) -> None:
    api = caller(acme, "executive")
    never = api("get", f"register/{row.id}/vendor/").json()
    assert (never["asked_on"], never["link"]) == (None, "")
    made = api("post", f"register/{row.id}/vendor/")
    assert (made.status_code, "/vendor/" in made.json()["link"]) == (201, True)
    say(
        made.json()["link"].rstrip("/").rsplit("/", 1)[1],
        inquiry_of(row.id).asked_on,
        law="Minimal",
    )
    by_viewer = caller(acme, "executive")
    Member.objects.filter(id=acme.members["executive"].id).update(role="viewer")
    assert by_viewer("get", f"register/{row.id}/vendor/").json()["code"] == "not_in_role"
    Member.objects.filter(id=acme.members["executive"].id).update(role="executive")
    told = api("get", f"register/{row.id}/vendor/").json()
    assert (told["answers"], told["link"]) == ({"law": "Minimal"}, "")
