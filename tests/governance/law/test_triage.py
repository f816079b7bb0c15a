from datetime import date
from uuid import UUID

import pytest

from governance.access.rules.authority import SubjectFacts
from governance.decisions.models import Decision
from governance.law.choices import Dpia as Settled
from governance.law.models import Triage
from governance.law.rules.laws import Gate, TriageClass
from governance.law.rules.taps import Tap, answers_from_taps
from governance.law.rules.triage import Dpia, evaluate
from governance.law.selectors import TriageFacts, latest_triage, law
from governance.law.services import (
    answer_triage,
    confirm_triage,
    provide_evidence,
    settle_dpia,
)
from tenants.ids import uuid7
from tests.conftest import acting
from tests.refusals import refused

ALL_NO = dict.fromkeys([tap.value for tap in Tap], "no")


@pytest.fixture
def subject(acme) -> SubjectFacts:
    return SubjectFacts(initiative_id=uuid7(), captain_id=acme.members["captain"].id)


def answers(**changes: str) -> dict[str, str]:
    """Every question answered, all harmless but for the changes."""
    ids = [question.id for question in (*law().questions, *law().gdpr)]
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


def test_three_noes_keep_the_catalogues_class(acme, subject, now, today) -> None:
    facts = confirm_triage(
        acting(acme.actor("captain"), now=now, today=today),
        subject=subject,
        hint_class="transparency",
        hint_data="standard",
        taps=ALL_NO,
    )
    assert (facts.triage_class, facts.gate) == (TriageClass.TRANSPARENCY, Gate.ALLOW_WITH_TASKS)
    assert facts.is_startable
    assert "notice_text" in facts.missing


@pytest.mark.parametrize("tap", list(Tap))
@pytest.mark.parametrize("answered", ["yes", "unsure"])
def test_one_tap_that_is_not_no_asks_the_full_triage(
    acme, subject, now, today, tap, answered
) -> None:
    with refused("full_triage_needed"):
        confirm_triage(
            acting(acme.actor("captain"), now=now, today=today),
            subject=subject,
            hint_class="minimal",
            hint_data="none",
            taps={**ALL_NO, tap.value: answered},
        )
    assert not Triage.objects.exists()


@pytest.mark.parametrize(
    ("hint_class", "hint_data"), [("high_check", "none"), ("minimal", "dpia_check"), ("", "")]
)
def test_a_delicate_use_has_no_short_way(hint_class, hint_data) -> None:
    assert answers_from_taps(hint_class=hint_class, hint_data=hint_data, taps=ALL_NO) is None


@pytest.mark.parametrize("hint_class", ["minimal", "transparency"])
@pytest.mark.parametrize("hint_data", ["none", "standard"])
def test_the_taps_answer_all_that_is_asked_and_nothing_else(hint_class, hint_data, today) -> None:
    given = answers_from_taps(hint_class=hint_class, hint_data=hint_data, taps=ALL_NO)
    assert given is not None
    assert set(given) == set(evaluate(law=law(), answers=given, as_of=today).asked)


def test_high_risk_starts_only_when_its_evidence_is_complete(acme, subject, now, today) -> None:
    facts = answer(acme, subject, now, today, A7="yes")
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
    answer(acme, subject, now, today, A7="yes")
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
    answer(acme, subject, now, today, A7="yes")
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
        settle(acme, subject, now, today, Settled.WAIVED, note=" ")
    assert not Decision.objects.exists()
    assert settle(acme, subject, now, today, Settled.WAIVED).is_startable
    decision = Decision.objects.get()
    assert (decision.verdict, decision.subject_id) == ("waive_dpia", subject.initiative_id)
    assert decision.reason == "Voir le registre, fiche 12"


def test_a_required_assessment_cannot_be_waived(acme, subject, now, today) -> None:
    answer(acme, subject, now, today, D0="yes", D10="yes")
    with refused("dpia_cannot_be_waived"):
        settle(acme, subject, now, today, Settled.WAIVED)
    assert not Decision.objects.exists()
    assert settle(acme, subject, now, today, Settled.REFERENCED).is_startable


def test_a_new_answer_is_a_new_row_that_keeps_what_still_serves(acme, subject, now, today) -> None:
    answer(acme, subject, now, today, D0="yes", D1="yes", D7="yes")
    settle(acme, subject, now, today, Settled.WAIVED)
    assert answer(acme, subject, now, today, D0="yes", D1="yes", D4="yes").is_startable
    stricter = answer(acme, subject, now, today, D0="yes", D10="yes")
    assert (stricter.number, stricter.blockers) == (3, ("dpia_open",))
    assert Triage.objects.count() == 3


def test_unsure_counts_as_the_stricter_answer_and_asks_a_second_look(
    acme, subject, now, today
) -> None:
    facts = answer(acme, subject, now, today, A7="unsure")
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
    for given, field in [({"A1": "yes"}, "A2"), ({**answers(), "Z9": "no"}, "Z9")]:
        with refused("triage_answers") as told:
            answer_triage(
                acting(acme.actor("lead"), now=now, today=today), subject=subject, answers=given
            )
        assert field in told.fields
    assert not Triage.objects.exists()


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
        answer(acme, SubjectFacts(initiative_id=initiative), now, today, A11="yes")
    with django_assert_num_queries(1):
        found = latest_triage(ids, as_of=today)
    assert {key: facts.number for key, facts in found.items()} == dict.fromkeys(ids[:2], 2)


def test_only_evidence_that_is_asked_for_is_kept(acme, subject, now, today) -> None:
    with refused("triage_not_found"):
        provide_evidence(
            acting(acme.actor("executive"), now=now, today=today), subject=subject, references={}
        )
    answer(acme, subject, now, today, A7="yes")
    with refused("evidence_unknown") as told:
        provide_evidence(
            acting(acme.actor("executive"), now=now, today=today),
            subject=subject,
            references={"blessing": "fiche 3"},
        )
    assert told.fields == {"blessing": ["unknown"]}
