from collections.abc import Mapping
from datetime import date
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.rules.authority import Grant, SubjectFacts
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.decisions.rules import plain
from governance.decisions.services import record_decision
from governance.law.choices import Dpia as Settled
from governance.law.models import Triage
from governance.law.rules.laws import Law
from governance.law.rules.taps import answers_from_taps
from governance.law.rules.triage import DUE, EXECUTIVE_EVIDENCE, Dpia, evaluate, may_settle
from governance.law.rules.triage import Triage as Result
from governance.law.selectors import TriageFacts, evaluated, law, triage_facts
from tenants.columns import check_columns
from tenants.errors import Invalid, NotFound, Refused
from tenants.rows import check_version, stale
from tenants.transactions import touch, use_case


def answer_triage(
    act: Act,
    *,
    subject: SubjectFacts,
    answers: Mapping[str, str],
    expected_number: int | None = None,
) -> TriageFacts:
    """The initiative has a new triage under the law of today; evidence that still serves is kept.

    `answers` maps question ids of the law file to yes, no, unsure or a role. `expected_number` is
    the triage the person saw (0: none). Raises Invalid `triage_answers`, Refused `stale_version`.
    """
    require(act, permission="triage.answer", subject=subject)
    if act.actor.member_id is None:
        raise RuntimeError("a triage is answered by a person")
    initiative_id = _initiative(subject)
    current_law = law()
    result = _result(current_law, answers, act.today)
    with use_case():
        former = _latest(initiative_id)
        number = former.number if former else 0
        check_version(number, expected_number)
        row = Triage(
            initiative_id=initiative_id,
            number=number + 1,
            answers={key: answers[key] for key in answers if key in result.asked},
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
    return triage_facts(row, as_of=act.today)


def confirm_triage(
    act: Act,
    *,
    subject: SubjectFacts,
    hint_class: str,
    hint_data: str,
    taps: Mapping[str, str],
    expected_number: int | None = None,
) -> TriageFacts:
    """The catalogue's class holds, since all three taps say no.

    Raises Refused `full_triage_needed` where the hint does not allow it or one tap is not *no*.
    """
    answers = answers_from_taps(hint_class=hint_class, hint_data=hint_data, taps=taps)
    if answers is None:
        raise Refused("full_triage_needed")
    return answer_triage(act, subject=subject, answers=answers, expected_number=expected_number)


def provide_evidence(
    act: Act,
    *,
    subject: SubjectFacts,
    references: Mapping[str, str],
    expected_version: int | None = None,
) -> TriageFacts:
    """Each evidence code has its reference (a document, a place, a person); empty takes it away.

    Raises Invalid `evidence_unknown`, NotAllowed for the executive's own agreement.
    """
    require(act, permission="triage.answer", subject=subject)
    with use_case():
        row = _locked(act, _initiative(subject), expected_version)
        unknown = set(references) - set(evaluated(row, as_of=act.today)[2].needs)
        if unknown:
            raise Invalid("evidence_unknown", fields={c: ["unknown"] for c in sorted(unknown)})
        for reference in references.values():
            check_columns(model=Triage, values={"dpia_note": reference})
        changed = {c: r.strip() for c, r in references.items() if row.evidence.get(c, "") != r}
        if EXECUTIVE_EVIDENCE & set(changed):
            require(act, permission="mandate.issue")
        row.evidence = {c: r for c, r in {**row.evidence, **changed}.items() if r}
        row.version += 1
        row.save(update_fields=["evidence", "version"])
    return triage_facts(row, as_of=act.today)


def settle_dpia(
    act: Act,
    *,
    subject: SubjectFacts,
    settled: Settled,
    note: str,
    expected_version: int | None = None,
) -> TriageFacts:
    """The impact assessment is referenced, or waived for a reason that the log keeps.

    Raises Refused `dpia_not_due`, `dpia_cannot_be_waived`, Invalid `reason_missing`.
    """
    grant = require(act, permission="triage.answer", subject=subject)
    if settled != Settled.OPEN and not note.strip():
        raise Invalid("reason_missing", fields={"note": ["reason_missing"]})
    check_columns(model=Triage, values={"dpia_note": note.strip()})
    with use_case():
        row = _locked(act, _initiative(subject), expected_version)
        due = evaluated(row, as_of=act.today)[1].gdpr.dpia
        if due not in DUE:
            raise Refused("dpia_not_due")
        if settled == Settled.WAIVED and not may_settle(due=due, settled=settled):
            raise Refused("dpia_cannot_be_waived")
        row.dpia, row.dpia_note = settled, note.strip()
        row.version += 1
        row.save(update_fields=["dpia", "dpia_note", "version"])
        if settled == Settled.WAIVED:
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


def _result(its_law: Law, answers: Mapping[str, str], today: date) -> Result:
    """The result of those answers; every answer must be one that the law file offers."""
    offered = {q.id: q.options or its_law.answers for q in (*its_law.questions, *its_law.gdpr)}
    wrong = {
        key: ["unknown"] for key, value in answers.items() if value not in offered.get(key, ())
    }
    if wrong:
        raise Invalid("triage_answers", fields=wrong)
    result = evaluate(law=its_law, answers=answers, as_of=today)
    missing = {key: ["required"] for key in result.asked if not answers.get(key)}
    if missing:
        raise Invalid("triage_answers", fields=missing)
    return result


def _kept(former: Triage | None, result: Result) -> dict[str, object]:
    """What carries over: references, and a settlement that is still enough."""
    if former is None:
        return {"evidence": {}}
    settled = Settled(former.dpia)
    if result.gdpr.dpia in DUE and may_settle(due=result.gdpr.dpia, settled=settled):
        return {"evidence": former.evidence, "dpia": settled, "dpia_note": former.dpia_note}
    return {"evidence": former.evidence}


def _snapshot(result: Result) -> dict[str, object]:
    return {
        "class": result.triage_class,
        "routes": result.routes,
        "transparency": result.transparency,
        "role": result.role,
        "gate": result.gate,
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
