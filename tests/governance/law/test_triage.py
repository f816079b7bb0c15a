from datetime import date
from uuid import UUID

import pytest

from assessments.questionnaire.selectors import content
from governance.access.rules.authority import SubjectFacts
from governance.decisions.models import Decision
from governance.law.choices import DpiaSettlement
from governance.law.models import Triage
from governance.law.rules.laws import Gate, TriageClass, WorksCouncil
from governance.law.rules.taps import short_way
from governance.law.rules.triage import Dpia
from governance.law.selectors import TriageFacts, latest_triage, law
from governance.law.services import (
    answer_triage,
    confirm_triage,
    count_staff,
    provide_evidence,
    settle_dpia,
)
from tenants.ids import uuid7
from tests.conftest import acting
from tests.refusals import refused

ALL_NO = {"people": "no", "forbidden": "no", "data": "no", "public": "no"}
ROLE = {"A12": "deployer"}


@pytest.fixture
def subject(acme) -> SubjectFacts:
    return SubjectFacts(initiative_id=uuid7(), captain_id=acme.members["captain"].id)


def answers(**changes: str) -> dict[str, str]:
    """Every question answered, all harmless but for the changes."""
    ids = [question.id for question in law().every_question]
    harmless = {**dict.fromkeys(ids, "no"), "A1": "yes", "A12": "deployer"}
    return {**harmless, **changes}


def answer(cast, subject, now, today, part="executive", **changes):
    return answer_triage(
        acting(cast.actor(part), now=now, today=today), subject=subject, answers=answers(**changes)
    )


def settle(cast, subject, now, today, settled, note="Voir le registre, fiche 12"):
    return settle_dpia(
        acting(cast.actor("lead"), now=now, today=today),
        subject=subject,
        settled=settled,
        note=note,
    )


def confirm(cast, subject, now, today, *, part="captain", use="UC01", staff_50=False, **taps):
    way = short_way(law=law(), use_case=use, staff_known=True)
    singles = dict.fromkeys(way.singles, "no") | ROLE
    asked = {tap.id: "no" for tap in way.taps}
    return confirm_triage(
        acting(cast.actor(part), now=now, today=today),
        subject=subject,
        use_case_id=use,
        taps=asked | taps,
        answers=singles,
        staff_50=staff_50,
    )


def test_noes_by_taps_say_what_gave_each_answer(acme, subject, now, today) -> None:
    facts = confirm(acme, subject, now, today, use="UC06")
    assert (facts.triage_class, facts.gate) == (TriageClass.TRANSPARENCY, Gate.ALLOW_WITH_TASKS)
    assert facts.is_startable
    assert (facts.open, facts.missing) == ((), ("notice_text", "notice_place"))
    assert facts.answers["A11a"] == "yes"
    told = {one: facts.sources.get(one) for one in ("A11a", "A7a", "A12", "A2")}
    assert told == {"A11a": "catalogue", "A7a": "tap:people", "A12": None, "A2": "tap:forbidden"}


@pytest.mark.parametrize("tap", ["people", "forbidden", "data"])
@pytest.mark.parametrize("answered", ["yes", "unsure"])
def test_a_tap_that_is_not_no_records_nothing_and_asks_its_questions_one_by_one(
    acme, subject, now, today, tap, answered
) -> None:
    facts = confirm(acme, subject, now, today, **{tap: answered})
    covered = set(law().taps.tap(tap).covers)
    assert covered & set(facts.asked) <= set(facts.open)
    assert not covered & set(facts.answers)
    assert "triage_open" in facts.blockers
    assert "triage_open" in facts.trial_blockers
    while facts.open:
        left = dict.fromkeys(facts.open, "no")
        facts = answer_triage(
            acting(acme.actor("captain"), now=now, today=today), subject=subject, answers=left
        )
    assert facts.blockers == ()


