"""The executives' page of a quarter: made once, sent once, kept; asks written and answered."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from governance.access.rules.actors import act_of_system
from governance.decisions.models import Decision
from governance.duties.choices import DutyKind
from governance.outbox.models import OutboxMessage
from governance.outbox.services import send_mail
from governance.papers.services import print_sheet
from portfolio.board.selectors import board_facts
from portfolio.cap.models import Portfolio
from portfolio.life.choices import Verdict
from portfolio.quarters.choices import AskAnswer
from portfolio.quarters.models import QuarterAsk, QuarterPaper
from portfolio.quarters.rules import QUARTER_PAPER, due_after, quarter_before, quarter_of
from portfolio.quarters.selectors import AskLine, QuarterPage, kept_quarter, quarter_facts
from portfolio.quarters.services import (
    answer_ask,
    make_quarter_paper,
    quarter_sheet,
    write_ask,
)
from portfolio.rhythm.services import morning_of
from portfolio.standing.services import read_true
from tenants.due_work.models import DueWork
from tenants.ids import uuid7
from tests.assessments.papers.paper_pages import holds
from tests.conftest import acting
from tests.portfolio.quarters.facts import fullest_quarter, quarter
from tests.portfolio.scene import TODAY, at, give, measure, owed_by, started
from tests.refusals import refused

AT = datetime(2026, 10, 1, 6, tzinfo=UTC)
JANUARY = date(2027, 1, 4)
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def facts_of(day: date):
    return read_true(lambda: quarter_facts(company="Morel", today=day, now=at(day)), today=day)


def make(day: date = JANUARY) -> QuarterPaper | None:
    return make_quarter_paper(act_of_system(now=at(day), today=day), facts=facts_of(day))


def asked(cast, text: str = "Recruter un alternant ?", part: str = "lead", **more) -> QuarterAsk:
    return write_ask(
        acting(cast.actor(part)), **{"text": text, "owner_id": cast.members["lead"].id, **more}
    )


def boss(cast, day: date = JANUARY):
    return acting(cast.actor("executive"), now=at(day), today=day)


def test_quarters_are_those_of_the_fiscal_year() -> None:
    found = quarter_of(day=date(2026, 11, 22), month=1)
    assert (found.start, found.end, found.number) == (date(2026, 10, 1), date(2026, 12, 31), 4)
    found = quarter_of(day=date(2026, 11, 22), month=9)
    assert (found.start, found.end, found.number) == (date(2026, 9, 1), date(2026, 11, 30), 1)
    assert due_after(day=date(2026, 11, 22), month=1) == JANUARY
    assert due_after(day=date(2026, 11, 22), month=9) == date(2026, 12, 1)
    assert quarter_before(day=JANUARY, month=1).start == date(2026, 10, 1)


@given(days, st.integers(1, 12))
def test_every_day_stands_in_one_quarter(day, month) -> None:
    found = quarter_of(day=day, month=month)
    assert found.start <= day <= found.end
    assert quarter_of(day=found.end, month=month) == found
    after = quarter_of(day=found.end + timedelta(days=1), month=month)
    assert after.start == found.end + timedelta(days=1)
    assert quarter_before(day=after.start, month=month) == found
    assert (found.number == 1) is (found.start.month == month)


def test_the_first_start_puts_it_into_the_calendar(acme) -> None:
    started(acme)
    assert DueWork.objects.get(job=QUARTER_PAPER).due_at == morning_of(JANUARY)


def test_a_quarter_has_one_page_and_executives_are_told_once(acme) -> None:
    started(acme)
    paper = make()
    assert paper.quarter == date(2026, 10, 1)
    assert make() is None
    assert make(JANUARY + timedelta(days=40)) is None
    told = OutboxMessage.objects.filter(template="quarter_paper")
    assert [one.recipient_id for one in told] == [acme.members["executive"].id]
    due = DueWork.objects.get(job=QUARTER_PAPER).due_at
    assert due == morning_of(date(2027, 4, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        QuarterPaper.objects.create(quarter=paper.quarter, made_at=at(JANUARY), facts="")


def test_its_figures_are_those_of_the_boards_page(acme) -> None:
    row = started(acme)
    measure(acme, row, 8, day=TODAY + timedelta(days=2))
    give(acme, row, Verdict.STOP, day=TODAY + timedelta(days=9), reason="a", lesson="Mesurer")
    found = facts_of(JANUARY)
    board = read_true(
        lambda: board_facts(company="Morel", today=JANUARY, now=at(JANUARY)), today=JANUARY
    )
    for name in ("approved", "spent", "ordered", "to_commit", "given_back", "gain", "priorities"):
        assert getattr(found.board, name) == getattr(board, name)
    assert found.board.approved == (
        found.board.spent + found.board.ordered + found.board.to_commit + found.board.given_back
    )
    assert [one.lesson for one in found.stopped] == ["Mesurer"]
    assert [one.verdict for one in found.board.decisions][:2] == ["stop", "start"]
    assert found.board.since == date(2026, 10, 1)


def test_it_is_kept_as_it_was_and_shows_what_was_answered(acme) -> None:
    started(acme)
    ask = asked(acme)
    paper = make()
    before = kept_quarter(paper.id).facts
    assert [one.id for one in before.asks] == [ask.id]
    answer_ask(boss(acme), ask_id=ask.id, answer=AskAnswer.YES, sentence="Dès septembre.")
    after = kept_quarter(paper.id)
    assert after.facts == before
    assert after.asks[0].row.answer == "yes"
    html = acme.client("viewer").get(f"/quarter-papers/{paper.id}/").content.decode()
    assert "Dès septembre." in html
    entry = Decision.objects.get(verdict="answer_ask")
    assert (entry.reason, entry.facts["ask_answer"]) == ("Dès septembre.", "yes")
    assert entry.facts["owner"] == str(acme.members["lead"].id)
    # The next page begins without it.
    assert facts_of(JANUARY).asks == ()


def test_three_asks_at_most_each_with_somebody_who_carries_it(acme) -> None:
    for number in range(3):
        asked(acme, f"Demande {number}")
    with refused("asks_full", most=3):
        asked(acme)
    QuarterAsk.objects.all().delete()
    with refused("ask_text_missing"):
        asked(acme, " ")
    with refused("member_not_found"):
        asked(acme, owner_id=uuid7())
    with refused("not_in_role"):
        asked(acme, part="contributor")


def test_an_ask_is_answered_once_by_an_executive(acme) -> None:
    ask = asked(acme)
    given_ = {"ask_id": ask.id, "answer": AskAnswer.LATER}
    with refused("reason_missing"):
        answer_ask(boss(acme), sentence=" ", **given_)
    with refused("not_in_role"):
        answer_ask(acting(acme.actor("lead")), sentence="a", **given_)
    with refused("quarter_ask_not_found"):
        answer_ask(boss(acme), ask_id=uuid7(), answer=AskAnswer.NO, sentence="a")
    answer_ask(boss(acme), sentence="Au printemps", **given_)
    with refused("ask_answered"):
        answer_ask(boss(acme), sentence="Encore", **given_)
    with refused("quarter_paper_not_found"):
        kept_quarter(uuid7())


def test_what_a_page_asks_is_owed_by_executives(acme) -> None:
    started(acme)
    ask = asked(acme)

    def owed(part: str) -> list:
        found = owed_by(acme.members[part].id, JANUARY)
        return [one.id for one in found if one.kind is DutyKind.ASK]

    assert owed("executive") == []
    make()
    assert (owed("executive"), owed("lead")) == ([ask.id], [])
    answer_ask(boss(acme), ask_id=ask.id, answer=AskAnswer.NO, sentence="a")
    assert owed("executive") == []


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("found", [quarter(), fullest_quarter()], ids=["few", "full"])
def test_it_is_one_sheet(found, language) -> None:
    asks = tuple(
        AskLine(
            row=QuarterAsk(
                text=one.text[:300], answer="later", sentence=one.text[:300], answered_at=AT
            ),
            owner="Marie-Antoinette de La Rochefoucauld",
            answered_by="Claire Morel",
        )
        for one in found.asks
    )
    page = QuarterPage(id=None, made_at=AT, facts=found, asks=asks, captains={})
    with translation.override(language):
        printed = print_sheet(quarter_sheet(page))
    reader = PdfReader(BytesIO(printed))
    assert len(reader.pages) == 1
    with translation.override(language):
        assert print_sheet(quarter_sheet(page)) == printed
        assert holds(quarter_sheet(page))


def test_pages_mail_and_interface(acme, api, mailoutbox) -> None:
    started(acme)
    person = acme.client("lead")
    sent = {"text": "Recruter ?", "owner_id": str(acme.members["lead"].id)}
    assert person.post("/quarter-paper/", sent).status_code == 302
    assert "Recruter ?" in acme.client("viewer").get("/quarter-paper/").content.decode()
    ask = QuarterAsk.objects.get()
    paper = make()
    chief = acme.client("executive")
    assert chief.post(f"/quarter-asks/{ask.id}/", {"answer": "no"}).status_code == 422
    done = chief.post(f"/quarter-asks/{ask.id}/", {"answer": "no", "sentence": "Pas encore"})
    assert done["Location"] == f"/quarter-papers/{paper.id}/"
    for path in ("/quarter-paper/page.pdf", f"/quarter-papers/{paper.id}/page.pdf"):
        assert person.get(path).content[:4] == b"%PDF"
    found = api("get", f"quarter-papers/{paper.id}/").json()
    assert found["facts"]["quarter"] == "2026-10-01"
    assert found["asks"][0]["answer"] == "no"
    assert api("get", "quarter-paper/").json()["id"] is None
    assert len(api("get", "quarter-papers/").json()["papers"]) == 1
    reader = acme.members["executive"]
    context = {"quarter_paper_id": str(paper.id)}
    send_mail(recipient=reader, template="quarter_paper", context=context, message_id=uuid7())
    (letter,) = mailoutbox
    assert "Recruter ?" in letter.body
    assert letter.attachments[0][1][:4] == b"%PDF"


def test_a_company_of_another_year_has_its_own_quarters(acme) -> None:
    Portfolio.objects.update(fiscal_month=9)
    started(acme)
    assert DueWork.objects.get(job=QUARTER_PAPER).due_at == morning_of(date(2026, 12, 1))
