"""The board's page of a month: made once, sent once, kept as it was, by page and by key."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from governance.access.rules.actors import act_of_system
from governance.members.models import Member
from governance.outbox.models import OutboxMessage
from governance.outbox.services import send_mail
from portfolio.board.models import BoardPaper
from portfolio.board.rules import BOARD_PAPER, due_after
from portfolio.board.selectors import board_facts, kept_page
from portfolio.board.services import make_board_paper
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.rhythm.services import morning_of
from portfolio.standing.services import read_true
from tenants.due_work.models import DueWork
from tenants.ids import uuid7
from tests.portfolio.calls import caller
from tests.portfolio.scene import TODAY, at, follow_up, give, measure, started
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def make(day: date) -> BoardPaper | None:
    facts = read_true(lambda: board_facts(company="Morel", today=day, now=at(day)), today=day)
    return make_board_paper(act_of_system(now=at(day), today=day), facts=facts)


def due() -> DueWork:
    return DueWork.objects.get(job=BOARD_PAPER)


def begun(acme) -> Initiative:
    row = started(acme, day=TODAY - timedelta(days=60))
    for value, back in ((8, 50), (7, 25), (6, 5)):
        measure(acme, row, value, day=TODAY - timedelta(days=back))
    return row


def test_the_first_start_puts_the_next_page_into_the_calendar(acme) -> None:
    assert not DueWork.objects.filter(job=BOARD_PAPER).exists()
    started(acme)
    assert due().due_at == morning_of(due_after(TODAY))
    started(acme, "Une autre", day=TODAY + timedelta(days=1))
    assert due().due_at == morning_of(due_after(TODAY))


def test_it_is_due_on_the_first_working_day_of_the_month_that_follows() -> None:
    assert due_after(date(2026, 10, 5)) == date(2026, 11, 2)
    assert due_after(date(2026, 12, 31)) == date(2027, 1, 4)
    assert due_after(date(2026, 11, 1)) == date(2026, 12, 1)


def test_a_month_has_one_page_and_executives_are_told_of_it_once(acme) -> None:
    begun(acme)
    first = make(TODAY)
    assert first.month == TODAY.replace(day=1)
    assert due().due_at == morning_of(due_after(TODAY))
    assert make(TODAY) is None
    assert make(TODAY + timedelta(days=1)) is None
    assert BoardPaper.objects.count() == 1
    told = OutboxMessage.objects.filter(template="board_paper")
    bosses = Member.objects.filter(role="executive", left_at=None)
    assert sorted(one.recipient_id for one in told) == sorted(one.id for one in bosses)


def test_an_outage_of_forty_days_makes_one_page_not_two(acme) -> None:
    begun(acme)
    make(TODAY)
    back = due().due_at.date() + timedelta(days=40)
    made = make(back)
    assert made.month == back.replace(day=1)
    assert make(back) is None
    assert BoardPaper.objects.count() == 2
    assert due().due_at == morning_of(due_after(back)) > at(back)


def test_the_page_reads_the_same_after_everything_changed(acme) -> None:
    row = begun(acme)
    paper = make(TODAY)
    before = kept_page(paper.id).facts
    client = acme.client("viewer")
    pages = [client.get(f"/board-papers/{paper.id}/").content.decode()]
    pdfs = [client.get(f"/board-papers/{paper.id}/page.pdf").content]
    measure(acme, row, 2, day=TODAY)
    Initiative.objects.filter(id=row.id).update(title="Autrement", budget=1)
    follow_up("initiative", row.id)
    give(acme, row, Verdict.STOP, reason="Assez", lesson="Rien")
    assert kept_page(paper.id).facts == before
    pages.append(client.get(f"/board-papers/{paper.id}/").content.decode())
    pdfs.append(client.get(f"/board-papers/{paper.id}/page.pdf").content)
    assert sheet_of(pages[0]) == sheet_of(pages[1])
    assert pdfs[0] == pdfs[1]
    assert "Autrement" not in pages[1]
    assert "Arrêtée" not in sheet_of(pages[1])


def sheet_of(html: str) -> str:
    return html.split('<article class="sheet">')[1].split("</article>")[0]


def test_a_captain_who_is_forgotten_is_named_no_more(acme) -> None:
    begun(acme)
    paper = make(TODAY)
    html = acme.client("viewer").get(f"/board-papers/{paper.id}/").content.decode()
    name = acme.members["executive"].name
    assert name in sheet_of(html)
    assert name not in paper.facts
    Member.objects.filter(id=acme.members["executive"].id).update(name="")
    follow_up("member", acme.members["executive"].id)
    html = acme.client("viewer").get(f"/board-papers/{paper.id}/").content.decode()
    assert name not in sheet_of(html)


def test_the_page_counts_what_was_decided_since_the_one_before(acme) -> None:
    row = begun(acme)
    first = make(TODAY - timedelta(days=20))
    give(acme, row, Verdict.PAUSE, reason="Été", restart_on=TODAY + timedelta(days=9))
    second = kept_page(make(TODAY + timedelta(days=15)).id).facts
    assert [one.verdict for one in second.decisions] == ["pause"]
    assert second.since == first.made_at.date()
    assert second.decision_count == 1
    assert second.log_number >= second.decisions[0].seq


def test_by_key_it_is_an_object_and_a_file(acme) -> None:
    begun(acme)
    paper = make(TODAY)
    call = caller(acme, "executive", ("read",))
    listed = call("get", "board-papers/").json()["papers"]
    assert [one["id"] for one in listed] == [str(paper.id)]
    kept = call("get", f"board-papers/{paper.id}/").json()
    assert kept["facts"]["priorities"][0]["measured"] == 6
    assert kept["facts"]["year_end"]["cover"]["covering"]
    now = call("get", "board-paper/").json()
    assert (now["id"], now["facts"]["company"]) == (None, acme.company.name)
    for path in ("board-paper/", f"board-papers/{paper.id}/"):
        answer = call("get", path, accept="application/pdf")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")


def test_an_unknown_page_is_refused(acme) -> None:
    with refused("board_paper_not_found"):
        kept_page(uuid7())
    assert acme.client("viewer").get(f"/board-papers/{uuid7()}/").status_code == 404


def test_the_mail_opens_with_the_sentence_and_encloses_the_page(acme) -> None:
    begun(acme)
    paper = make(TODAY)
    (message,) = OutboxMessage.objects.filter(template="board_paper")
    reader = acme.members["executive"]
    for language, said in (("fr", "engagés"), ("en", "engaged")):
        reader.language = language
        send_mail(
            recipient=reader,
            template="board_paper",
            context=message.context,
            message_id=uuid7(),
        )
        sent = mail.outbox[-1]
        assert said in sent.body
        assert f"/board-papers/{paper.id}/" in sent.body
        ((name, content, kind),) = sent.attachments
        assert (kind, name.endswith(".pdf")) == ("application/pdf", True)
        assert content.startswith(b"%PDF")


def test_the_present_page_lists_those_that_were_made(acme) -> None:
    begun(acme)
    paper = make(TODAY)
    html = acme.client("contributor").get("/board-paper/").content.decode()
    assert f"/board-papers/{paper.id}/" in html
    assert "Page du conseil" in html
    assert acme.client("contributor").get("/board-paper/page.pdf").content.startswith(b"%PDF")
    assert 'href="/board-paper/"' in acme.client("contributor").get("/").content.decode()


def test_the_database_holds_one_page_a_month(acme) -> None:
    begun(acme)
    paper = make(TODAY)
    for month in (paper.month, paper.month + timedelta(days=1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            BoardPaper.objects.create(month=month, made_at=paper.made_at, facts="{}")


def test_who_may_not_read_finds_nothing(acme, globex) -> None:
    begun(acme)
    paper = make(TODAY)
    assert acme.client().get("/board-paper/").status_code in (302, 303)
    assert globex.client("executive").get(f"/board-papers/{paper.id}/").status_code == 404
