from collections.abc import Mapping
from datetime import date
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.rules.authority import Grant, SubjectFacts
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.decisions.rules import plain
from governance.decisions.services import record_decision
from governance.law.choices import DpiaSettlement
from governance.law.models import Triage
from governance.law.rules.evidence import DUE, evidence_problem, may_settle
from governance.law.rules.laws import Law
from governance.law.rules.taps import COMPANY, PERSON, STAFF, answers_from_taps, short_way
from governance.law.rules.triage import Dpia, TriageFinding, evaluate
from governance.law.selectors import TriageFacts, answers_now, evaluated, law, triage_facts
from tenants.columns import check_columns
from tenants.errors import Invalid, NotFound, Refused
from tenants.rows import check_version, stale
from tenants.transactions import touch, use_case


def answer_triage(
    act: Act,
    *,
    subject: SubjectFacts,
    answers: Mapping[str, str],
    staff_50: bool | None = None,
    expected_number: int | None = None,
) -> TriageFacts:
    """The initiative has a new triage under the law of today; evidence that still serves is kept.

    `answers` maps question ids of the law file to yes, no, unsure or a role; while the former
    triage is open they add to it. What is asked and not answered leaves it open. `staff_50` is the
    company's own size where known, `expected_number` the triage the person saw (0: none).
    Raises Invalid `triage_answers`, Refused `stale_version`.
    """
    require(act, permission="triage.answer", subject=subject)
    initiative_id = _initiative(subject)
    if not answers:
        raise Invalid("triage_answers", fields={"answers": ["required"]})
    with use_case():
        former = _latest(initiative_id)
        check_version(former.number if former else 0, expected_number)
        known, sources = _added(former, answers, act.today)
        row = _write(act, initiative_id, former, *_with_staff(known, sources, staff_50))
    return triage_facts(row, as_of=act.today)


def confirm_triage(
    act: Act,
    *,
    subject: SubjectFacts,
    use_case_id: str,
    taps: Mapping[str, str],
    answers: Mapping[str, str] | None = None,
    staff_50: bool | None = None,
    expected_number: int | None = None,
) -> TriageFacts:
    """What the taps say of a use, or of an own idea, is answered; the rest is open.

    `answers` are those of the questions asked beside the taps. Raises Refused `full_triage_needed`
    where the use has no short way, Invalid `triage_answers` for a tap that is missing or unknown.
    """
    require(act, permission="triage.answer", subject=subject)
    way = short_way(law=law(), use_case=use_case_id, staff_known=staff_50 is not None)
    if way is None:
        raise Refused("full_triage_needed")
    offered = {tap.id for tap in way.taps}
    wrong = {f"taps.{one}": ["unknown"] for one in sorted(set(taps) - offered)}
    wrong |= {f"taps.{one}": ["required"] for one in sorted(offered - set(taps))}
    wrong |= {f"taps.{one}": ["unknown"] for one in taps if taps[one] not in law().answers}
    if wrong:
        raise Invalid("triage_answers", fields=wrong)
    known, sources = answers_from_taps(way=way, taps=taps, singles=answers or {})
    initiative_id = _initiative(subject)
    with use_case():
        former = _latest(initiative_id)
        check_version(former.number if former else 0, expected_number)
        row = _write(act, initiative_id, former, *_with_staff(known, sources, staff_50))
    return triage_facts(row, as_of=act.today)


def count_staff(act: Act, *, staff_50: bool) -> list[UUID]:
    """Every triage reads the company's size in its works council's line; the initiatives changed.

    What a person answered there stays, but *I don't know*. Raises NotAllowed.
    """
    require(act, permission="triage.answer")
    changed = []
    with use_case():
        rows = Triage.objects.order_by("initiative_id", "-number").distinct("initiative_id")
        for former in list(rows):
            known = answers_now(former)
            was = known.get(STAFF, "")
            if was in ("yes", "no") and former.sources.get(STAFF) != COMPANY:
                continue
            answers, told = _with_staff(known, dict(former.sources), staff_50)
            asked = evaluate(law=law(), answers=answers, as_of=act.today).asked
            if STAFF in asked and answers[STAFF] != was:
                _write(act, former.initiative_id, former, answers, told)
                changed.append(former.initiative_id)
    return changed