def test_a_use_without_a_short_way_asks_the_whole_tree(acme, subject, now, today) -> None:
    assert short_way(law=law(), use_case="UC19") is None
    with refused("full_triage_needed"):
        confirm_triage(
            acting(acme.actor("captain"), now=now, today=today),
            subject=subject,
            use_case_id="UC19",
            taps=ALL_NO,
        )
    assert not Triage.objects.exists()


def test_a_tap_that_is_missing_or_invented_is_refused_by_name(acme, subject, now, today) -> None:
    for taps, field in [({"people": "no"}, "taps.forbidden"), ({**ALL_NO, "x": "no"}, "taps.x")]:
        with refused("triage_answers") as told:
            confirm_triage(
                acting(acme.actor("captain"), now=now, today=today),
                subject=subject,
                use_case_id="UC01",
                taps=taps,
            )
        assert field in told.fields


def test_every_use_of_the_catalogue_has_its_taps() -> None:
    newest = content("use_cases", "2.0.0")
    assert set(newest.use_cases) <= set(law().taps.uses)


def test_the_taps_a_use_asks_are_five_to_nine() -> None:
    """Its taps and the questions beside them, the company's size being known (domain 4.2)."""
    counts: dict[int, int] = {}
    for use in law().taps.uses:
        way = short_way(law=law(), use_case=use, staff_known=True)
        asked = len(way.taps) + len(way.singles) if way else 0
        counts[asked] = counts.get(asked, 0) + 1
    assert (counts.pop(0), counts.pop(5), counts.pop(6)) == (6, 13, 15)
    assert set(counts) == {7, 8, 9}
    assert sum(counts.values()) == 11


def test_answers_to_the_former_law_are_carried_or_asked_again(acme, subject, now, today) -> None:
    old = {"A1": "yes", "A2": "no", "A4": "no", "A7": "no", "A11": "no", "A12": "deployer"}
    Triage.objects.create(
        initiative_id=subject.initiative_id,
        number=1,
        answers={**old, "D0": "yes", "D4": "no"},
        result={"review_at": "2027-11-22"},
        law_version="2026-11-22",
        as_of=today,
        answered_by_id=acme.members["captain"].id,
        answered_at=now,
    )
    facts = latest_triage([subject.initiative_id], as_of=today)[subject.initiative_id]
    kept = {"A1": "yes", "A4": "no", "A11a": "no", "A11b": "no", "A11c": "no", "D0": "yes"}
    assert facts.answers == {**kept, "A12": "deployer"}
    assert {"A2", "A7a", "D4"} <= set(facts.open)
    assert (facts.triage_class, facts.needs_review) == (TriageClass.TO_REVIEW, True)


def test_from_50_persons_the_works_council_comes_first(acme, subject, now, today) -> None:
    facts = confirm(acme, subject, now, today, staff_50=True)
    assert (facts.works_council, facts.blockers) == (WorksCouncil.CONSULT, ("cse_open",))
    assert facts.sources["W1"] == "company"
    for code, reference, wrong in [
        ("cse_opinion", "bientôt", "date_needed"),
        ("cse_opinion", "2999-01-01", "date_in_future"),
        ("cse_not_needed", "nous préférons", "ground_needed"),
        ("cse_not_needed", "other", "counsel_needed"),
    ]:
        with refused("evidence_malformed") as told:
            give(acme, subject, now, today, {code: reference})
        assert told.fields == {code: [wrong]}
    with refused("not_in_role"):
        give(acme, subject, now, today, {"cse_not_needed": "no_effect_on_work"}, part="captain")
    assert give(acme, subject, now, today, {"cse_not_needed": "no_effect_on_work"}).is_startable
    assert not give(acme, subject, now, today, {"cse_not_needed": ""}).is_startable
    assert give(acme, subject, now, today, {"cse_opinion": today.isoformat()}).is_startable


