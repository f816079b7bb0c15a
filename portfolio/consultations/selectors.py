"""The consultations of the works council, with the uses that each covers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from governance.council.models import Consultation
from governance.council.rules import Consulted
from governance.council.selectors import consulted, get_consultation
from governance.law.models import Triage
from governance.law.rules.laws import WorksCouncil
from governance.law.selectors import latest_triage
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State

OPEN = (State.PROPOSED, State.BACKLOG, State.ACTIVE, State.PAUSED)


@dataclass(frozen=True, kw_only=True)
class ConsultedUse:
    """An initiative that a consultation covers."""

    id: UUID
    title: str


@dataclass(frozen=True, kw_only=True)
class ConsultationLine:
    """A consultation as it stands today."""

    id: UUID
    version: int
    stands: Consulted
    uses: tuple[ConsultedUse, ...]


def consultation_lines(*, today: date) -> tuple[ConsultationLine, ...]:
    """Every consultation, the newest first; three queries."""
    return _lines(Consultation.objects.order_by("-asked_on", "-id"), today=today)


def consultation_line(consultation_id: UUID, *, today: date) -> ConsultationLine:
    """That consultation; raises NotFound `consultation_not_found`."""
    (line,) = _lines([get_consultation(consultation_id)], today=today)
    return line


def to_consult_on(*, today: date, but: UUID | None = None) -> tuple[ConsultedUse, ...]:
    """The open initiatives that the works council is due, and those `but` covers; by title."""
    rows = {row.id: row for row in Initiative.objects.filter(state__in=OPEN)}
    due = latest_triage(rows, as_of=today).items()
    wanted = [
        rows[key]
        for key, facts in due
        if facts.works_council is not WorksCouncil.NONE
        or (facts.consultation is not None and facts.consultation.id == but)
    ]
    named = sorted(wanted, key=lambda row: (row.title, row.id))
    return tuple(ConsultedUse(id=row.id, title=row.title) for row in named)


def _lines(rows: Iterable[Consultation], *, today: date) -> tuple[ConsultationLine, ...]:
    known = list(rows)
    pointing = Triage.objects.filter(consultation__in=known).order_by("-number")
    ids: dict[UUID, list[UUID]] = defaultdict(list)
    newest: set[UUID] = set()
    for initiative_id, consultation_id in pointing.values_list("initiative_id", "consultation_id"):
        if initiative_id not in newest:
            newest.add(initiative_id)
            ids[consultation_id].append(initiative_id)
    titles = dict(Initiative.objects.filter(id__in=newest).values_list("id", "title"))
    return tuple(
        ConsultationLine(
            id=row.id,
            version=row.version,
            stands=stands,
            uses=tuple(
                ConsultedUse(id=key, title=titles[key])
                for key in sorted(ids[row.id], key=lambda one: titles[one])
            ),
        )
        for row in known
        if (stands := consulted(row, as_of=max(today, row.asked_on))) is not None
    )
