"""Letters on paper, and letters that end: renewed in time, or written anew for somebody else."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from governance.decisions.models import Decision
from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power
from governance.duties.selectors import DutySource, Owed, Reader
from governance.mandates.choices import MandateKind
from governance.mandates.rules import MOST_VERDICTS
from governance.mandates.selectors import Letter, LetterAnswer, get_letter
from portfolio.life.choices import State
from portfolio.objectives.selectors import objectives_of
from tenants.bounds import one_of
from tenants.shapes import Shape

REMINDED_DAYS = 30
GOES_ON = (State.BACKLOG.value, State.ACTIVE.value, State.PAUSED.value)

MOST_OBJECTIVES = 3
WRITTEN = ("write_mandate", "renew_mandate")
Asked = Annotated[str, one_of(MOST_VERDICTS[MandateKind.COMPANY])]


class LetterObjective(Shape, frozen=True, kw_only=True):
    """What the initiative is to reach, as it stands: `target` in `unit`, by `target_on`."""

    kpi: str
    unit: str
    target: Decimal | None
    target_on: date | None


class LetterPaperAnswer(Shape, frozen=True, kw_only=True):
    """A mandate as it is printed. `asks`: the verdicts it leaves to who wrote it.

    The numbers are those of the log: when it was written, when its holder accepted it.
    """

    company: str
    letter: LetterAnswer
    objectives: tuple[LetterObjective, ...]
    asks: tuple[Asked, ...]
    log_number: int | None
    accepted_number: int | None


@dataclass(frozen=True, slots=True)
class LetterPaper:
    """A mandate with what its page says beyond it; `as_of` is the day its objectives were read."""

    company: str
    letter: Letter
    objectives: tuple[LetterObjective, ...]
    log_number: int | None
    accepted_number: int | None
    as_of: date

    @property
    def asks(self) -> tuple[str, ...]:
        """What its holder does not decide alone."""
        mandate = self.letter.mandate
        most = MOST_VERDICTS[MandateKind(mandate.kind)]
        return tuple(one for one in most if one not in mandate.verdicts)

    @property
    def is_own(self) -> bool:
        """Whether it was written by who holds it."""
        return self.letter.mandate.holder_id == self.letter.mandate.issued_by_id

    @property
    def at(self) -> datetime:
        """When the letter last changed: what was signed then is what is printed."""
        mandate = self.letter.mandate
        moments = (mandate.issued_at, mandate.accepted_at, mandate.revoked_at)
        return max(one for one in moments if one is not None)


def letter_paper(mandate_id: UUID, *, company: str, today: date) -> LetterPaper:
    """That mandate as it is printed; raises NotFound `mandate_not_found`. Three queries at most."""
    letter = get_letter(mandate_id, today=today)
    of = letter.mandate.initiative_id
    about = Decision.objects.filter(subject_id=mandate_id).order_by("seq")
    numbers = list(about.values_list("verdict", "seq"))
    return LetterPaper(
        company=company,
        letter=letter,
        objectives=tuple(
            LetterObjective(kpi=o.kpi, unit=o.unit, target=o.target, target_on=o.target_on)
            for o in (objectives_of(of) if of is not None else ())
        ),
        log_number=next((seq for verdict, seq in numbers if verdict in WRITTEN), None),
        accepted_number=next(
            (seq for verdict, seq in numbers if verdict == "accept_mandate"), None
        ),
        as_of=today,
    )


def _renew(row: Owed, reader: Reader) -> Duty:
    return Duty(
        kind=DutyKind.RENEW,
        powers=(Power(permission="mandate.issue"),),
        door=Place(route="mandate", parts=(row.id,)),
        **row.of(reader),
    )


# A month before it ends, once it ended, or once its holder left; a deputy is proposed.
RENEWALS_OWED = DutySource(
    sql=f"""
SELECT m.id, btrim(h.name) AS title, coalesce(btrim(d.name), '') AS about, m.version,
 CASE WHEN h.left_at IS NOT NULL THEN 'vacant' WHEN m.ends < %(today)s::date THEN 'expired'
  ELSE 'ends' END AS code,
 (h.left_at AT TIME ZONE %(zone)s)::date AS since,
 CASE WHEN h.left_at IS NULL THEN m.ends END AS due_on,
 CASE WHEN h.left_at IS NULL THEN m.ends - {REMINDED_DAYS} END AS opens_on
FROM governance_mandate m JOIN governance_member h ON h.id = m.holder_id
LEFT JOIN governance_member d ON d.id = m.deputy_id AND d.left_at IS NULL
LEFT JOIN portfolio_initiative i ON i.id = m.initiative_id
WHERE m.revoked_at IS NULL AND (h.left_at IS NOT NULL OR m.accepted_at IS NOT NULL)
 AND (m.initiative_id IS NULL OR i.state IN {GOES_ON})
""",
    row=Owed,
    read=_renew,
)
