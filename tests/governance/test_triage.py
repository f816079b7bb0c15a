from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.laws import Gate, LawFileError, TriageClass, parse_law
from governance.rules.triage import Dpia, asked_questions, evaluate, evidence_needed
from governance.selectors.laws import law, law_versions

LAW = law()
TODAY = date(2026, 11, 22)
LEVELS = {"no": 0, "unsure": 1, "yes": 2}
STRICTER_WHEN_YES = ("A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A11", "D0", "D1")


def triage(answers, *, as_of=TODAY, running=False):
    return evaluate(law=LAW, answers=answers, as_of=as_of, running=running)


def no_to_all_but(**answers):
    return {f"A{n}": "no" for n in range(2, 12)} | {"A1": "yes", "D0": "no"} | answers


def test_inferring_the_emotions_of_staff_is_prohibited_and_not_overridable():
    result = triage(no_to_all_but(A2="yes"))
    assert result.triage_class is TriageClass.PROHIBITED
    assert result.gate is Gate.BLOCK_START
    assert not result.overridable
    assert "stop_use_if_live" in result.asks
    assert {"stop_use_if_live", "legal_review"} <= {o.id for o in result.obligations}


def test_recruiting_is_high_risk_by_annex_iii_from_its_date():
    result = triage(no_to_all_but(A7="yes", A10="no"))
    assert result.triage_class is TriageClass.HIGH_RISK
    assert result.routes == ("annex_iii",)
    duties = {o.id: o for o in result.obligations}
    assert duties["use_per_instructions"].from_date == date(2027, 12, 2)
    assert duties["use_per_instructions"].status == "upcoming"
    assert duties["art4_literacy_measure"].status == "due"


@pytest.mark.parametrize(
    ("as_of", "running", "gate"),
    [
        (TODAY, True, Gate.WARN_AND_PREPARE),
        (TODAY, False, Gate.BLOCK_START_UNTIL),
        (date(2027, 12, 1), True, Gate.WARN_AND_PREPARE),
        (date(2027, 12, 2), True, Gate.BLOCK_START_UNTIL),
    ],
)
def test_a_running_high_risk_system_is_warned_until_its_date(as_of, running, gate):
    assert triage(no_to_all_but(A7="yes"), as_of=as_of, running=running).gate is gate


def test_annex_i_has_its_own_later_date():
    result = triage(no_to_all_but(A6="yes"), as_of=date(2028, 8, 1), running=True)
    assert result.gate is Gate.WARN_AND_PREPARE
    both = triage(no_to_all_but(A6="yes", A7="yes"), as_of=date(2028, 8, 1), running=True)
    assert both.gate is Gate.BLOCK_START_UNTIL


def test_a_preparatory_task_claims_the_exemption():
    result = triage(no_to_all_but(A7="yes", A10="yes", D0="yes", D1="no"))
    assert result.triage_class is TriageClass.HIGH_RISK_EXEMPTION_CLAIMED
    assert result.gate is Gate.BLOCK_START_UNTIL
    assert result.review_at == date(2027, 5, 22)


@pytest.mark.parametrize("profiling", ["yes", "unsure"])
def test_profiling_people_defeats_the_exemption(profiling):
    result = triage(no_to_all_but(A7="yes", A10="yes", D0="yes", D1=profiling))
    assert result.triage_class is TriageClass.HIGH_RISK
    assert result.exemption_refused


def test_profiling_is_not_asked_where_no_one_is_concerned():
    result = triage(no_to_all_but(A7="yes", A10="yes", D0="no", D1="yes"))
    assert result.triage_class is TriageClass.HIGH_RISK_EXEMPTION_CLAIMED


def test_the_exemption_never_replaces_the_class_of_a_safety_component():
    result = triage(no_to_all_but(A6="yes", A7="yes", A10="yes"))
    assert result.triage_class is TriageClass.HIGH_RISK


def test_the_exemption_counts_only_where_it_is_asked():
    assert triage(no_to_all_but(A6="yes", A10="yes")).triage_class is TriageClass.HIGH_RISK
    assert triage(no_to_all_but(A10="yes")).triage_class is TriageClass.MINIMAL


def test_talking_with_people_asks_for_transparency():
    result = triage(no_to_all_but(A11="yes"))
    assert result.triage_class is TriageClass.TRANSPARENCY
    assert result.transparency
    assert result.gate is Gate.ALLOW_WITH_TASKS
    assert evidence_needed(law=LAW, triage=result) == [
        "notice_text",
        "notice_place",
        "label_method",
    ]


def test_transparency_stays_beside_a_stricter_class():
    result = triage(no_to_all_but(A7="yes", A11="yes"))
    assert result.triage_class is TriageClass.HIGH_RISK
    assert result.transparency
    needed = evidence_needed(law=LAW, triage=result)
    assert needed[0] == "owner"
    assert "notice_text" in needed


def test_no_to_everything_is_minimal_and_needs_no_evidence():
    result = triage(no_to_all_but())
    assert (result.triage_class, result.gate) == (TriageClass.MINIMAL, Gate.ALLOW)
    assert evidence_needed(law=LAW, triage=result) == []
    assert not result.review


def test_what_follows_written_rules_only_is_out_of_scope_but_data_protection_still_runs():
    result = triage({"A1": "no", "A2": "unsure", "A11": "yes", "D0": "yes", "D1": "yes"})
    assert result.triage_class is TriageClass.OUT_OF_SCOPE
    assert not result.transparency
    assert not result.review
    assert result.gdpr.dpia is Dpia.NOTE
    assert [o.id for o in result.obligations] == ["gdpr_check"]


