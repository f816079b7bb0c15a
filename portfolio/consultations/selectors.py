"""The consultations of the works council, with the uses that each covers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from governance.council.models import Consultation
from governance.council.rules import Consulted
from governance.council.selectors import consulted, get_consultation
from governance.law.models import Triage
from governance.law.rules.laws import Kind, WorksCouncil
from governance.law.rules.triage import Obligation
from governance.law.selectors import TriageFacts, latest_triage, law
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.objectives.models import Objective
from portfolio.obligations.models import LegalTask
from portfolio.obligations.selectors import tasks_of_all

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


@dataclass(frozen=True, kw_only=True)
class DossierUse:
    """What the works council is told of one use: its file, its objective, its legal check."""

    row: Initiative
    objective: Objective | None
    triage: TriageFacts | None
    tasks: Mapping[str, LegalTask]

    @property
    def duties(self) -> tuple[Obligation, ...]:
        """What the law asks of it."""
        every = self.triage.obligations if self.triage else ()
        return tuple(one for one in every if one.kind is Kind.LAW)

    def answered(self, *questions: str) -> str:
        """*yes* where one of these questions is answered so, *no* where all are; else empty."""
        known = self.triage.answers if self.triage else {}
        given = [known.get(one, "") for one in questions]
        if "yes" in given:
            return "yes"
        return "no" if given and all(one == "no" for one in given) else ""

    @property
    def about_people(self) -> str:
        """Whether data about people is processed."""
        return self.answered("D0")

    @property
    def watches_staff(self) -> str:
        """Whether it follows or judges the work of people, or monitors them."""
        return self.answered("W3", "A7b")


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """What the works council is given, from what is known that day, under the law of `version`."""

    line: ConsultationLine
    uses: tuple[DossierUse, ...]
    version: str
    disclaimer: Mapping[str, str]


def dossier(consultation_id: UUID, *, today: date) -> Dossier:
    """The file of that consultation; raises NotFound `consultation_not_found`. Seven queries."""
    line = consultation_line(consultation_id, today=today)
    ids = [one.id for one in line.uses]
    rows = {row.id: row for row in Initiative.objects.filter(id__in=ids).select_related("captain")}
    first = Objective.objects.filter(initiative_id__in=ids).order_by("initiative_id", "position")
    objectives = {one.initiative_id: one for one in first.distinct("initiative_id")}
    checks = latest_triage(ids, as_of=today)
    tasks = tasks_of_all(ids)
    return Dossier(
        line=line,
        uses=tuple(
            DossierUse(
                row=rows[one],
                objective=objectives.get(one),
                triage=checks.get(one),
                tasks=tasks.get(one, {}),
            )
            for one in ids
        ),
        version=law().version,
        disclaimer=law().disclaimer,
    )


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
