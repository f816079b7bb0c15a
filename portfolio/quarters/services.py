"""The executives' page of a quarter is made once, kept and sent; asks are written and answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from governance.access.rules.actors import Act
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.decisions.services import record_decision
from governance.members.models import Member
from governance.outbox.services import Enclosure, LetterContent
from governance.papers.services import MEDIA_TYPE, Sheet, print_sheet, set_sheet
from portfolio.cap.selectors import lock_portfolio
from portfolio.decisions.services.messages import executives, tell
from portfolio.quarters.choices import AskAnswer
from portfolio.quarters.models import QuarterAsk, QuarterPaper
from portfolio.quarters.rules import MOST_ASKS, QUARTER_PAPER, due_after
from portfolio.quarters.selectors import (
    QuarterFacts,
    QuarterPage,
    get_ask,
    kept_quarter,
    waiting_asks,
)
from portfolio.rhythm.services import morning_of
from tenants.columns import check_columns
from tenants.due_work.services import set_due
from tenants.errors import Invalid, NotFound, Refused
from tenants.rows import locked
from tenants.shapes import encode
from tenants.transactions import use_case

TEMPLATE = "portfolio/papers/quarter"
MAIL = "quarter_paper"


def make_quarter_paper(act: Act, *, facts: QuarterFacts) -> QuarterPaper | None:
    """The page of the quarter that is over is kept, executives are told, the next one is due.

    None where the quarter has its page already: a second run makes none and tells nobody.
    """
    with use_case():
        portfolio = lock_portfolio()
        made = None
        if not QuarterPaper.objects.filter(quarter=facts.quarter).exists():
            made = QuarterPaper.objects.create(
                quarter=facts.quarter, made_at=act.now, facts=encode(facts).decode()
            )
            asked = [one.id for one in facts.asks]
            QuarterAsk.objects.filter(id__in=asked, paper=None).update(paper=made)
            tell(
                member_ids=executives(),
                template=MAIL,
                key=f"{MAIL}:{facts.quarter:%Y-%m}",
                context={"quarter_paper_id": made.id},
                now=act.now,
            )
        following = due_after(
            day=act.today, month=portfolio.fiscal_month, calendar=portfolio.calendar
        )
        set_due(job=QUARTER_PAPER, due_at=morning_of(following))
    return made


def write_ask(act: Act, *, text: str, owner_id: UUID) -> QuarterAsk:
    """It stands on the next page of a quarter, three at most.

    Raises NotAllowed, Invalid `ask_text_missing`, NotFound `member_not_found`, Refused `asks_full`.
    """
    require(act, permission="quarter.ask")
    said = text.strip()
    if not said:
        raise Invalid("ask_text_missing", fields={"text": ["ask_text_missing"]})
    check_columns(model=QuarterAsk, values={"text": said})
    with use_case():
        lock_portfolio()
        if not Member.objects.filter(id=owner_id, left_at=None).exists():
            raise NotFound("member_not_found", named=owner_id)
        if len(waiting_asks()) >= MOST_ASKS:
            raise Refused("asks_full", most=MOST_ASKS)
        return QuarterAsk.objects.create(
            text=said, owner_id=owner_id, asked_by_id=act.actor.person_id, asked_at=act.now
        )


def answer_ask(act: Act, *, ask_id: UUID, answer: AskAnswer, sentence: str) -> QuarterAsk:
    """Yes, no or later, with a sentence; the log says so.

    Raises NotAllowed, NotFound `quarter_ask_not_found`, Invalid `reason_missing`, Refused
    `ask_answered`.
    """
    said = sentence.strip()
    if not said:
        raise Invalid("reason_missing", fields={"sentence": ["reason_missing"]})
    check_columns(model=QuarterAsk, values={"sentence": said})
    with use_case():
        grant = require(act, permission="quarter.answer")
        locked(QuarterAsk, ask_id, code="quarter_ask_not_found")
        row = get_ask(ask_id)
        if row.answered_at is not None:
            raise Refused("ask_answered")
        row.answer, row.sentence = answer, said
        row.answered_by_id, row.answered_at = act.actor.person_id, act.now
        row.save(update_fields=["answer", "sentence", "answered_by", "answered_at"])
        record_decision(
            act,
            grant=grant,
            verdict="answer_ask",
            subject_kind=SubjectKind.PORTFOLIO,
            subject_id=UUID(int=1),
            reason=said,
            facts={"asked": row.text, "ask_answer": str(answer), "owner": row.owner_id},
        )
    return row


def quarter_sheet(page: QuarterPage) -> Sheet:
    """The page to be printed, in the active language."""
    context = {"page": page, "facts": page.facts, "board": page.facts.board}
    return set_sheet(template=TEMPLATE, context=context, at=page.made_at)


def quarter_file(at: datetime) -> str:
    """What the file is called on the reader's disk: “Page du trimestre - 2026-10-01.pdf”."""
    return f"{gettext('Quarter page')} - {at:%Y-%m-%d}.pdf"


def write_quarter_mail(ids: Mapping[str, Any]) -> LetterContent:
    """The facts of the page that the message names, with its PDF."""
    page = kept_quarter(UUID(ids["quarter_paper_id"]))
    printed = Enclosure(quarter_file(page.made_at), print_sheet(quarter_sheet(page)), MEDIA_TYPE)
    return LetterContent({"page": page, "facts": page.facts.board, "told": page.facts}, (printed,))
