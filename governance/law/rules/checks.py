"""What a law file must hold before anything is evaluated under it."""

import re
from collections.abc import Iterator

from governance.law.rules.laws import Law, TriageClass, WorksCouncil
from governance.law.rules.taps import NO, answers_from_taps, short_way
from governance.law.rules.triage import evaluate
from tenants.documents import BadDocument, DocumentFault, shaped


def parse_law(document: object) -> Law:
    """Return the checked law of a loaded file; BadDocument says what is wrong otherwise."""
    law = shaped(document, Law, name="law")
    problems = next(
        (
            found
            for check in (_problems, _unknown_names, _unknown_words, _uncovered)
            if (found := tuple(check(law)))
        ),
        (),
    )
    if problems:
        raise BadDocument(problems)
    return law


def _problems(law: Law) -> Iterator[DocumentFault]:
    """Refuse a question there twice or misplaced, a gateway that fires, a class missing."""
    ids = [question.id for question in law.every_question]
    if len(ids) != len(set(ids)):
        yield DocumentFault("duplicate_id", "questions")
    for letter, part in (("A", law.questions), ("D", law.gdpr), ("W", law.work.questions)):
        for question in part:
            if not re.fullmatch(rf"{letter}\d+[a-z]?", question.id):
                yield DocumentFault("question_misplaced", question.id)
            if question.opens and question.fired.triage_class:
                yield DocumentFault("gateway_fires", question.id)
    for one in sorted({*READ_BY_CODE} - set(ids)):
        yield DocumentFault("question_missing", one)
    if list(law.classes.order) != list(TriageClass):
        yield DocumentFault("classes_out_of_order", "classes.order")
    if set(law.outcomes) != set(TriageClass):
        yield DocumentFault("outcomes_incomplete", "outcomes")
    if set(law.work.outcomes) != set(WorksCouncil):
        yield DocumentFault("outcomes_incomplete", "work.outcomes")


# The questions that the rules name: role, profiling, criteria, staff.
READ_BY_CODE = ("A1", "A10", "A12", *(f"D{n}" for n in range(11)), "W0", "W1", "W2", "W3")


def _unknown_names(law: Law) -> Iterator[DocumentFault]:
    """Refuse an unknown question, tap or evidence code."""
    ids = {question.id for question in law.every_question}
    named = {*law.unanswered, *law.may_stay_open, *law.taps.always, *law.taps.own_idea.ask}
    for question in law.every_question:
        named |= {*question.show_if_any, *question.opens}
    for tap in law.taps.compound:
        named |= {*tap.covers, *filter(None, [tap.when_given])}
    for use in law.taps.uses.values():
        named |= {*use.given, *use.ask}
    for carried in law.carries.no_only.values():
        named |= {*carried}
    for one in sorted((named | {*law.carries.same}) - ids):
        yield DocumentFault("unknown_question", one)
    taps = {tap.id for tap in law.taps.compound}
    for one in sorted({*law.taps.own_idea.taps} - taps):
        yield DocumentFault("unknown_tap", one)
    codes = {code for outcome in law.outcomes.values() for code in outcome.needs}
    codes |= {code for outcome in law.work.outcomes.values() for code in outcome.needs_any}
    for missing in sorted((codes | law.by_executive | {*law.work.optional}) - set(law.evidence)):
        yield DocumentFault("evidence_without_words", missing)
    for one in sorted({*law.needs_when} - set(law.evidence)):
        yield DocumentFault("unknown_evidence", one)


def _unknown_words(law: Law) -> Iterator[DocumentFault]:
    """Refuse a condition that no result can hold."""
    roles = {f"role:{option}" for option in law.question("A12").options}
    routes = {question.fired.route for question in law.questions if question.fired.route}
    words = {c.value for c in TriageClass} | roles | routes
    words |= {"in_scope", "personal", "dpia", "size_under_50"}
    words |= {f"answer:{question.id}" for question in law.every_question}
    words |= {f"works_council:{outcome}" for outcome in WorksCouncil}
    conditions = [(one.id, one.when) for one in law.obligations]
    conditions += [*law.needs_when.items(), *law.work.optional.items()]
    for name, when in conditions:
        for word in sorted(when - words):
            yield DocumentFault("unknown_condition", f"{name}.{word}")


def _uncovered(law: Law) -> Iterator[DocumentFault]:
    """Refuse a short way on which all *no* leaves a question open."""
    for use_case in ("", *law.taps.uses):
        way = short_way(law=law, use_case=use_case)
        if way is None:
            continue
        singles = {
            one: law.question(one).options[0] if law.question(one).options else NO
            for one in way.singles
        }
        singles |= {one: "yes" for one in ("A1", "D0") if one in singles}
        taps = {tap.id: NO for tap in way.taps}
        answers, _ = answers_from_taps(way=way, taps=taps, singles=singles)
        for one in evaluate(law=law, answers=answers, as_of=law.dated).open:
            yield DocumentFault("question_uncovered", f"{use_case or 'own_idea'}.{one}")
