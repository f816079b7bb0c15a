"""The public vectors of the law pack: class, duties, evidence, what refuses a start and a trial."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from governance.law.choices import DpiaSettlement
from governance.law.rules.evidence import standing
from governance.law.rules.laws import Kind
from governance.law.rules.taps import answers_from_taps, short_way
from governance.law.rules.triage import evaluate
from governance.law.selectors import law

VECTORS = yaml.safe_load((Path(__file__).parent / "data" / "vectors.yaml").read_text("utf-8"))
ALL_NO = {"A1": "yes", "A12": "deployer"}


def answers_of(vector):
    if "use" not in vector:
        every = dict.fromkeys((question.id for question in law().every_question), "no")
        return {**every, **ALL_NO, **vector["answers"]}
    way = short_way(law=law(), use_case=vector["use"])
    return answers_from_taps(way=way, taps=vector["taps"], singles=vector["singles"])[0]


def said(vector):
    """All that a vector may expect, of its answers."""
    answers = answers_of(vector)
    as_of = vector.get("as_of", date(2026, 11, 26))
    triage = evaluate(law=law(), answers=answers, as_of=as_of)
    where = standing(law=law(), triage=triage, evidence={}, settled=DpiaSettlement.OPEN)

    def duties(kind, status):
        return [o.id for o in triage.obligations if o.kind is kind and o.status == status]

    return {
        "cls": triage.triage_class,
        "gate": triage.gate,
        "transparency": triage.transparency,
        "routes": list(triage.routes),
        "review": triage.review,
        "dpia": triage.gdpr.dpia,
        "works_council": triage.works_council,
        "open": list(triage.open),
        "needs": list(where.needs),
        "blockers": list(where.blockers),
        "trial": list(where.trial_blockers),
        "due": duties(Kind.LAW, "due"),
        "upcoming": duties(Kind.LAW, "upcoming"),
        "practice": [o.id for o in triage.obligations if o.kind is Kind.GOOD_PRACTICE],
    }


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda one: one["id"])
def test_a_public_vector_of_the_law_holds(vector):
    found = said(vector)
    for name, expected in vector["expect"].items():
        manner, _, what = name.partition("_")
        if manner == "has":
            assert set(expected) <= set(found[what]), (name, found[what])
        elif manner == "not":
            assert not set(expected) & set(found[what]), (name, found[what])
        else:
            assert found[name] == expected, name