def test_fifty_reached_asks_every_use_again_but_what_a_person_answered(
    acme, subject, now, today
) -> None:
    confirm(acme, subject, now, today, staff_50=False)
    told = SubjectFacts(initiative_id=uuid7())
    answer(acme, told, now, today, W0="yes", W1="no")
    act = acting(acme.actor("executive"), now=now, today=today)
    assert count_staff(act, staff_50=True) == [subject.initiative_id]
    facts = latest_triage([subject.initiative_id], as_of=today)[subject.initiative_id]
    assert (facts.number, facts.works_council) == (2, WorksCouncil.CONSULT)
    assert count_staff(act, staff_50=True) == []


def test_dont_know_on_a_prohibition_is_cleared_in_writing_by_an_executive(
    acme, subject, now, today
) -> None:
    facts = answer(acme, subject, now, today, A2="unsure")
    assert (facts.triage_class, facts.blockers) == (TriageClass.TO_REVIEW, ("triage_to_review",))
    cleared = {"prohibition_cleared": "Me Durand, le 3 novembre : texte seul"}
    with refused("not_in_role"):
        give(acme, subject, now, today, cleared, part="captain")
    assert give(acme, subject, now, today, cleared).blockers == ()


def give(cast, subject, now, today, references, part="executive"):
    return provide_evidence(
        acting(cast.actor(part), now=now, today=today), subject=subject, references=references
    )


def test_high_risk_starts_only_when_its_evidence_is_complete(acme, subject, now, today) -> None:
    facts = answer(acme, subject, now, today, A7a="yes")
    assert facts.triage_class is TriageClass.HIGH_RISK
    assert facts.blockers == ("triage_evidence_missing",)
    assert not facts.is_startable
    facts = provide_evidence(
        acting(acme.actor("executive"), now=now, today=today),
        subject=subject,
        references=dict.fromkeys(facts.missing, "classeur AI Act"),
    )
    assert (facts.missing, facts.is_startable) == ((), True)


def test_a_running_system_is_warned_until_the_date_of_the_law(acme, subject, now, today) -> None:
    answer(acme, subject, now, today, A7a="yes")
    initiative = subject.initiative_id
    late = date(2027, 12, 2)

    def read(day: date, *running: UUID) -> TriageFacts:
        return latest_triage([initiative], as_of=day, running=running)[initiative]

    assert read(today).gate is Gate.BLOCK_START_UNTIL
    assert read(today, initiative).is_startable
    assert not read(late, initiative).is_startable


def test_a_prohibited_use_never_starts(acme, subject, now, today) -> None:
    facts = answer(acme, subject, now, today, A2="yes")
    assert facts.blockers == ("triage_prohibited",)
    assert not facts.overridable


def test_the_executives_agreement_is_given_by_an_executive(acme, subject, now, today) -> None:
    answer(acme, subject, now, today, A7a="yes")
    with refused("not_in_role"):
        provide_evidence(
            acting(acme.actor("captain"), now=now, today=today),
            subject=subject,
            references={"captain_and_boss_signoff": "oui"},
        )
    assert Triage.objects.get().evidence == {}


def test_a_presumed_assessment_is_referenced_or_waived_with_a_reason_in_the_log(
    acme, subject, now, today
) -> None:
    facts = answer(acme, subject, now, today, D0="yes", D1="yes", D7="yes")
    assert (facts.dpia, facts.blockers) == (Dpia.PRESUMED, ("dpia_open",))
    with refused("reason_missing"):
        settle(acme, subject, now, today, DpiaSettlement.WAIVED, note=" ")
    assert not Decision.objects.exists()
    assert settle(acme, subject, now, today, DpiaSettlement.WAIVED).is_startable
    decision = Decision.objects.get()
    assert (decision.verdict, decision.subject_id) == ("waive_dpia", subject.initiative_id)
    assert decision.reason == "Voir le registre, fiche 12"


def test_a_required_assessment_cannot_be_waived(acme, subject, now, today) -> None:
    answer(acme, subject, now, today, D0="yes", D10="yes")
    with refused("dpia_cannot_be_waived"):
        settle(acme, subject, now, today, DpiaSettlement.WAIVED)
    assert not Decision.objects.exists()
    assert settle(acme, subject, now, today, DpiaSettlement.REFERENCED).is_startable