def test_unsure_counts_as_the_stricter_answer_and_is_reviewed():
    result = triage(no_to_all_but(A7="unsure"))
    assert result.triage_class is TriageClass.HIGH_RISK
    assert result.review


def test_unsure_of_the_exemption_does_not_claim_it():
    result = triage(no_to_all_but(A7="yes", A10="unsure"))
    assert result.triage_class is TriageClass.HIGH_RISK
    assert result.review


def test_unsure_whether_data_is_personal_counts_as_yes():
    result = triage(no_to_all_but(D0="unsure", D7="yes"))
    assert result.gdpr.personal
    assert result.review


def test_no_answer_counts_as_in_scope_and_personal_and_no_to_the_rest():
    result = triage({})
    assert result.triage_class is TriageClass.MINIMAL
    assert result.gdpr.personal
    assert result.role == "deployer"


def test_scoring_cvs_presumes_an_impact_assessment():
    result = triage(no_to_all_but(A7="yes", D0="yes", D1="yes", D7="yes"))
    assert result.triage_class is TriageClass.HIGH_RISK
    assert (result.gdpr.criteria_count, result.gdpr.dpia) == (2, Dpia.PRESUMED)
    assert {"dpia", "dpia_with_provider_information"} <= {o.id for o in result.obligations}


def test_the_list_of_the_cnil_requires_an_impact_assessment():
    assert triage(no_to_all_but(D0="yes", D10="yes")).gdpr.dpia is Dpia.REQUIRED


def test_no_personal_data_skips_the_criteria():
    result = triage(no_to_all_but(D0="no", D1="unsure", D10="yes"))
    assert (result.gdpr.personal, result.gdpr.dpia) == (False, Dpia.NONE)
    assert not result.review


def test_judging_the_emotions_of_call_agents_is_prohibited_and_scoring_them_high_risk():
    assert triage(no_to_all_but(A2="yes", A7="yes")).triage_class is TriageClass.PROHIBITED
    assert triage(no_to_all_but(A7="yes")).triage_class is TriageClass.HIGH_RISK


@pytest.mark.parametrize("as_of", [TODAY, date(2026, 12, 2)])
def test_intimate_images_without_consent_are_blocked_before_and_after_their_date(as_of):
    assert triage(no_to_all_but(A5="yes"), as_of=as_of).gate is Gate.BLOCK_START


def test_a_provider_of_high_risk_gets_the_provider_duties():
    duties = {o.id for o in triage(no_to_all_but(A7="yes", A12="provider")).obligations}
    assert {"art16_provider_duties", "legal_review"} <= duties
    assert "art16_provider_duties" not in {
        o.id for o in triage(no_to_all_but(A12="provider")).obligations
    }


def test_the_exemption_is_asked_only_after_an_annex_iii_yes_or_unsure():
    assert "A10" not in asked_questions(law=LAW, answers=no_to_all_but())
    assert "A10" in asked_questions(law=LAW, answers=no_to_all_but(A9="unsure"))


@pytest.mark.parametrize("answers", [{"A99": "yes"}, {"A2": "maybe"}, {"A12": "yes"}])
def test_an_unknown_question_or_answer_is_refused(answers):
    with pytest.raises(ValueError, match="unknown"):
        triage(answers)


def rank(result):
    return LAW.order.index(result.triage_class)


@given(
    answers=st.fixed_dictionaries(
        {}, optional={q: st.sampled_from(list(LEVELS)) for q in (*STRICTER_WHEN_YES, "A10")}
    ),
    question=st.sampled_from([*STRICTER_WHEN_YES, "A10"]),
    steps=st.integers(1, 2),
)
def test_a_stricter_answer_never_gives_a_laxer_class(answers, question, steps):
    default = LAW.unanswered.get(question, "no")
    scale = ["yes", "unsure", "no"] if question == "A10" else ["no", "unsure", "yes"]
    place = scale.index(answers.get(question, default))
    stricter = {**answers, question: scale[min(2, place + steps)]}
    assert rank(triage(stricter)) <= rank(triage(answers))


@given(
    st.dictionaries(
        st.sampled_from([f"A{n}" for n in range(1, 12)] + [f"D{n}" for n in range(11)]),
        st.sampled_from(list(LEVELS)),
    ),
    st.dates(date(2025, 1, 1), date(2031, 1, 1)),
)
def test_the_date_never_moves_the_class(answers, as_of):
    assert triage(answers, as_of=as_of).triage_class is triage(answers).triage_class


@given(
    st.dictionaries(
        st.sampled_from([f"A{n}" for n in range(1, 12)] + [f"D{n}" for n in range(11)]),
        st.sampled_from(list(LEVELS)),
    )
)
def test_any_unsure_among_the_questions_asked_is_reviewed(answers):
    result = triage(answers)
    assert result.review == any(answers.get(q) == "unsure" for q in result.asked)


def test_the_law_of_the_day_is_the_newest_file():
    assert law_versions()[-1] == LAW.version == "2026-11-22"
    with pytest.raises(LookupError):
        law("1999-01-01")


def test_a_file_that_does_not_hold_together_is_refused():
    for document in ({}, [], {"version": "2026-01-01"}):
        with pytest.raises(LawFileError):
            parse_law(document)
