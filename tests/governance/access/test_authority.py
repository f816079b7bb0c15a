from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.access.rules.authority import (
    ActorFacts,
    Denial,
    Grant,
    MandateFacts,
    SubjectFacts,
    authority,
)
from governance.access.rules.permissions import Column
from governance.access.selectors import permission_table
from governance.mandates.choices import MandateKind

TABLE = permission_table()
TODAY = date(2026, 11, 22)
BOSS, LEAD, CAPTAIN, OTHER, QUOTES, PLANNING = (UUID(int=n) for n in range(1, 7))
SUBJECT = SubjectFacts(initiative_id=QUOTES, captain_id=CAPTAIN)
COMPANY = MandateFacts(
    id=UUID(int=100),
    holder_id=LEAD,
    deputy_id=None,
    kind=MandateKind.COMPANY,
    initiative_id=None,
    verdicts=frozenset({"start", "stop", "qualify"}),
    ceiling_per_decision=Decimal(5000),
    ceiling_total=Decimal(12000),
    spent_total=Decimal(9000),
    starts=date(2026, 1, 1),
    ends=date(2026, 12, 31),
    accepted=True,
    revoked=False,
)
OWN = replace(
    COMPANY,
    id=UUID(int=101),
    holder_id=CAPTAIN,
    kind=MandateKind.INITIATIVE,
    initiative_id=QUOTES,
)


def answer(
    *,
    permission="initiative.start",
    role=Column.AI_LEAD,
    member=LEAD,
    mandates=(COMPANY,),
    amount=0,
    subject=SUBJECT,
    today=TODAY,
    **extra,
):
    return authority(
        table=TABLE,
        permission=permission,
        actor=ActorFacts(member_id=member, role=role, **extra),
        today=today,
        subject=subject,
        mandates=mandates,
        amount=Decimal(amount),
    )


def code(**changes):
    result = answer(**changes)
    assert isinstance(result, Denial), result
    return result.code


def test_an_executive_acts_by_role_without_a_mandate():
    assert answer(role=Column.EXECUTIVE, member=BOSS, mandates=(), amount=10**6) == Grant(by="role")


def test_a_lead_acts_within_the_mandate():
    assert answer(amount=3000) == Grant(by="mandate", mandate_id=COMPANY.id)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"revoked": True}, "mandate_revoked"),
        ({"accepted": False}, "mandate_not_accepted"),
        ({"ends": TODAY - timedelta(days=1)}, "mandate_expired"),
        ({"starts": TODAY + timedelta(days=1)}, "mandate_not_started"),
        ({"verdicts": frozenset({"stop"})}, "verdict_not_given"),
        ({"ceiling_per_decision": Decimal(999)}, "above_ceiling"),
        ({"spent_total": Decimal(11001)}, "above_total"),
        ({"kind": MandateKind.INITIATIVE, "initiative_id": PLANNING}, "outside_scope"),
        ({"holder_id": OTHER}, "no_mandate"),
    ],
)
def test_each_limit_of_a_mandate_refuses_by_its_own_code(change, expected):
    assert code(mandates=(replace(COMPANY, **change),), amount=1000) == expected


def test_the_first_and_the_last_day_of_a_mandate_count():
    one_day = replace(COMPANY, starts=TODAY, ends=TODAY)
    assert isinstance(answer(mandates=(one_day,)), Grant)


def test_a_decision_exactly_at_the_ceilings_is_within_them():
    assert isinstance(answer(amount=3000), Grant)
    assert code(amount=3001) == "above_total"
    assert isinstance(
        answer(mandates=(replace(COMPANY, spent_total=Decimal(0)),), amount=5000), Grant
    )


def test_a_decision_that_spends_nothing_is_possible_when_all_is_spent():
    assert isinstance(answer(mandates=(replace(COMPANY, spent_total=Decimal(12001)),)), Grant)


def test_the_deputy_acts_on_the_same_mandate():
    deputised = replace(COMPANY, holder_id=OTHER, deputy_id=LEAD)
    assert answer(mandates=(deputised,)) == Grant(by="mandate", mandate_id=COMPANY.id)


def test_a_captain_decides_on_the_own_initiative_only():
    asked = {"role": Column.CONTRIBUTOR, "member": CAPTAIN, "mandates": (COMPANY, OWN)}
    assert answer(**asked) == Grant(by="mandate", mandate_id=OWN.id)
    other = SubjectFacts(initiative_id=PLANNING, captain_id=OTHER)
    assert code(**asked, subject=other) == "not_in_role"


def test_a_captain_without_a_mandate_has_none():
    assert code(role=Column.CONTRIBUTOR, member=CAPTAIN, mandates=(COMPANY,)) == "no_mandate"


