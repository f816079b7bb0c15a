from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from governance.api.codec import Body
from governance.api.operations import act, operation
from governance.api.views import ApiView
from portfolio.forecast.choices import ValueState
from portfolio.forecast.selectors import PromiseLine
from portfolio.life.choices import State
from portfolio.reliability.rules import Promises
from portfolio.standing.services import read_true
from portfolio.value.choices import CheckAnswer
from portfolio.value.selectors import value_ledger
from portfolio.value.services import answer_check
from tenants.bounds import Figure, one_of, text
from tenants.shapes import Shape, shaped


class CheckAnswered(Shape, frozen=True, kw_only=True):
    """A look at the gain `months` after the completion, due on a day, and what was found."""

    id: UUID
    months: int
    due_on: date
    answer: Annotated[str, one_of(CheckAnswer, [""])]
    answered_on: date | None
    note: str


class LedgerAnswer(Shape, frozen=True, kw_only=True):
    """One initiative that began: euros a month by state, its promise, its checks."""

    id: UUID
    title: str
    state: State
    gain: dict[ValueState, Decimal]
    promise: PromiseLine | None
    measured_on: date | None
    checks: tuple[CheckAnswered, ...]


class ValueAnswer(Shape, frozen=True, kw_only=True):
    """The value ledger: what was stopped counts in no sum of `gain`.

    `promises` of what is closed, `under_way` and `without` any promise make `begun`.
    """

    gain: dict[ValueState, Decimal]
    promises: Promises
    under_way: int
    without: int
    begun: int
    initiatives: tuple[LedgerAnswer, ...]


class CheckBody(Body, frozen=True, kw_only=True):
    """What was found: `value` is the main KPI's of today, and needed where it is confirmed."""

    answer: CheckAnswer
    value: Figure | None = None
    note: Annotated[str, text(300, shortest=0)] = ""
    confirmed: bool = False


class LedgerDetail(ApiView):
    @operation("The value ledger", ValueAnswer, name="get_value")
    def get(self) -> ValueAnswer:
        """Declared, measured, confirmed of all that began, and what became of the promises."""
        today = self.today
        ledger = read_true(lambda: value_ledger(today=today), today=today)
        return ValueAnswer(
            gain=ledger.gain,
            promises=ledger.promises,
            under_way=ledger.under_way,
            without=ledger.without,
            begun=ledger.begun,
            initiatives=tuple(
                LedgerAnswer(
                    id=one.id,
                    title=one.title,
                    state=one.state,
                    gain=one.gain,
                    promise=one.promise,
                    measured_on=one.measured_on,
                    checks=tuple(shaped(check, CheckAnswered) for check in one.checks),
                )
                for one in ledger.lines
            ),
        )


class GainCheckAnswer(ApiView):
    post = act(
        answer_check,
        "Answer whether a gain is still there",
        CheckAnswered,
        body=CheckBody,
        name="answer_gain_check",
        writes_version=False,
    )
