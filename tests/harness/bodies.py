"""A body for every address of the interface that is written to."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from assessments.answers.models import Assessment
from assessments.diagnostic.services import complete_assessment, save_answer, start_assessment
from assessments.roadmap.models import RoadmapStep
from assessments.skills.models import SkillPlan
from assessments.voices.services import invite_by_link
from governance.charter.selectors import charter_catalogue
from governance.charter.services import draft_charter
from governance.council.services import ConsultationInput, ask_council
from governance.decisions.models import Decision
from governance.incidents.services import IncidentInput, report_incident
from governance.literacy.models import LiteracyMeasure
from governance.register.services.entries import record_entry
from governance.register.services.sweep import add_software
from governance.webhooks.models import WebhookDelivery
from governance.webhooks.services.addresses import create_webhook, try_webhook
from portfolio.guards.services import GuardInput, set_guard
from portfolio.initiatives.models import Initiative
from portfolio.objectives.choices import Direction
from portfolio.obligations.models import LegalTask
from portfolio.quarters.models import QuarterAsk
from portfolio.requests.models import AuthorityRequest
from portfolio.reviews.models import ReviewItem
from portfolio.trials.models import Trial
from tests.conftest import acting
from tests.governance.charter.scene import published, written
from tests.portfolio.scene import TODAY, at, mandate, only_objective

Body = tuple[str, str, dict[str, Any]]


def bodies(cast, row: Initiative) -> dict[str, Body]:
    """Every address that is written to: method, path and a body that is accepted."""
    one, waiting = f"initiatives/{row.id}/", ReviewItem.objects.get(initiative=row)
    item = f"reviews/{waiting.review_id}/items/{waiting.id}/"
    objective = only_objective(row)
    far = str(TODAY + timedelta(days=200))
    kpi = {
        "benefit": "quality",
        "beneficiaries": "a",
        "kpi": "b",
        "unit": "j",
        "direction": "down",
        "baseline": 9,
        "baseline_on": str(TODAY),
        "target": 3,
        "target_on": far,
        "cadence_days": 30,
        "monthly_value": 5,
        "reuse_share": 0.5,
        "destination": "d",
    }
    said = {
        "verdict": "stop",
        "reason": "a",
        "lesson": "b",
        "kept": "c",
        "gained": "d",
        "again": "yes",
        "restart_on": far,
        "claims_success": False,
        "runs_on_id": str(row.captain_id),
        "changes": {
            "target": 2,
            "target_on": far,
            "budget": 9000,
            "scope": "a",
            "captain_id": str(row.captain_id),
            "objective_id": str(objective.id),
        },
    }
    moment = {"recorded_by": cast.members["executive"], "recorded_at": at(TODAY)}
    paid = row.expenses.create(amount=7, label="a", on=TODAY, **moment)
    measured, _ = objective.measurements.get_or_create(on=TODAY, defaults={"value": 7, **moment})
    line = {"amount": 5, "label": "a", "on": str(TODAY)}
    consulted = {
        "about": "a",
        "asked_on": str(TODAY),
        "initiative_ids": [str(row.id)],
        "with_expert": True,
        "opinion": "favourable",
        "opinion_on": str(TODAY),
    }
    boss = acting(cast.actor("executive"), now=at(TODAY), today=TODAY)
    given = ConsultationInput(about="a", asked_on=TODAY, initiative_ids=(row.id,))
    council = ask_council(boss, given=given).row
    asked = LegalTask.objects.create(initiative=row, code="gdpr_check", from_on=TODAY)
    opened = renewed(cast)
    link = invite_by_link(
        boss,
        assessment_id=opened.id,
        role="team",
    )
    note = row.notes.create(text="a", author=cast.members["executive"], written_at=at(TODAY))
    done = Assessment.objects.get(state="completed")
    return {
        **_of_register(cast),
        **_of_charter(cast),
        **_of_incidents(cast),
        "api_statements": ("post", "statements/", {}),
        "api_absence": (
            "post",
            f"members/{row.captain_id}/absence/",
            {
                "stand_in_id": str(cast.members["lead"].id),
                "until": str(TODAY),
                "starts": str(TODAY),
            },
        ),
        "api_initiatives": (
            "post",
            "initiatives/",
            {
                "title": "a",
                "summary": "b",
                "benefit": "time",
                "beneficiaries": "c",
                "situation": "d",
                "confirmed": True,
            },
        ),
        "api_note": ("delete", f"notes/{note.id}/", {}),
        "api_measurements": (
            "post",
            "measurements/",
            {"measurements": [{"objective_id": str(objective.id), "value": 7, "on": str(TODAY)}]},
        ),
        "api_initiative": (
            "patch",
            one,
            {
                "title": "a",
                "summary": "b",
                "benefit": "time",
                "beneficiaries": "c",
                "situation": "d",
                "captain": str(row.captain_id),
                "budget": 5,
                "estimates": {"value": [1, 2, 3], "success_chance": 0.5},
                "next_step": {"text": "a", "by": str(row.captain_id), "on": far},
            },
        ),
        "api_initiative_days": ("post", f"{one}days/", {"days": 2, "label": "a", "on": str(TODAY)}),
        "api_initiative_running": (
            "put",
            f"{one}running/",
            {"licences": 5, "maintenance": 5, "metered": 5, "days": 2, "ceiling": 5},
        ),
        "api_initiative_interest": ("post", f"{one}interest/", {"words": "a"}),
        "api_initiative_total": ("post", f"{one}total/", {"total": 5, "on": str(TODAY)}),
        "api_gain_check": ("post", f"{one}checks/3/", {"answer": "confirmed", "value": 3}),
        "api_imports": ("post", "imports/", {"file": "Tm9tCkE=", "mapping": {"title": "Nom"}}),
        "api_spending": (
            "post",
            "spending/",
            {"table": "Date;Libellé;Débit\n22/11/2026;a;5\n", "initiative_id": str(row.id)},
        ),
        "api_initiative_decisions": (
            "post",
            f"{one}decisions/",
            {
                **said,
                "instead_of": {
                    "initiative_id": str(row.id),
                    "verdict": "stop",
                    "expected_version": 1,
                },
                "review_item_id": str(waiting.id),
            },
        ),
        "api_initiative_expenses": (
            "post",
            f"{one}expenses/",
            {
                "amount": 5,
                "label": "a",
                "on": str(TODAY),
                "is_commitment": False,
                "settles_id": str(row.id),
            },
        ),
        "api_legal_task": (
            "put",
            f"law/tasks/{asked.id}/",
            {
                "owner_id": str(row.captain_id),
                "due_on": str(TODAY),
                "done": True,
                "proof": "a",
            },
        ),
        "api_consultations": ("post", "consultations/", consulted),
        "api_consultation": ("put", f"consultations/{council.id}/", consulted),
        "api_initiative_measurements": (
            "post",
            f"{one}measurements/",
            {"value": 5, "note": "a", "objective_id": str(objective.id), "on": str(TODAY)},
        ),
        "api_expense": (
            "put",
            f"expenses/{paid.id}/",
            {**line, "cancellable_until": None, "covers_until": None},
        ),
        "api_expense_reversal": (
            "post",
            f"expenses/{paid.id}/reversal/",
            {
                "reason": "a",
                "right": {**line, "cancellable_until": None, "covers_until": None},
                "confirmed": True,
            },
        ),
        "api_measurement": (
            "put",
            f"measurements/{measured.id}/",
            {"value": 5, "on": str(TODAY), "note": "a", "confirmed": True},
        ),
        "api_measurement_reversal": (
            "post",
            f"measurements/{measured.id}/reversal/",
            {"reason": "a", "value": 5, "on": str(TODAY), "confirmed": True},
        ),
        "api_initiative_objectives": ("post", f"{one}objectives/", kpi),
        "api_objective_verification": (
            "post",
            f"objectives/{objective.id}/verification/",
            {"verification": "hours", "hours_used_for": "a"},
        ),
        "api_objective": ("put", f"objectives/{objective.id}/", kpi),
        "api_review_item_decisions": (
            "post",
            f"{item}decisions/",
            said,
        ),
        "api_assessments": ("post", "assessments/", {}),
        "api_assessment_answer": ("put", f"assessments/{opened.id}/answers/G1/", {"value": 1}),
        "api_assessment_invitations": (
            "post",
            f"assessments/{opened.id}/invitations/",
            {"role": "team", "email": "a@b.example"},
        ),
        "api_invitation_closure": ("post", f"invitations/{link.id}/closure/", {}),
        "api_assessment_mails": (
            "post",
            f"assessments/{done.id}/mails/",
            {"members": [str(row.captain_id)]},
        ),
        "api_assessment_carried": ("post", f"assessments/{opened.id}/carried/", {}),
        "api_assessment_completion": ("post", f"assessments/{opened.id}/completion/", {}),
        **doors_of_the_roadmap(cast, far),
        "api_peers_consent": ("post", "peers/consent/", {}),
        **doors_of_the_file(cast, row, far),
        **doors_of_skills(cast, far),
        "api_review_item_proposal": (
            "post",
            f"{item}proposal/",
            {"verdict": "continue", "reason": "a"},
        ),
        "api_review_item_confirmation": ("post", f"{item}confirmation/", {}),
        "api_review_handover": ("post", f"reviews/{waiting.review_id}/handover/", {}),
        "api_review_confirmations": ("post", f"reviews/{waiting.review_id}/confirmations/", {}),
        "api_review_item_question": ("post", f"{item}question/", {"question": "a"}),
        "api_review_item_answer": ("post", f"{item}answer/", {"answer": "a"}),
        "api_review_closure": ("post", f"reviews/{waiting.review_id}/closure/", {}),
    }


def renewed(cast) -> Assessment:
    """An open assessment after a completed one, whose answer it may carry over."""
    who = {"actor": cast.actor("executive"), "today": TODAY, "now": at(TODAY - timedelta(days=9))}
    first = start_assessment(acting(**who))
    for item_id, raw in {"G1": 1, "P1": 3, "C2": 4}.items():
        save_answer(acting(**who), assessment_id=first.id, item_id=item_id, raw=raw)
    complete_assessment(acting(**who), assessment_id=first.id)
    return start_assessment(acting(**{**who, "now": at(TODAY)}))


def watch_over(cast, row: Initiative) -> None:
    """Something must not get worse."""
    given = GuardInput(kpi="a", unit="%", direction=Direction.DOWN, limit=Decimal(5))
    executive = cast.actor("executive")
    act = acting(executive, now=at(TODAY), today=TODAY)
    set_guard(act, initiative_id=row.id, given=given)


def told(cast) -> WebhookDelivery:
    """An address outside that waits for a test."""
    act = acting(cast.actor("executive"), now=at(TODAY), today=TODAY)
    made = create_webhook(act, url="https://a.example/", events=["initiative.started"])
    try_webhook(act, webhook_id=made.webhook.id)
    return WebhookDelivery.objects.get()


def doors_of_the_file(cast, row: Initiative, far: str) -> dict[str, Body]:
    """What makes an idea ready, and what only a person may do."""
    one, person = f"initiatives/{row.id}/", str(cast.members["captain"].id)
    letter, trial = mandate(cast, "captain", row), a_trial(cast, row)
    decision = Decision.objects.order_by("-seq").first()
    watch_over(cast, row)
    lead = cast.members["lead"]
    wish = QuarterAsk.objects.create(text="a", owner=lead, asked_by=lead, asked_at=at(TODAY))
    asked = AuthorityRequest.objects.create(
        initiative=row,
        verdict="start",
        reason="a",
        asked_by=cast.members["captain"],
        asked_at=at(TODAY),
    )
    rule = {"metric": "spend", "comparison": "above", "value": 5, "by_date": far}
    terms = {
        "verdicts": ["continue"],
        "ceiling_per_decision": 5,
        "ceiling_total": 9,
        "days_per_month": 1.5,
        "starts": str(TODAY),
        "ends": far,
        "deputy_id": person,
    }
    taps = {"people": "no", "forbidden": "no", "data": "no", "public": "no"}
    small = {"question": "a", "carried_by": person, "days": 3, "money": 5}
    return {
        "api_webhook_again": ("post", f"webhooks/deliveries/{told(cast).id}/again/", {}),
        "api_initiative_adoption": ("post", f"{one}adoption/", {"using": 3, "concerned": 9}),
        "api_initiative_guard": (
            "put",
            f"{one}guard-rail/",
            {"kpi": "a", "unit": "%", "direction": "down", "limit": 5},
        ),
        "api_initiative_guard_values": (
            "post",
            f"{one}guard-rail/values/",
            {"part": 1, "whole": 40, "on": str(TODAY)},
        ),
        "api_initiative_criteria": ("put", f"{one}criteria/", {"criteria": [rule]}),
        "api_initiative_triage": ("post", f"{one}triage/", {"taps": taps, "answers": {"A1": "no"}}),
        "api_triage_evidence": ("patch", f"{one}triage/evidence/", {"references": {"owner": "a"}}),
        "api_triage_dpia": ("put", f"{one}triage/dpia/", {"settled": "waived", "note": "a"}),
        "api_initiative_trials": ("post", f"{one}trials/", small),
        "api_trial_users": ("post", f"trials/{trial.id}/users/", {"members": [str(lead.id)]}),
        "api_trial_rating": ("post", f"trials/{trial.id}/rating/", {"rating": "useful"}),
        "api_trial_answer": (
            "post",
            f"trials/{trial.id}/answer/",
            {
                "answer": "a",
                "conclusive": True,
                "spent": 5,
                "use": {"tool": "a", "data": ["public"], "cost_year": 5, "days": 1},
            },
        ),
        "api_initiative_notes": ("post", f"{one}notes/", {"text": "a"}),
        "api_initiative_step_done": ("post", f"{one}next-step/done/", {}),
        "api_portfolio_pool_cap": (
            "put",
            "portfolio/settings/pool-cap/",
            {"pool_cap": 9, "reason": "a"},
        ),
        "api_initiative_mandate": ("post", f"{one}mandate/", terms),
        "api_initiative_requests": (
            "post",
            f"{one}requests/",
            {"verdict": "start", "reason": "a"},
        ),
        "api_authority_request_refusal": (
            "post",
            f"requests/{asked.id}/refusal/",
            {"answer": "a"},
        ),
        "api_quarter_asks": ("post", "quarter-asks/", {"text": "a", "owner_id": person}),
        "api_quarter_ask_answer": (
            "post",
            f"quarter-asks/{wish.id}/answer/",
            {"answer": "yes", "sentence": "a"},
        ),
        "api_mandates": ("post", "mandates/", {**terms, "holder_id": person}),
        "api_mandate_acceptance": ("post", f"mandates/{letter.id}/acceptance/", {}),
        "api_mandate_refusal": ("post", f"mandates/{letter.id}/refusal/", {"reason": "a"}),
        "api_mandate_remark": ("post", f"mandates/{letter.id}/remark/", {"remark": "a"}),
        "api_mandate_revocation": ("post", f"mandates/{letter.id}/revocation/", {"reason": "a"}),
        "api_portfolio_calendar": (
            "put",
            "portfolio/settings/calendar/",
            {"bridge_days": True, "quiet_august": False},
        ),
        "api_portfolio_cap": ("put", "portfolio/settings/cap/", {"cap": 2, "reason": "a"}),
        "api_decision_correction": (
            "post",
            f"decisions/{decision.id}/correction/",
            {"reason": "a"},
        ),
    }


def open_actions(cast) -> None:
    """One action that is open, one that is taken, one that is refused."""
    old = Assessment.objects.create(
        questionnaire_version="1.0.0",
        state="expired",
        started_by=cast.members["lead"],
        started_at=at(TODAY),
    )
    for action_id, state in {"PIL-02": "taken", "PIL-04": "refused", "PIL-03": "open"}.items():
        RoadmapStep.objects.create(
            action_id=action_id,
            assessment=old,
            state=state,
            owner=cast.members["lead"],
            due_on=TODAY,
            refused_until=TODAY + timedelta(days=9),
            reason="a",
            decided_by=cast.members["lead"],
            decided_on=TODAY,
        )


def doors_of_the_roadmap(cast, far: str) -> dict[str, Body]:
    """What is done with the actions of the roadmap."""
    open_actions(cast)
    person = str(cast.members["captain"].id)
    return {
        "api_roadmap_take": (
            "post",
            "roadmap/PIL-03/take/",
            {"owner_id": person, "due_on": far},
        ),
        "api_roadmap_move": (
            "post",
            "roadmap/PIL-02/move/",
            {"owner_id": person, "due_on": far},
        ),
        "api_roadmap_refuse": (
            "post",
            "roadmap/PIL-03/refuse/",
            {"reason": "a", "until": far},
        ),
        "api_roadmap_done": ("post", "roadmap/PIL-02/done/", {"proof_text": "a"}),
        "api_roadmap_reopen": ("post", "roadmap/PIL-04/reopen/", {}),
    }


def a_trial(cast, row: Initiative) -> Trial:
    """A trial that is asked of the executive."""
    trial = Trial.objects.create(
        initiative=row,
        question="a",
        carried_by=cast.members["captain"],
        starts=TODAY,
        ends=TODAY + timedelta(days=9),
    )
    trial.ratings.create(member=cast.members["executive"], asked_at=at(TODAY))
    return trial


def doors_of_skills(cast, far: str) -> dict[str, Body]:
    """Levels, plans and literacy measures."""
    person = str(cast.members["captain"].id)
    plan = SkillPlan.objects.create(
        skill="sk_integ", way="train", owner=cast.members["lead"], by_on=TODAY
    )
    one, done = f"skills/plans/{plan.id}/", str(TODAY)
    measure = LiteracyMeasure.objects.create(
        kind="training",
        audience=["contributor"],
        held_on=TODAY,
        recorded_by=cast.members["lead"],
        recorded_at=at(TODAY),
    )
    given = {"skill": "sk_law", "way": "buy", "owner": person, "by_on": far, "note": "a"}
    held = {"persons": [person], "duration_min": 90, "evidence": "a"}
    return {
        "api_skill_levels": (
            "put",
            f"skills/people/{person}/levels/",
            {"levels": {"sk_use": "able", "sk_data": "learning"}},
        ),
        "api_skill_plans": ("post", "skills/plans/", given),
        "api_skill_plan": ("put", one, given),
        "api_skill_plan_completion": (
            "post",
            f"{one}completion/",
            {**held, "done_on": done, "raises": True},
        ),
        "api_literacy_attendance": (
            "post",
            f"literacy-measures/{measure.id}/attendance/",
            {"attended": [person]},
        ),
        "api_literacy_measures": (
            "post",
            "literacy-measures/",
            {
                **held,
                "kind": "training",
                "held_on": done,
                "audience": ["contributor"],
                "factors_considered": ["knowledge"],
                "entries": [],
            },
        ),
    }


def _of_register(cast) -> dict[str, Body]:
    act = acting(cast.actor("executive"), now=at(TODAY), today=TODAY)
    entry, software = record_entry(act, values={"tool": "a"}), add_software(act, name="b")
    one, used = f"register/{entry.id}/", {"tool": "a", "purpose": "b", "data": ["internal"]}
    look = {"found": "yes", "data": ["internal"], "switched_on": "vendor"}
    return {
        "api_register": ("post", "register/", {**used, "vendor": "c", "cost_year": 5, "seats": 1}),
        "api_register_declare": ("post", "register/declarations/", used),
        "api_register_entry": ("patch", one, {"vendor": "c", "cost_year": 5, "never": "d"}),
        "api_register_law": ("post", f"{one}classification/", {"answers": {"A1": "no"}}),
        "api_register_look": ("post", f"register/software/{software.id}/look/", look),
        "api_register_software": ("post", "register/software/", {"name": "c", "vendor": "d"}),
        "api_register_stop": ("post", f"{one}stop/", {}),
        "api_register_stopped": ("post", f"{one}stop/confirmation/", {"stopped_on": str(TODAY)}),
        "api_register_vendor": ("post", f"{one}vendor/", {}),
        "api_register_table": ("post", "register/table/", {"table": "tool;seats\nA;1\n"}),
    }


def _of_charter(cast) -> dict[str, Body]:
    act = acting(cast.actor("executive"), now=at(TODAY), today=TODAY)
    published(cast, act)
    draft_charter(act, given=written(cast))
    draft = {
        "language": "fr",
        "contact_id": str(cast.members["lead"].id),
        "rules": [
            {"id": one.id, "title": one.title.fr, "line": "a"} for one in charter_catalogue().rules
        ],
        "forbidden": ["a"],
        "conditional": [{"what": "a", "condition": "b"}],
        "free": ["a"],
        "promises": ["no_job_cut"],
        "headcount": 45,
    }
    days = {"effective_from": str(TODAY), "review_on": str(TODAY + timedelta(days=300))}
    return {
        "api_charter_draft": ("put", "charter/draft/", draft),
        "api_charter_versions": ("post", "charter/versions/", days),
        "api_charter_signature": ("post", "charter/versions/1/signature/", {}),
    }


def _of_incidents(cast) -> dict[str, Body]:
    act = acting(cast.actor("executive"), now=at(TODAY), today=TODAY)
    row = report_incident(act, given=IncidentInput(what="a", personal_data=True))
    said = {"what": "a", "tool": "b", "affects": "c", "done": "d"}
    one = f"incidents/{row.id}/"
    told = {**said, "personal_data": True, "known_at": at(TODAY).isoformat(), "nameless": False}
    return {
        "api_incidents": ("post", "incidents/", told),
        "api_incident": ("put", one, {**said, "severity": "high", "personal_data": True}),
        "api_incident_authority": ("post", f"{one}authority/", {"answer": "told", "note": "a"}),
        "api_incident_closure": ("post", f"{one}closure/", {"lesson": "a"}),
    }