def test_a_mandate_gives_nothing_to_whom_the_table_gives_nothing():
    assert code(role=Column.VIEWER, member=LEAD) == "not_in_role"
    assert code(role=None, member=None) == "not_in_role"


def test_what_the_role_gives_no_mandate_changes():
    for permission, role, member in product(TABLE.rows, Column, (LEAD, CAPTAIN)):
        asked = {"permission": permission, "role": role, "member": member}
        by_role = answer(**asked, mandates=())
        if isinstance(by_role, Grant):
            assert answer(**asked, mandates=(COMPANY, OWN)) == by_role, asked


def test_a_refusal_names_who_has_the_authority():
    result = answer(role=Column.CONTRIBUTOR, member=OTHER, amount=1000)
    assert isinstance(result, Denial)
    assert result.facts["roles"] == ("executive",)
    assert result.facts["holder_ids"] == (LEAD,)
    above = answer(role=Column.CONTRIBUTOR, member=OTHER, amount=9000)
    assert isinstance(above, Denial)
    assert above.facts["holder_ids"] == ()


def test_with_several_mandates_one_that_carries_is_enough_and_the_nearest_miss_is_told():
    expired = replace(COMPANY, id=UUID(int=102), ends=TODAY - timedelta(days=1))
    assert isinstance(answer(mandates=(expired, COMPANY)), Grant)
    assert code(mandates=(expired, COMPANY), amount=6000) == "above_ceiling"


def test_changing_the_cap_asks_for_a_fresh_sign_in():
    result = answer(permission="cap.change", role=Column.EXECUTIVE, member=BOSS)
    assert result == Grant(by="role", step_up=True)
    assert code(permission="cap.change") == "not_in_role"


def test_a_contributor_measures_where_named():
    asked = {"permission": "measurement.add", "role": Column.CONTRIBUTOR, "member": OTHER}
    assert code(**asked) == "not_in_role"
    assert isinstance(
        answer(**asked, subject=replace(SUBJECT, named_ids=frozenset({OTHER}))), Grant
    )


def test_a_captain_edits_the_own_initiative():
    asked = {"permission": "initiative.edit", "role": Column.CONTRIBUTOR}
    assert isinstance(answer(**asked, member=CAPTAIN), Grant)
    assert code(**asked, member=OTHER) == "not_in_role"


def test_a_key_never_exceeds_its_scopes_nor_its_owner():
    read = {"key_scopes": frozenset({"read"})}
    decide = {"key_scopes": frozenset({"read", "write", "decide"})}
    assert code(role=Column.EXECUTIVE, member=BOSS, **read) == "scope_missing"
    assert isinstance(answer(role=Column.EXECUTIVE, member=BOSS, **decide), Grant)
    assert code(role=Column.VIEWER, member=OTHER, **decide) == "not_in_role"
    assert code(amount=6000, **decide) == "above_ceiling"
    assert code(permission="cap.change", role=Column.EXECUTIVE, member=BOSS, **decide) == (
        "not_for_keys"
    )


def test_the_system_pauses_and_archives_but_starts_nothing():
    system = {"role": None, "member": None, "is_system": True}
    assert answer(permission="initiative.pause", **system) == Grant(by="system")
    assert code(permission="initiative.start", **system) == "not_in_role"


def test_whoever_may_take_a_decision_may_correct_it():
    def corrected(verdict, *, role, member):
        return authority(
            table=TABLE,
            permission="decision.correct",
            corrects=verdict,
            today=TODAY,
            actor=ActorFacts(member_id=member, role=role),
            subject=SUBJECT,
            mandates=(COMPANY,),
        )

    stop = corrected("initiative.stop", role=Column.AI_LEAD, member=LEAD)
    assert stop == Grant(by="mandate", mandate_id=COMPANY.id)
    assert isinstance(corrected("initiative.pause", role=Column.AI_LEAD, member=LEAD), Denial)
    assert isinstance(corrected("initiative.stop", role=Column.VIEWER, member=OTHER), Denial)


def test_a_negative_amount_is_no_amount():
    with pytest.raises(ValueError, match="negative"):
        answer(amount=-1)


@given(
    permission=st.sampled_from(sorted(TABLE.rows)),
    role=st.sampled_from(list(Column)[:8]),
    amount=st.integers(0, 20000),
    more=st.integers(0, 20000),
)
def test_spending_more_never_needs_less_authority(permission, role, amount, more):
    asked = {"permission": permission, "role": role, "mandates": (COMPANY, OWN)}
    if isinstance(answer(**asked, amount=amount + more), Grant):
        assert isinstance(answer(**asked, amount=amount), Grant)
