"""Money follows results: a commitment asks for a released tranche, an expense is a fact."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from portfolio.life.choices import Verdict
from portfolio.life.rules import Refusal
from portfolio.money.choices import ExpenseKind
from tenants.texts import folded

ZERO = Decimal(0)
JUMP, SMALL = Decimal("1.5"), Decimal("0.2")


@dataclass(frozen=True, kw_only=True)
class Balance:
    """Euros; `committed` is what is ordered and not yet billed, `incurred` what is spent."""

    budget: Decimal
    released: Decimal
    committed: Decimal = ZERO
    incurred: Decimal = ZERO

    @property
    def free(self) -> Decimal:
        """What may still be committed of the released tranches, zero at least: a limit, no sum."""
        return max(ZERO, self.released - self.committed - self.incurred)

    @property
    def remaining(self) -> Decimal:
        """What is still to spend of the budget, zero at least; never what is spent."""
        return max(ZERO, self.budget - self.incurred)

    @property
    def unreleased(self) -> Decimal:
        """What waits for a decision."""
        return max(ZERO, self.budget - self.released)


@dataclass(frozen=True, kw_only=True)
class Closing:
    """Where the approved money is, in euros; the four parts always add up to it.

    Past the budget `to_commit` is below zero, never zero; what ended with money left gave it back.
    """

    approved: Decimal
    spent: Decimal
    ordered: Decimal
    to_commit: Decimal
    given_back: Decimal

    def __add__(self, other: "Closing") -> "Closing":
        return Closing(
            approved=self.approved + other.approved,
            spent=self.spent + other.spent,
            ordered=self.ordered + other.ordered,
            to_commit=self.to_commit + other.to_commit,
            given_back=self.given_back + other.given_back,
        )


NO_MONEY = Closing(approved=ZERO, spent=ZERO, ordered=ZERO, to_commit=ZERO, given_back=ZERO)


def closing(*, approved: Decimal, spent: Decimal, ordered: Decimal, goes_on: bool) -> Closing:
    """Return approved = spent + ordered + to commit + given back; `ordered` is not billed yet."""
    rest = approved - spent - ordered
    kept = rest if goes_on or rest < 0 else ZERO
    return Closing(
        approved=approved, spent=spent, ordered=ordered, to_commit=kept, given_back=rest - kept
    )


@dataclass(frozen=True, kw_only=True)
class ExpenseFacts:
    """How an expense stands against the tranches; `opens` is the decision it asks for."""

    is_beyond_tranche: bool
    beyond_by: Decimal
    opens: Verdict | None


def commitment_refusal(
    *, balance: Balance, amount: Decimal, is_frozen: bool = False
) -> Refusal | None:
    """Return why the money cannot be committed, with the decision that would release it."""
    if amount <= 0:
        return Refusal(code="amount_not_positive")
    if is_frozen:
        return Refusal(code="spending_frozen", facts={"offers": (Verdict.CONTINUE, Verdict.STOP)})
    if amount <= balance.free:
        return None
    missing = amount - balance.free
    facts = {"free": balance.free, "missing": missing, "offers": (_opens(balance, missing),)}
    return Refusal(code="beyond_tranche", facts=facts)


def incurred_expense(*, balance: Balance, amount: Decimal, settles: Decimal = ZERO) -> ExpenseFacts:
    """Return how an expense already incurred is marked; `settles` is the commitment it pays.

    A credit note is an expense below zero.
    """
    if amount == 0 or not ZERO <= settles <= balance.committed:
        raise ValueError("an expense is a sum and settles no more than what is committed")
    before = max(ZERO, balance.incurred + balance.committed - balance.released)
    after = max(ZERO, balance.incurred + balance.committed + amount - settles - balance.released)
    beyond = max(ZERO, after - before)
    opens = _opens(balance, beyond) if beyond > 0 else None
    return ExpenseFacts(is_beyond_tranche=beyond > 0, beyond_by=beyond, opens=opens)


@dataclass(frozen=True, kw_only=True)
class LedgerLine:
    """What a line of money says: euros, what for and which day.

    An order may say until when it can be cancelled, any line the last day that it pays ahead.
    Without a `kind` one is proposed. Of internal days `days` counts, at the price of a day.
    """

    amount: Decimal
    label: str
    on: date
    cancellable_until: date | None = None
    covers_until: date | None = None
    kind: ExpenseKind | None = None
    days: Decimal | None = None


# The first word that a label holds proposes the kind; folded, singular, French and English.
WORDS_OF: Mapping[ExpenseKind, str] = {
    ExpenseKind.LICENCE: "licence license abonnement subscription siege seat logiciel software",
    ExpenseKind.METERED: "jeton token consommation usage requete api credit",
    ExpenseKind.TRAINING: "formation training atelier workshop",
    ExpenseKind.EQUIPMENT: "camera eclairage materiel lecteur serveur ordinateur capteur"
    " equipment hardware server reader sensor laptop",
    ExpenseKind.RUN: "maintenance hebergement hosting support assistance",
}
KIND_WORDS = {word: kind for kind, words in WORDS_OF.items() for word in words.split()}


def proposed_kind(label: str) -> ExpenseKind:
    """Return the kind that the label names, a service where it names none."""
    found = (KIND_WORDS.get(_singular(word)) for word in folded(label).split())
    return next(filter(None, found), ExpenseKind.SERVICE)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


@dataclass(frozen=True, kw_only=True)
class KindSum:
    """What one kind of line makes, in euros: spent, and ordered without a bill yet."""

    kind: ExpenseKind
    spent: Decimal
    ordered: Decimal


def by_kind(
    *, spent: Iterable[tuple[str, Decimal]], ordered: Iterable[tuple[str, Decimal]]
) -> tuple[KindSum, ...]:
    """Return the sums of the kinds that have any, dearest first; they add up to all the lines."""
    sums: dict[str, list[Decimal]] = {}
    for place, lines in enumerate((spent, ordered)):
        for kind, amount in lines:
            sums.setdefault(kind, [ZERO, ZERO])[place] += amount
    rows = [
        KindSum(kind=ExpenseKind(kind), spent=paid, ordered=due)
        for kind, (paid, due) in sums.items()
        if paid or due
    ]
    return tuple(sorted(rows, key=lambda one: (-(one.spent + one.ordered), one.kind)))


def line_problems(*, line: LedgerLine, today: date, is_commitment: bool) -> dict[str, list[str]]:
    """Return the field codes that keep a line from being written; empty where it may be."""
    ends, covers = line.cancellable_until, line.covers_until
    checks = (
        ("amount", "zero", line.amount == 0 and not is_commitment),
        ("on", "ahead", line.on > today and not is_commitment),
        ("cancellable_until", "only_of_orders", ends is not None and not is_commitment),
        ("covers_until", "not_after_its_date", covers is not None and covers <= line.on),
        ("days", "zero", line.days == 0),
        (
            "kind",
            "only_of_days",
            (line.kind is ExpenseKind.INTERNAL_DAYS) != (line.days is not None),
        ),
    )
    return {field: [code] for field, code, holds in checks if holds}


def _opens(balance: Balance, missing: Decimal) -> Verdict:
    """Return the decision that would cover it: a tranche if one waits, else a new budget."""
    return Verdict.RELEASE if missing <= balance.unreleased else Verdict.ADJUST


@dataclass(frozen=True, kw_only=True)
class FiscalYear:
    """A company's year, from its first day to its last."""

    start: date
    end: date


