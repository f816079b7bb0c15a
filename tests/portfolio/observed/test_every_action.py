"""Every action of the catalogue is proven by the real thing, or closed by one told sentence.

A *making* does the real thing through the services; the actions it names turn from unseen to seen,
and those that can be undone turn back.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from assessments.observed.selectors import observed_facts
from assessments.questionnaire import selectors as catalogue
from assessments.roadmap.rules.progress import evidence
from assessments.roadmap.services import complete_action
from assessments.roadmap.words import PLACES, action_place
from assessments.skills.services import record_literacy, set_levels
from governance.access.choices import Role
from governance.access.rules.authority import SubjectFacts
from governance.charter.services import sign_by_name, sign_charter
from governance.incidents.services import IncidentInput, report_incident
from governance.law.choices import DpiaSettlement
from governance.literacy.choices import MeasureKind
from governance.literacy.services import MeasureInput
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.mandates.rules import proposed_terms
from governance.mandates.services import revoke_mandate, write_mandate
from governance.members.models import Member
from governance.register.services.door import close_doors, publish_door
from governance.register.services.sweep import Look, add_software, answer_sweep, turn_register
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.money.services.running import RunningInput, set_running
from portfolio.objectives.choices import Benefit
from portfolio.reviews.services.reviews import close_review, open_review
from portfolio.triage.services import answer_triage, provide_evidence, settle_dpia
from portfolio.trials.choices import Rating
from portfolio.trials.services import ask_users, end_trial, rate_trial, start_trial
from tests.assessments.roadmap.scene import advised, left_out, planned
from tests.governance.charter.scene import published
from tests.governance.law.test_triage import answers
from tests.governance.register.scene import act_of, agent, allowed, entry
from tests.portfolio import scene
from tests.portfolio.scene import TODAY, at

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ACTIONS = catalogue.actions("2.0.0").actions
TOLD = {one.id for one in ACTIONS.values() if one.proof.startswith("told.")}


def proven(day: date = TODAY) -> set[str]:
    facts = observed_facts(today=day)
    return {one.id for one in ACTIONS.values() if evidence(one.proof, facts).is_proven}


def boss(cast: Any, day: date = TODAY) -> Any:
    return act_of(cast, "executive", day)


def letter(cast: Any) -> None:
    deputy = cast.members["lead"].id
    holder = cast.members["executive"].id
    terms = replace(proposed_terms(kind=MandateKind.COMPANY, today=TODAY), deputy_id=deputy)
    write_mandate(boss(cast), kind=MandateKind.COMPANY, holder_id=holder, terms=terms)


def no_letter(cast: Any) -> None:
    revoke_mandate(boss(cast), mandate_id=Mandate.objects.get().id, reason="Départ")


def reviews(cast: Any) -> None:
    row = scene.started(cast, "Une", day=TODAY - 80 * DAY)
    for nth in (60, 30):
        day = TODAY - nth * DAY
        scene.measure(cast, row, 8, day=day)
        review = open_review(boss(cast, day))
        scene.give(cast, row, Verdict.CONTINUE, day=day)
        close_review(boss(cast, day), review_id=review.id)


def door(cast: Any) -> None:
    publish_door(act_of(cast))


def no_door(cast: Any) -> None:
    close_doors(act_of(cast))


def choices(cast: Any) -> None:
    """Eight ideas, five with their range; three of them started, measured."""
    for no in range(4):
        scene.idea(cast, f"Idée {no}")
    for no in range(3):
        scene.qualified(cast, f"Rangée {no}")
    for no in range(5, 8):
        row = scene.started(cast, f"Active {no}", day=TODAY - 20 * DAY)
        scene.measure(cast, row, 8)
    for no in range(2):
        scene.qualified(cast, f"Prête {no}")


def one_without(cast: Any) -> None:
    """What was started stops, with its lesson."""
    for row in Initiative.objects.filter(state="active"):
        scene.give(cast, row, Verdict.STOP, reason="Trop lent.", lesson="Mesurer.")


def nothing(_cast: Any) -> None:
    """Nothing undoes it."""


def law(cast: Any) -> None:
    """One use: an impact assessment, a works council, a notice, a team that was told."""
    row = scene.started(cast, "Une")
    about = SubjectFacts(initiative_id=row.id, captain_id=row.captain_id)
    told = answers(D0="yes", D1="yes", D7="yes", W0="yes", W1="yes", A11a="yes")
    answer_triage(boss(cast), subject=about, answers=told)
    settle_dpia(boss(cast), subject=about, settled=DpiaSettlement.WAIVED, note="Fiche 12")
    references = {
        "staff_told_on": TODAY.isoformat(),
        "cse_opinion": TODAY.isoformat(),
        "notice_place": "La page de contact",
    }
    provide_evidence(boss(cast), subject=about, references=references)


def law_taken_back(cast: Any) -> None:
    row = Initiative.objects.get()
    about = SubjectFacts(initiative_id=row.id, captain_id=row.captain_id)
    settle_dpia(boss(cast), subject=about, settled=DpiaSettlement.OPEN, note="")
    references = dict.fromkeys(("staff_told_on", "cse_opinion", "notice_place"), "")
    provide_evidence(boss(cast), subject=about, references=references)


def money(cast: Any) -> None:
    row = scene.started(cast, "Une", benefit=Benefit.TIME, destination="Les visites")
    given = RunningInput(licences=Decimal(1200))
    set_running(boss(cast), initiative_id=row.id, given=given)


def money_taken_back(cast: Any) -> None:
    scene.started(cast, "Deux", benefit=Benefit.TIME, destination="")


def stop(cast: Any) -> None:
    scene.started(cast, "Une")
    one_without(cast)


def literacy(cast: Any) -> None:
    Member.objects.update(joined_at=at(TODAY - 9 * DAY))
    given = MeasureInput(
        kind=MeasureKind.BRIEFING,
        held_on=TODAY,
        audience=(Role.EXECUTIVE, Role.AI_LEAD, Role.CONTRIBUTOR, Role.VIEWER),
        duration_min=120,
    )
    record_literacy(act_of(cast), given=given)


def skills(cast: Any) -> None:
    for part, member in cast.members.items():
        able = {"sk_integ": "able"} if part in ("captain", "lead") else {}
        set_levels(act_of(cast), member_id=member.id, levels=able)


def skills_lost(cast: Any) -> None:
    set_levels(act_of(cast), member_id=cast.members["lead"].id, levels={"sk_integ": "none"})


def register(cast: Any) -> None:
    """An agent that says all that can be asked of it, and a software looked through."""
    told = {
        "contact_id": cast.members["lead"].id,
        "oversight": "full",
        "vendor_assessed_on": TODAY,
        "access_reviewed_on": TODAY,
        "stop_tried_on": TODAY,
        "exit_note": "Nos données en CSV",
    }
    entry(cast, **agent(cast, **told))
    software = add_software(act_of(cast), name="Sage")
    answer_sweep(act_of(cast), software_id=software.id, look=Look(found="no"))


def bare(cast: Any) -> None:
    """Beside it stands a use that says nothing."""
    personal = allowed(cast, tool="Bavard", account="personal")
    entry(cast, **personal)
    entry(cast, **agent(cast, tool="Autre agent"))


def charter(cast: Any) -> None:
    published(cast, act_of(cast), headcount=5)
    published(cast, act_of(cast), headcount=5, free=("Nous vérifions tout.",))
    for part in ("executive", "captain", "contributor"):
        sign_charter(act_of(cast, part), number=2)
    sign_by_name(act_of(cast), number=2, name="Jo Poseur")


def incidents(cast: Any) -> None:
    given = IncidentInput(what="Un nom est sorti", tool="Bavard", affects="Un client")
    report_incident(act_of(cast, "contributor"), given=given)


def trial(cast: Any) -> None:
    """Three who try it rate it, then it has its answer."""
    row = scene.checked(cast)
    one = start_trial(boss(cast), initiative_id=row.id, question="Lit-il nos devis ?")
    users = ("lead", "contributor", "viewer")
    people = [cast.members[part].id for part in users]
    ask_users(boss(cast), trial_id=one.id, member_ids=people)
    for part in users:
        rate_trial(act_of(cast, part), trial_id=one.id, rating=Rating.USEFUL)
    end_trial(boss(cast), trial_id=one.id, answer="oui", conclusive=True)


Making = Callable[[Any], None]
LATER = 100 * DAY
# What is done, which actions it proves, what undoes it, which are then unseen again.
MAKINGS: list[tuple[Making, set[str], Making, set[str]]] = [
    (letter, {"PIL-01", "PIL-02", "PIL-03"}, no_letter, {"PIL-01", "PIL-02", "PIL-03"}),
    (reviews, {"PIL-04", "PIL-05", "MES-03"}, nothing, set()),
    (door, {"PIL-06"}, no_door, {"PIL-06"}),
    (
        choices,
        {
            *("PIL-07", "CHO-01", "CHO-02", "CHO-03", "CHO-04", "CHO-05", "CHO-06"),
            *("MES-01", "MES-02", "RIS-03"),
        },
        one_without,
        {"CHO-03", "CHO-05", "CHO-06", "MES-01", "MES-02", "RIS-03"},
    ),
    (stop, {"CHO-07"}, nothing, set()),
    (
        law,
        {"COM-07", "COM-09", "RIS-04", "RIS-07"},
        law_taken_back,
        {"COM-07", "COM-09", "RIS-04", "RIS-07"},
    ),
    (money, {"MES-04", "MES-06"}, money_taken_back, {"MES-04", "MES-06"}),
    (literacy, {"COM-01", "COM-02", "COM-10"}, nothing, set()),
    (skills, {"COM-05", "COM-08"}, skills_lost, {"COM-05"}),
    (
        register,
        {
            *("COM-04", "OUT-01", "OUT-02", "OUT-03", "OUT-04", "OUT-07", "OUT-08"),
            *("RIS-02", "RIS-05", "RIS-09"),
        },
        bare,
        {"COM-04", "OUT-01", "OUT-02", "OUT-03", "OUT-04", "OUT-07", "OUT-08", "RIS-05"},
    ),
    (charter, {"DON-04", "RIS-01", "RIS-08"}, nothing, set()),
    (incidents, {"RIS-06"}, nothing, set()),
    (trial, {"COM-06", "GEN-01"}, nothing, set()),
]


def test_every_action_is_made_or_told() -> None:
    made = [one for _make, ids, _undo, _gone in MAKINGS for one in ids]
    assert len(made) == len(set(made))
    assert set(made) | TOLD == set(ACTIONS)
    assert not set(made) & TOLD
    assert len(ACTIONS) == 55
    assert len(TOLD) == 10


@pytest.mark.parametrize(
    ("make", "ids", "undo", "gone"), MAKINGS, ids=[one[0].__name__ for one in MAKINGS]
)
def test_the_real_thing_turns_its_actions_seen_and_back(acme, make, ids, undo, gone) -> None:
    assert not proven() & ids
    make(acme)
    assert proven() >= ids
    undo(acme)
    assert not proven() & gone


def test_what_was_looked_at_once_lapses(acme) -> None:
    register(acme)
    charter(acme)
    day = TODAY + LATER
    turn_register(act_of(acme, day=day))
    assert not proven(day) & {"OUT-02", "RIS-09"}
    year = TODAY + 400 * DAY
    turn_register(act_of(acme, day=year))
    assert "RIS-08" not in proven(year)


def test_a_told_one_is_closed_by_one_sentence_and_moves_no_observed_maturity(acme) -> None:
    one = advised(acme)
    known = {*planned(one), *left_out(one)}
    before = observed_facts(today=TODAY)
    told = sorted(TOLD & known)
    for action_id in told:
        complete_action(act_of(acme), action_id=action_id, proof_text=f"Au mur, {action_id}.")
        page = acme.client("viewer").get(reverse("roadmap_action", args=[action_id])).text
        assert f"Au mur, {action_id}." in page
        assert "dit par" in page
    assert observed_facts(today=TODAY) == before
    assert not proven() & TOLD
    assert len(told) >= 5


def test_every_seen_one_leads_to_where_it_is_done() -> None:
    for one in ACTIONS.values():
        place = action_place(one.id)
        assert bool(place) == (one.id not in TOLD), one.id
    used = {one.proof.partition(".")[0].partition("<")[0] for one in ACTIONS.values()}
    assert set(PLACES) <= used
