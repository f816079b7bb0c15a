"""What is done at a review by API: a captain answers; the rest is for signed-in people."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer

from governance.api.codec import Body, PageQuery, given
from governance.api.operations import act, operation
from governance.api.pagination import Page
from governance.api.renderers import FILE, PdfRenderer
from governance.api.views import ApiView
from governance.decisions.models import Decision
from governance.papers.services import MEDIA_TYPE, print_sheet
from portfolio.decisions.services.corrections import correct_decision
from portfolio.life.choices import Verdict
from portfolio.reviews.models import Review
from portfolio.reviews.rules import Minutes
from portfolio.reviews.selectors.answers import ReviewAnswer, ReviewDetailAnswer, review_detail
from portfolio.reviews.selectors.minutes import minutes_page
from portfolio.reviews.selectors.reviews import (
    initiative_of_item,
    review_line,
    review_page,
    review_rows,
)
from portfolio.reviews.services.mails import minutes_sheet
from portfolio.reviews.services.proposals import (
    confirm_all,
    confirm_verdict,
    hand_over,
    propose_verdict,
)
from portfolio.reviews.services.reviews import answer_question, ask_question, close_review
from tenants.bounds import text
from tenants.shapes import Shape, shaped


def one_review(view: ApiView, _row: object = None, *, review_id: UUID) -> ReviewDetailAnswer:
    """The review as it is now."""
    return review_detail(review_page(review_id=review_id, today=view.today, actor=view.actor))


class KeptMinutesAnswer(Shape, frozen=True, kw_only=True):
    """The minutes of one review, kept once it is closed; persons stand in them as ids."""

    id: UUID
    minutes: Minutes


class QuestionBody(Body, frozen=True, kw_only=True):
    """What is asked of the captain."""

    question: Annotated[str, text(600)]


class RoomBody(Body, frozen=True, kw_only=True):
    """What the room decided; `lesson` goes with *stop*, `restart_on` with *pause*."""

    verdict: Verdict
    reason: Annotated[str, text(600)]
    lesson: Annotated[str, text(1000)] = ""
    restart_on: date | None = None


class QuestionAnswerBody(Body, frozen=True, kw_only=True):
    """What the captain says."""

    answer: Annotated[str, text(600)]


class CorrectionBody(Body, frozen=True, kw_only=True):
    """What was wrong."""

    reason: Annotated[str, text(2000)]


class CorrectionAnswer(Shape, frozen=True, kw_only=True):
    """The entry that corrects another one."""

    id: UUID
    verdict: str
    corrects_id: UUID
    reason: str


class ReviewItemQuestion(ApiView):
    @operation(
        "Ask the captain at a review (never by key: 403 not_for_keys)",
        ReviewDetailAnswer,
        name="ask_question",
        body=QuestionBody,
        writes_version=True,
    )
    def post(self, body: QuestionBody, review_id: UUID, item_id: UUID) -> ReviewDetailAnswer:
        """The clock stands still for five days. A person asks, signed in; a key never may."""
        initiative_of_item(review_id=review_id, item_id=item_id)
        self.perform(ask_question, item_id=item_id, question=body.question)
        return one_review(self, review_id=review_id)


class ReviewItemReply(ApiView):
    @operation(
        "Answer the question asked at a review",
        ReviewDetailAnswer,
        name="answer_question",
        body=QuestionAnswerBody,
        writes_version=True,
    )
    def post(self, body: QuestionAnswerBody, review_id: UUID, item_id: UUID) -> ReviewDetailAnswer:
        """The question has its answer, whoever asked is told, the clock runs again."""
        initiative_of_item(review_id=review_id, item_id=item_id)
        self.perform(answer_question, item_id=item_id, answer=body.answer)
        return one_review(self, review_id=review_id)


class ReviewItemProposal(ApiView):
    @operation(
        "Propose what the room decided (never by key: 403 not_for_keys)",
        ReviewDetailAnswer,
        name="propose_verdict",
        body=RoomBody,
        writes_version=True,
    )
    def post(self, body: RoomBody, review_id: UUID, item_id: UUID) -> ReviewDetailAnswer:
        """It decides nothing until an executive confirms it, and stops no clock."""
        initiative_of_item(review_id=review_id, item_id=item_id)
        self.perform(propose_verdict, item_id=item_id, **given(body))
        return one_review(self, review_id=review_id)


class ReviewItemConfirmation(ApiView):
    @operation(
        "Confirm what was proposed on one initiative (never by key: 403 not_for_keys)",
        ReviewDetailAnswer,
        name="confirm_verdict",
        writes_version=True,
    )
    def post(self, review_id: UUID, item_id: UUID) -> ReviewDetailAnswer:
        """The verdict is taken by whoever confirms it; the log says who proposed it."""
        initiative_of_item(review_id=review_id, item_id=item_id)
        self.perform(confirm_verdict, item_id=item_id)
        return one_review(self, review_id=review_id)


class ReviewConfirmations(ApiView):
    post = act(
        confirm_all,
        "Confirm all that needs nothing more (never by key: 403 not_for_keys)",
        ReviewDetailAnswer,
        answer=one_review,
    )


class ReviewHandover(ApiView):
    post = act(
        hand_over,
        "Ask the executives to confirm what was proposed (never by key: 403 not_for_keys)",
        ReviewDetailAnswer,
        answer=one_review,
    )


class ReviewClosure(ApiView):
    post = act(
        close_review,
        "Close a review (never by key: 403 not_for_keys)",
        ReviewDetailAnswer,
        answer=one_review,
    )


class DecisionCorrection(ApiView):
    @operation(
        "Correct a decision in the log (never by key: 403 not_for_keys)",
        CorrectionAnswer,
        name="correct_decision",
        body=CorrectionBody,
        status=201,
    )
    def post(self, body: CorrectionBody, decision_id: UUID) -> Decision:
        """A new entry points to the one it corrects. A person does it; a key never may."""
        return self.perform(correct_decision, decision_id=decision_id, reason=body.reason)


class ReviewList(ApiView):
    @operation("Reviews, newest first", Page[ReviewAnswer], name="list_reviews", query=PageQuery)
    def get(self, query: PageQuery) -> Page[ReviewAnswer]:
        """Every review, missed ones too."""
        return self.page(review_rows(), _lines, ordering="-period")


class ReviewDetail(ApiView):
    @operation("One review", ReviewDetailAnswer, name="get_review", writes_version=True)
    def get(self, review_id: UUID) -> ReviewDetailAnswer:
        """One review with its initiatives and the verdicts that are possible."""
        return one_review(self, review_id=review_id)


def _lines(rows: Iterable[Review]) -> Iterable[ReviewAnswer]:
    return (shaped(review_line(row), ReviewAnswer) for row in rows)


class ReviewMinutes(ApiView):
    renderer_classes = (JSONRenderer, PdfRenderer)

    @operation(
        "The minutes of a review",
        KeptMinutesAnswer,
        name="get_review_minutes",
        media={MEDIA_TYPE: FILE},
    )
    def get(self, review_id: UUID) -> KeptMinutesAnswer | HttpResponse:
        """An object, or a paper in the language asked for with `Accept: application/pdf`."""
        page = minutes_page(review_id)
        if isinstance(self.request.accepted_renderer, PdfRenderer):
            sheet = minutes_sheet(page, company=self.company.name)
            return HttpResponse(print_sheet(sheet), content_type=MEDIA_TYPE)
        return KeptMinutesAnswer(id=page.review.id, minutes=page.minutes)
