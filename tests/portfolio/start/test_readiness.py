from dataclasses import replace

import pytest

from governance.law.rules.laws import TriageClass, WorksCouncil
from governance.law.rules.triage import Dpia
from portfolio.start.rules import (
    ObjectiveFacts,
    ReadinessFacts,
    readiness,
    unmet,
)

OBJECTIVE = ObjectiveFacts(
    has_beneficiaries=True, has_kpi=True, has_baseline=True, has_target=True,
    has_date=True, has_unit=True, has_direction=True,
)  # fmt: skip
READY = ReadinessFacts(
    has_captain=True, has_accepted_mandate=True, objectives=(OBJECTIVE,), has_budget=True,
    has_first_tranche=True, stop_criteria_count=1, has_go_live=True,
    triage_class=TriageClass.MINIMAL,
)  # fmt: skip


def test_a_ready_initiative_has_no_unmet_line():
    lines = readiness(facts=READY)
    assert unmet(lines=lines) == ()
    assert [line.code for line in lines] == [
        "captain", "objective", "budget", "stop_criterion", "go_live", "triage",
    ]  # fmt: skip
    assert {line.mend for line in lines} == {None}


@pytest.mark.parametrize(
    ("changes", "line", "mend"),
    [
        ({"has_captain": False}, "captain", "name_captain"),
        ({"has_accepted_mandate": False}, "captain", "have_mandate_accepted"),
        ({"objectives": ()}, "objective", "add_objective"),
        ({"has_budget": False}, "budget", "set_budget"),
        ({"has_first_tranche": False}, "budget", "cut_first_tranche"),
        ({"stop_criteria_count": 0}, "stop_criterion", "add_stop_criterion"),
        ({"has_go_live": False}, "go_live", "give_go_live"),
        ({"triage_class": None}, "triage", "answer_triage"),
        ({"triage_class": TriageClass.PROHIBITED}, "triage", "stop_prohibited_use"),
        ({"dpia": Dpia.PRESUMED}, "dpia", "reference_or_waive_dpia"),
        ({"dpia": Dpia.REQUIRED, "has_dpia_waiver": True}, "dpia", "reference_dpia"),
        (
            {"triage_class": TriageClass.HIGH_RISK, "evidence_missing": ("owner", "fria_if_due")},
            "evidence", "owner",
        ),
        (
            {"triage_class": TriageClass.HIGH_RISK_EXEMPTION_CLAIMED,
             "evidence_missing": ("owner_signoff",)},
            "evidence", "owner_signoff",
        ),
    ],
)  # fmt: skip
def test_each_line_says_how_to_mend_it(changes, line, mend):
    lines = readiness(facts=replace(READY, **changes))
    assert unmet(lines=lines) == (line,)
    assert next(found for found in lines if found.code == line).mend == mend


@pytest.mark.parametrize(
    ("field", "mend"),
    [
        ("has_beneficiaries", "name_beneficiaries"),
        ("has_kpi", "choose_kpi"),
        ("has_baseline", "give_baseline_or_measuring_step"),
        ("has_target", "give_target"),
        ("has_date", "give_date"),
        ("has_unit", "choose_unit"),
        ("has_direction", "choose_direction"),
    ],
)
def test_an_objective_lacks_by_name(field, mend):
    lines = readiness(facts=replace(READY, objectives=(replace(OBJECTIVE, **{field: False}),)))
    assert next(line for line in lines if line.code == "objective").missing == (mend,)


def test_a_measuring_step_stands_in_for_the_baseline():
    objective = replace(OBJECTIVE, has_baseline=False, has_measuring_step=True)
    assert unmet(lines=readiness(facts=replace(READY, objectives=(objective,)))) == ()


def test_one_complete_objective_is_enough():
    facts = replace(READY, objectives=(ObjectiveFacts(), OBJECTIVE))
    assert unmet(lines=readiness(facts=facts)) == ()


def test_a_waiver_settles_only_a_presumed_assessment():
    presumed = replace(READY, dpia=Dpia.PRESUMED, has_dpia_waiver=True)
    assert unmet(lines=readiness(facts=presumed)) == ()
    required = replace(READY, dpia=Dpia.REQUIRED, has_dpia_reference=True)
    assert unmet(lines=readiness(facts=required)) == ()


@pytest.mark.parametrize(
    ("blocker", "mend"),
    [("triage_open", "finish_triage"), ("triage_to_review", "clear_prohibition")],
)
def test_a_triage_left_open_or_to_be_checked_starts_nothing(blocker, mend):
    facts = replace(READY, triage_class=TriageClass.TO_REVIEW, triage_blockers=(blocker,))
    lines = readiness(facts=facts)
    assert unmet(lines=lines) == ("triage",)
    assert next(line for line in lines if line.code == "triage").mend == mend


def test_from_50_persons_the_works_council_is_a_line():
    due = replace(READY, works_council=WorksCouncil.CONSULT)
    assert "works_council" in [line.code for line in readiness(facts=due)]
    assert unmet(lines=readiness(facts=due)) == ()
    held = replace(due, triage_blockers=("cse_open",))
    assert unmet(lines=readiness(facts=held)) == ("works_council",)


def test_missing_evidence_blocks_only_high_risk():
    facts = replace(READY, triage_class=TriageClass.TRANSPARENCY, evidence_missing=("notice_text",))
    assert unmet(lines=readiness(facts=facts)) == ()