def fiscal_year(*, day: date, month: int) -> FiscalYear:
    """Return the fiscal year of that day, which begins with that month (1 to 12)."""
    first = day.year if day.month >= month else day.year - 1
    start = date(first, month, 1)
    return FiscalYear(start=start, end=date(first + 1, month, 1) - timedelta(days=1))


@dataclass(frozen=True, kw_only=True)
class RunCost:
    """What a use costs a year once it runs, in euros; the parts add up to `total`.

    `other` is one figure for all, where no kind was told; `days` are of our own people.
    """

    licences: Decimal = ZERO
    maintenance: Decimal = ZERO
    metered: Decimal = ZERO
    days: int = 0
    days_cost: Decimal = ZERO
    other: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """All of it."""
        return self.licences + self.maintenance + self.metered + self.days_cost + self.other


def is_jump(*, month: Decimal, before: Sequence[Decimal], ceiling: Decimal | None) -> bool:
    """Return whether metered use jumped: above the ceiling, or far above its own habit.

    Far: more than 1.5 × the median of the three months before, and more than 20 % of the ceiling,
    so that small sums stay silent. `before` are euros of those months, fewer than three say
    nothing; without a ceiling nothing jumps.
    """
    if ceiling is None:
        return False
    if month > ceiling:
        return True
    if len(before) < 3:
        return False
    usual = sorted(before[-3:])[1]
    return month > JUMP * usual and month > SMALL * ceiling
