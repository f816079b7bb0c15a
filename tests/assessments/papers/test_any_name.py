"""Papers always come out: every door, whatever letters a company or a person is called by."""

import csv
import io
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone, translation
from pypdf import PdfReader

from assessments.open_door.services import complete_draft, save_draft_answer, start_draft
from assessments.papers.services import file_name, send_result
from governance.members.models import Member
from governance.outbox.services import send_waiting
from governance.papers.services import undrawn
from tenants.companies.models import Organization
from tests.assessments.finished import caller, finished
from tests.assessments.papers.paper_pages import pages
from tests.conftest import Cast, acting

pytestmark = pytest.mark.django_db

NAMES = {
    "emoji": ("Ab 🥐", "Ab □"),
    "family": ("Ab 👨‍👩‍👧 Cie", "Ab □□□ Cie"),
    "ligature": ("ﬁn", "ﬁn"),
    "hebrew": ("שלום", "שלום"),
    "arabic": ("شركة", ""),
    "japanese": ("株式会社", "□□□□"),
    "turned": ("Ab\u202eCie", "AbCie"),
    "line": ("Ab\u2028Cie\x07", "Ab Cie"),
    "unassigned": ("Ab \U0010ffff\ufdd0 Cie", ""),
    "private": ("Ab \ue000", "Ab"),
    "marks": ("Ab 🥐\u0301\ufe0f" + "e\u0301" * 3, "Ab □ééé"),
    "endless": ("W" * 160, ""),
    "endless emoji": ("🥐" * 160, ""),
    "ligatures": ("ﬃ" * 160, ""),
}


@pytest.fixture(params=NAMES)
def named(request: Any, acme: Cast) -> tuple[Cast, str, str]:
    """A company and its people called so, and what paper says of it; empty: not compared."""
    name, shown = NAMES[request.param]
    Organization.objects.filter(id=acme.company.id).update(name=name)
    Member.objects.update(name=name[:120])
    return acme, name, shown


def printed(content: bytes, shown: str) -> None:
    first, second = pages(content)
    for page in (first, second):
        assert shown in page.replace("\u200b", "") or shown[::-1] in page, (shown, page[:200])


def test_every_door_gives_paper_mail_and_table(named: tuple[Cast, str, str]) -> None:
    cast, _, shown = named
    one, browser, machine = finished(cast), cast.client("viewer"), caller(cast)
    got = browser.get(f"/diagnostic/{one.id}/result.pdf")
    assert "%E2%80%AE" not in got["Content-Disposition"]
    told = machine.get(f"/api/v1/assessments/{one.id}/result.pdf")
    for each in (got, told):
        assert (each.status_code, each["Content-Type"]) == (200, "application/pdf")
        printed(each.content, shown)
    name, content = mailed(cast, one)
    assert len(name.encode()) <= 255
    printed(content, shown)
    table = browser.get(f"/diagnostic/{one.id}/answers.csv")
    assert (table.status_code, table["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert len(list(csv.reader(io.StringIO(table.content.decode()), delimiter=";"))) > 20
    assert machine.get(f"/api/v1/assessments/{one.id}/answers/").status_code == 200


def mailed(cast: Cast, one: Any) -> tuple[str, bytes]:
    """The enclosure of the mail as it leaves: its name and its bytes."""
    now, who = timezone.now(), [cast.members["viewer"].id]
    sender = acting(cast.actor("lead"), now=now, today=now.date())
    assert send_result(sender, assessment_id=one.id, member_ids=who) == 1
    assert send_waiting(now=now) == 1
    (letter,) = mail.outbox
    assert letter.message().as_bytes()
    name, content, _kind = letter.attachments[0]
    return str(name), content


def test_the_file_keeps_the_true_name_as_its_title(acme: Cast) -> None:
    Organization.objects.filter(id=acme.company.id).update(name="Ab 🥐 株式会社")
    got = acme.client("viewer").get(f"/diagnostic/{finished(acme).id}/result.pdf")
    known = PdfReader(io.BytesIO(got.content)).metadata
    assert known is not None
    assert str(known.title).endswith("· Ab 🥐 株式会社")


def test_a_name_without_a_blank_stays_on_the_sheet(acme: Cast) -> None:
    Organization.objects.filter(id=acme.company.id).update(name="W" * 160)
    got = acme.client("viewer").get(f"/diagnostic/{finished(acme).id}/result.pdf")
    page = PdfReader(io.BytesIO(got.content)).pages[0]
    places: list[float] = []
    page.extract_text(visitor_text=lambda text, cm, tm, font, size: places.append(_left(cm, tm)))
    assert min(places) >= 0


def _left(cm: Any, tm: Any) -> float:
    return float(tm[4] * cm[0] + tm[5] * cm[2] + cm[4])


def test_an_open_diagnostic_prints_what_was_typed_in_it(client: Client) -> None:
    now = timezone.now()
    token = start_draft(item_id="G1", raw=2, language="fr", today=now.date(), now=now)
    save_draft_answer(token=token, item_id="P1", raw=1, now=now)
    complete_draft(token=token, now=now)
    got = client.get(f"/diagnostic/{token}/result.pdf", headers={"host": "localhost"})
    assert len(pages(got.content)) == 2


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("Société générale — 12 € à 5 % ’ … œ", {}),
        ("ﬁn 🥐 Ω Я ש", {"🥐": "□"}),
        ("ﬅ ㏇ 株", {"㏇": "Co.", "株": "□"}),
    ],
)
def test_what_no_face_has_is_drawn_as_something_else(words: str, others: dict[str, str]) -> None:
    assert dict(undrawn(words)) == others


def test_a_file_name_fits_a_disk_and_turns_nothing() -> None:
    with translation.override("fr"):
        long = file_name(company="🥐" * 160, at=timezone.now(), suffix=".pdf")
        turned = file_name(company="Ab\u202efdp.exe", at=timezone.now(), suffix=".pdf")
    assert len(long.encode()) <= 255
    assert "\u202e" not in turned