def provide_evidence(
    act: Act,
    *,
    subject: SubjectFacts,
    references: Mapping[str, str],
    expected_version: int | None = None,
) -> TriageFacts:
    """Each evidence code has its reference (a document, a place, a person); empty takes it away.

    The end of a consultation is a day that has come; why none is needed is one of three grounds.
    Raises Invalid `evidence_unknown`, `evidence_malformed`, NotAllowed for what an executive gives.
    """
    require(act, permission="triage.answer", subject=subject)
    with use_case():
        row = _locked(act, _initiative(subject), expected_version)
        its_law, _, where = evaluated(row, as_of=act.today)
        unknown = set(references) - {*where.needs, *where.council, *where.optional}
        if unknown:
            raise Invalid("evidence_unknown", fields={c: ["unknown"] for c in sorted(unknown)})
        for reference in references.values():
            check_columns(model=Triage, values={"dpia_note": reference})
        changed = {c: r.strip() for c, r in references.items() if row.evidence.get(c, "") != r}
        wrong = {
            code: [problem]
            for code, reference in changed.items()
            if (problem := evidence_problem(code=code, reference=reference, today=act.today))
        }
        if wrong:
            raise Invalid("evidence_malformed", fields=wrong)
        if its_law.by_executive & set(changed):
            require(act, permission="mandate.issue")
        row.evidence = {c: r for c, r in {**row.evidence, **changed}.items() if r}
        row.version += 1
        row.save(update_fields=["evidence", "version"])
    return triage_facts(row, as_of=act.today)


def settle_dpia(
    act: Act,
    *,
    subject: SubjectFacts,
    settled: DpiaSettlement,
    note: str,
    expected_version: int | None = None,
) -> TriageFacts:
    """The impact assessment is referenced, or waived for a reason that the log keeps.

    Raises Refused `dpia_not_due`, `dpia_cannot_be_waived`, Invalid `reason_missing`.
    """
    grant = require(act, permission="triage.answer", subject=subject)
    if settled != DpiaSettlement.OPEN and not note.strip():
        raise Invalid("reason_missing", fields={"note": ["reason_missing"]})
    check_columns(model=Triage, values={"dpia_note": note.strip()})
    with use_case():
        row = _locked(act, _initiative(subject), expected_version)
        due = evaluated(row, as_of=act.today)[1].gdpr.dpia
        if due not in DUE:
            raise Refused("dpia_not_due")
        if settled == DpiaSettlement.WAIVED and not may_settle(due=due, settled=settled):
            raise Refused("dpia_cannot_be_waived")
        row.dpia, row.dpia_note = settled, note.strip()
        row.version += 1
        row.save(update_fields=["dpia", "dpia_note", "version"])
        if settled == DpiaSettlement.WAIVED:
            _record_waiver(act, grant, row)
    return triage_facts(row, as_of=act.today)


def _initiative(subject: SubjectFacts) -> UUID:
    if subject.initiative_id is None:
        raise NotFound("initiative_not_found")
    return subject.initiative_id


def _latest(initiative_id: UUID) -> Triage | None:
    rows = Triage.objects.select_for_update().filter(initiative_id=initiative_id)
    return rows.order_by("-number").first()


def _locked(act: Act, initiative_id: UUID, expected_version: int | None) -> Triage:
    """The triage, locked, its initiative touched."""
    row = _latest(initiative_id)
    if row is None:
        raise NotFound("triage_not_found")
    check_version(row.version, expected_version)
    touch(act, SubjectKind.INITIATIVE, initiative_id)
    return row