def test_a_new_answer_is_a_new_row_that_keeps_what_still_serves(acme, subject, now, today) -> None:
    answer(acme, subject, now, today, D0="yes", D1="yes", D7="yes")
    settle(acme, subject, now, today, DpiaSettlement.WAIVED)
    assert answer(acme, subject, now, today, D0="yes", D1="yes", D4="yes").is_startable
    stricter = answer(acme, subject, now, today, D0="yes", D10="yes")
    assert (stricter.number, stricter.blockers) == (3, ("dpia_open",))
    assert Triage.objects.count() == 3


def test_unsure_counts_as_the_stricter_answer_and_asks_a_second_look(
    acme, subject, now, today
) -> None:
    facts = answer(acme, subject, now, today, A7a="unsure")
    assert (facts.triage_class, facts.needs_review) == (TriageClass.HIGH_RISK, True)


@pytest.mark.parametrize("part", ["contributor", "viewer"])
def test_who_does_not_carry_the_initiative_answers_nothing(acme, subject, now, today, part) -> None:
    with refused("not_in_role"):
        answer(acme, subject, now, today, part=part)
    assert not Triage.objects.exists()


def test_a_captain_answers_for_the_own_initiative_only(acme, now, today) -> None:
    foreign = SubjectFacts(initiative_id=uuid7(), captain_id=acme.members["contributor"].id)
    with refused("not_in_role"):
        answer(acme, foreign, now, today, part="captain")


def test_missing_and_invented_answers_are_refused_by_name(acme, subject, now, today) -> None:
    for given, field in [({}, "answers"), ({**answers(), "Z9": "no"}, "Z9")]:
        with refused("triage_answers") as told:
            answer_triage(
                acting(acme.actor("lead"), now=now, today=today), subject=subject, answers=given
            )
        assert field in told.fields
    assert not Triage.objects.exists()


def test_an_unanswered_question_leaves_it_open_and_later_answers_add_to_it(
    acme, subject, now, today
) -> None:
    whole = answers()
    first = {one: whole.pop(one) for one in ("A1", "A12")}
    act = acting(acme.actor("lead"), now=now, today=today)
    facts = answer_triage(act, subject=subject, answers=first)
    assert "A2" in facts.open
    assert (facts.triage_class, facts.answers) == (TriageClass.TO_REVIEW, first)
    facts = answer_triage(act, subject=subject, answers=whole)
    assert (facts.open, facts.blockers) == ((), ())
    assert facts.answers["A1"] == "yes"


def test_an_answer_to_an_older_triage_is_refused(acme, subject, now, today) -> None:
    answer(acme, subject, now, today)
    with refused("stale_version"):
        answer_triage(
            acting(acme.actor("lead"), now=now, today=today),
            subject=subject,
            answers=answers(),
            expected_number=0,
        )
    assert Triage.objects.count() == 1


def test_many_triages_are_read_in_one_query(acme, now, today, django_assert_num_queries) -> None:
    ids = [uuid7() for _ in range(3)]
    for initiative in ids[:2]:
        answer(acme, SubjectFacts(initiative_id=initiative), now, today)
        answer(acme, SubjectFacts(initiative_id=initiative), now, today, A11a="yes")
    with django_assert_num_queries(1):
        found = latest_triage(ids, as_of=today)
    assert {key: facts.number for key, facts in found.items()} == dict.fromkeys(ids[:2], 2)


def test_only_evidence_that_is_asked_for_is_kept(acme, subject, now, today) -> None:
    with refused("triage_not_found"):
        provide_evidence(
            acting(acme.actor("executive"), now=now, today=today), subject=subject, references={}
        )
    answer(acme, subject, now, today, A7a="yes")
    with refused("evidence_unknown") as told:
        provide_evidence(
            acting(acme.actor("executive"), now=now, today=today),
            subject=subject,
            references={"blessing": "fiche 3"},
        )
    assert told.fields == {"blessing": ["unknown"]}
