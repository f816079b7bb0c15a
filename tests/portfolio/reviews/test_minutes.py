"""Minutes: one selector says them to page, paper, mail and program, kept as they were."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from governance.decisions.choices import SubjectKind
from governance.outbox.models import OutboxMessage
from governance.outbox.services import send_mail
from governance.papers.services import print_sheet
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.reviews.models import Review, ReviewItem
from portfolio.reviews.selectors.minutes import minutes_page
from portfolio.reviews.services.mails import minutes_sheet
from portfolio.reviews.services.reviews import close_review, open_due_review, open_review
from portfolio.rhythm.services import REVIEW_RHYTHM, move_due_date
from tenants.ids import uuid7
from tenants.transactions import touch, use_case
from tests.assessments.papers.paper_pages import pages
from tests.conftest import acting
from tests.portfolio.scene import TODAY, at, give, started
from tests.refusals import refused

RESTART = TODAY + timedelta(days=20)


@pytest.fixture
def closed(acme):
    rows = [started(acme, title) for title in ("Devis", "Rebuts", "Relances")]
    Initiative.objects.filter(id=rows[0].id).update(
        next_step="Écrire la consigne", next_step_on=RESTART
    )
    review = open_review(acting(acme.actor("lead")))
    items = {item.initiative_id: item for item in ReviewItem.objects.filter(review=review)}
    give(acme, rows[0], Verdict.CONTINUE, reason="On tient", review_item_id=items[rows[0].id].id)
    give(acme, rows[1], Verdict.PAUSE, reason="Fournisseur", restart_on=RESTART)
    give(acme, rows[2], Verdict.STOP, reason="Trop cher", lesson="Mesurer d’abord")
    return close_review(acting(acme.actor("lead")), review_id=review.id), rows


SAID = ("Devis", "On tient", "Écrire la consigne", "Fournisseur", "Trop cher", "Mesurer d’abord")


def plain(text: str) -> str:
    return " ".join(text.replace("\u202f", " ").replace("\xa0", " ").split())


def test_they_are_kept_as_they_were(acme, closed) -> None:
    review, rows = closed
    before = minutes_page(review.id).minutes
    with use_case():
        Initiative.objects.filter(id=rows[0].id).update(next_step="Autre chose", title="Autre nom")
        touch(acting(acme.actor("lead")), SubjectKind.INITIATIVE, rows[0].id)
    assert minutes_page(review.id).minutes == before
    assert [line.verdict for line in before.lines] == ["continue", "pause", "stop"]
    assert before.lines[1].restart_on == RESTART
    assert before.lines[0].decided_by_id == acme.members["executive"].id
    assert before.led_by_id == acme.members["lead"].id
    assert before.next_review_on == date(2027, 1, 4)
    with refused("review_not_found"):
        minutes_page(uuid7())


def test_whoever_takes_part_has_them_once(acme, closed) -> None:
    review, _rows = closed
    told = OutboxMessage.objects.filter(template="review_minutes")
    expected = {acme.members[part].id for part in ("executive", "lead")}
    assert {one.recipient_id for one in told} == expected
    assert told.count() == len(expected)
    assert all(one.context == {"review_id": str(review.id)} for one in told)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_page_paper_mail_and_object_say_the_same(acme, closed, mailoutbox, language) -> None:
    review, _rows = closed
    page = minutes_page(review.id)
    with translation.override(language):
        paper = plain(" ".join(pages(print_sheet(minutes_sheet(page, company="Acme")))))
    reader = acme.members["lead"]
    reader.language = language
    send_mail(
        recipient=reader,
        template="review_minutes",
        context={"review_id": str(review.id)},
        message_id=uuid7(),
    )
    (letter,) = mailoutbox
    ((html, kind),) = letter.alternatives
    assert kind == "text/html"
    ((name, data, media),) = letter.attachments
    assert (name.endswith(".pdf"), media, data[:4]) == (True, "application/pdf", b"%PDF")
    screen = plain(acme.client("viewer").get(f"/reviews/{review.id}/").content.decode())
    for words in SAID:
        for said in (paper, plain(letter.body), plain(html), screen):
            assert words in said
    assert ("Le silence ne vaut pas accord" in paper) is (language == "fr")


def test_the_interface_answers_object_and_paper(acme, api, closed) -> None:
    review, rows = closed
    found = api("get", f"reviews/{review.id}/minutes/").json()
    assert [line["initiative_id"] for line in found["minutes"]["lines"]] == [
        str(row.id) for row in rows
    ]
    paper = acme.client("viewer").get(f"/reviews/{review.id}/minutes.pdf")
    assert (paper["Content-Type"], paper.content[:4]) == ("application/pdf", b"%PDF")


def test_a_silent_review_has_minutes_too(acme) -> None:
    row = started(acme)
    day = date(2026, 12, 1)
    move_due_date(job=REVIEW_RHYTHM, on=day, now=at(day), today=day)
    review = open_due_review(now=at(day), today=day)
    OutboxMessage.objects.filter(template="review_opened").update(sent_at=at(day))
    for number in range(1, 50):
        later = day + timedelta(days=number)
        move_due_date(job=REVIEW_RHYTHM, on=later, now=at(later), today=later)
        open_due_review(now=at(later), today=later)
        if Review.objects.get(id=review.id).minutes is not None:
            break
    page = minutes_page(review.id)
    (line,) = page.minutes.lines
    assert (line.initiative_id, line.verdict) == (row.id, None)
    assert line.frozen_on is not None
    assert page.undecided == (line,)
    assert OutboxMessage.objects.filter(template="review_minutes").exists()