def _added(
    former: Triage | None, answers: Mapping[str, str], today: date
) -> tuple[dict[str, str], dict[str, str]]:
    """The answers with those of a triage that is still open, and what gave the latter."""
    if former is None or not evaluated(former, as_of=today)[1].open:
        return dict(answers), {}
    kept = answers_now(former)
    sources = {one: former.sources[one] for one in kept if one in former.sources}
    return {**kept, **answers}, {one: sources[one] for one in sources if one not in answers}


def _with_staff(
    answers: dict[str, str], sources: dict[str, str], staff_50: bool | None
) -> tuple[dict[str, str], dict[str, str]]:
    """The company's own size answers its question, unless a person did."""
    is_told = answers.get(STAFF) in ("yes", "no") and sources.get(STAFF) != COMPANY
    if staff_50 is None or is_told:
        return answers, sources
    return {**answers, STAFF: "yes" if staff_50 else "no"}, {**sources, STAFF: COMPANY}


def _write(
    act: Act,
    initiative_id: UUID,
    former: Triage | None,
    answers: Mapping[str, str],
    sources: Mapping[str, str],
) -> Triage:
    """A new row of the triage; raises Invalid `triage_answers`, Refused `stale_version`."""
    if act.actor.member_id is None:
        raise RuntimeError("a triage is answered by a person")
    current_law, number = law(), former.number if former else 0
    result = _result(current_law, answers, act.today)
    row = Triage(
        initiative_id=initiative_id,
        number=number + 1,
        answers={key: answers[key] for key in answers if key in result.asked},
        sources={
            key: sources[key]
            for key in answers
            if key in result.asked and sources.get(key, PERSON) != PERSON
        },
        result=plain(_snapshot(result)),
        law_version=current_law.version,
        as_of=act.today,
        answered_by_id=act.actor.member_id,
        answered_at=act.now,
        **_kept(former, result),
    )
    Triage.objects.bulk_create([row], ignore_conflicts=True)
    if not Triage.objects.filter(id=row.id).exists():
        raise stale(version=number + 1, expected=number)
    touch(act, SubjectKind.INITIATIVE, initiative_id)
    return row


def _result(its_law: Law, answers: Mapping[str, str], today: date) -> TriageFinding:
    """The result of those answers; every answer must be one that the law file offers."""
    offered = {q.id: q.options or its_law.answers for q in its_law.every_question}
    wrong = {
        key: ["unknown"] for key, value in answers.items() if value not in offered.get(key, ())
    }
    if wrong:
        raise Invalid("triage_answers", fields=wrong)
    return evaluate(law=its_law, answers=answers, as_of=today)


def _kept(former: Triage | None, result: TriageFinding) -> dict[str, object]:
    """What carries over: references, and a settlement that is still enough."""
    if former is None:
        return {"evidence": {}}
    kept = {"evidence": former.evidence, "consultation_id": former.consultation_id}
    settled = DpiaSettlement(former.dpia)
    if result.gdpr.dpia in DUE and may_settle(due=result.gdpr.dpia, settled=settled):
        return {**kept, "dpia": settled, "dpia_note": former.dpia_note}
    return kept


def _snapshot(result: TriageFinding) -> dict[str, object]:
    return {
        "class": result.triage_class,
        "routes": result.routes,
        "transparency": result.transparency,
        "role": result.role,
        "gate": result.gate,
        "open": result.open,
        "works_council": result.works_council,
        "dpia": result.gdpr.dpia,
        "criteria_count": result.gdpr.criteria_count,
        "personal": result.gdpr.personal,
        "obligations": [o.id for o in result.obligations],
        "review": result.review,
        "review_at": result.review_at,
    }


def _record_waiver(act: Act, grant: Grant, row: Triage) -> None:
    record_decision(
        act,
        grant=grant,
        verdict="waive_dpia",
        subject_kind=SubjectKind.INITIATIVE,
        subject_id=row.initiative_id,
        reason=row.dpia_note,
        facts={"triage": row.number, "dpia": Dpia.PRESUMED},
    )
