"""What is done at a review by API: a captain answers; the rest is for signed-in people."""

from typing import Annotated
from uuid import UUID

from governance.api.codec import Body
from governance.api.operations import act, operation
from governance.api.views import ApiView
from governance.decisions.models import Decision
from portfolio.dashboard.api import one_review
from portfolio.decisions.services.decisions import correct_decision
from portfolio.reviews.selectors.answers import ReviewDetailAnswer
from portfolio.reviews.selectors.reviews import initiative_of_item
from portfolio.reviews.services.reviews import answer_question, ask_question, close_review
from tenants.bounds import text
from tenants.shapes import Shape


class QuestionBody(Body, frozen=True, kw_only=True):
    """What is asked of the captain."""

    question: Annotated[str, text(600)]


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
