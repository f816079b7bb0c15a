"""The law files shipped with the product: read once per process, the same for every company."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from governance.council.rules import Consulted
from governance.council.selectors import consulted
from governance.law.choices import DpiaSettlement
from governance.law.models import Triage
from governance.law.rules import triage as rules
from governance.law.rules.checks import parse_law
from governance.law.rules.evidence import TriageStanding, standing
from governance.law.rules.laws import Gate, Kind, Law, TriageClass, WorksCouncil
from governance.law.rules.triage import Dpia, Obligation, carried, is_stale
from tenants.documents import load

LAW_DIRECTORY = Path(__file__).resolve().parent.parent / "data" / "aiact"


@cache
def law_versions() -> tuple[str, ...]:
    """Return the versions present, oldest first (a version is the date in the file's name)."""
    return tuple(sorted(path.stem for path in LAW_DIRECTORY.glob("*.yaml")))


@cache
def law(version: str | None = None) -> Law:
    """Return that version of the law, the newest by default; LookupError if there is none."""
    wanted = law_versions()[-1] if version is None else version
    if wanted not in law_versions():
        raise LookupError(f"no law version {wanted!r}")
    name = f"{wanted}.yaml"
    return parse_law(load((LAW_DIRECTORY / name).read_text("utf-8"), name=name))


@dataclass(frozen=True, slots=True)
class TriageFacts:
    """The latest triage of one initiative as the law stands on `as_of`.

    `needs` and `missing` are evidence codes, one of `council` settles the works council, `optional`
    stops nothing; `blockers` are the codes of what forbids a start, `trial_blockers` a trial.
    `open` names the questions that nobody has answered yet: the class is provisional.
    """

    id: UUID
    initiative_id: UUID
    number: int
    version: int
    answers: dict[str, str]
    sources: dict[str, str]
    open: tuple[str, ...]
    asked: tuple[str, ...]
    triage_class: TriageClass
    gate: Gate
    transparency: bool
    overridable: bool
    dpia: Dpia
    dpia_settled: DpiaSettlement
    dpia_note: str
    works_council: WorksCouncil
    evidence: dict[str, str]
    consultation: Consulted | None
    needs: tuple[str, ...]
    council: tuple[str, ...]
    optional: tuple[str, ...]
    missing: tuple[str, ...]
    blockers: tuple[str, ...]
    trial_blockers: tuple[str, ...]
    obligations: tuple[Obligation, ...]
    needs_review: bool
    review_at: date
    law_version: str
    answered_by_id: UUID
    answered_at: datetime

    @property
    def duties_by_kind(self) -> list[tuple[Kind, list[Obligation]]]:
        """What the law asks, then good practice: never under one heading."""
        return [(kind, [one for one in self.obligations if one.kind is kind]) for kind in Kind]

    @property
    def provable(self) -> tuple[str, ...]:
        """The codes that a reference can be given for."""
        return (*self.needs, *self.council, *self.optional)

    @property
    def is_startable(self) -> bool:
        """Whether nothing in the triage forbids a start."""
        return not self.blockers


def latest_triage(
    initiative_ids: Iterable[UUID], *, as_of: date, running: Collection[UUID] = ()
) -> dict[UUID, TriageFacts]:
    """The latest triage of each initiative that has one, in one query.

    `running` names the initiatives whose system is already in use: they are warned until the date
    of the law, where a new one is held back.
    """
    rows = (
        Triage.objects.filter(initiative_id__in=list(initiative_ids))
        .order_by("initiative_id", "-number")
        .distinct("initiative_id")
        .select_related("consultation")
    )
    return {
        row.initiative_id: triage_facts(row, as_of=as_of, running=row.initiative_id in running)
        for row in rows
    }


def triage_facts(row: Triage, *, as_of: date, running: bool = False) -> TriageFacts:
    """One stored triage, evaluated under the law as of that day."""
    answers = answers_now(row)
    _, result, where = evaluated(row, as_of=as_of, running=running)
    return TriageFacts(
        id=row.id,
        initiative_id=row.initiative_id,
        number=row.number,
        version=row.version,
        answers=answers,
        sources={one: row.sources[one] for one in answers if one in row.sources},
        open=result.open,
        asked=result.asked,
        triage_class=result.triage_class,
        gate=result.gate,
        transparency=result.transparency,
        overridable=result.overridable,
        dpia=result.gdpr.dpia,
        dpia_settled=DpiaSettlement(row.dpia),
        dpia_note=row.dpia_note,
        works_council=result.works_council,
        evidence=dict(row.evidence),
        consultation=consulted(row.consultation, as_of=as_of),
        needs=where.needs,
        council=where.council,
        optional=where.optional,
        missing=where.missing,
        blockers=where.blockers,
        trial_blockers=where.trial_blockers,
        obligations=result.obligations,
        needs_review=result.review or _is_due(row, as_of),
        review_at=_review_at(row),
        law_version=row.law_version,
        answered_by_id=row.answered_by_id,
        answered_at=row.answered_at,
    )


def evaluated(
    row: Triage, *, as_of: date, running: bool = False
) -> tuple[Law, rules.TriageFinding, TriageStanding]:
    """The law it is read under, its result as of that day, and where it stands."""
    its_law, answers = law_of(row.law_version), answers_now(row)
    result = rules.evaluate(law=its_law, answers=answers, as_of=as_of, running=running)
    told = consulted(row.consultation, as_of=as_of)
    where = standing(
        law=its_law,
        triage=result,
        evidence=row.evidence,
        settled=DpiaSettlement(row.dpia),
        consulted=told.gives if told else (),
    )
    return its_law, result, where


def law_of(version: str) -> Law:
    """The law under which a triage of that version is read: its own, or the one that follows it.

    LookupError where there is neither.
    """
    newest = law()
    return newest if version == newest.carries.since.isoformat() else law(version)


def answers_now(row: Triage) -> dict[str, str]:
    """Its answers under the law it is read under."""
    return still_speaking(row.answers, version=row.law_version)


def still_speaking(answers: Mapping[str, str], *, version: str) -> dict[str, str]:
    """What of those answers is read today: all under a version that is here, else what is carried.

    What was answered two versions ago says nothing any more.
    """
    if version in law_versions():
        return dict(answers)
    is_former = version == law().carries.since.isoformat()
    return carried(law=law(), answers=answers) if is_former else {}


def _review_at(row: Triage) -> date:
    return date.fromisoformat(row.result["review_at"])


def _is_due(row: Triage, as_of: date) -> bool:
    newer = row.law_version != law().version
    return newer or is_stale(review_at=_review_at(row), as_of=as_of)
