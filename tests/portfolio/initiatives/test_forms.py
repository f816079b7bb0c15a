"""Each form once with the right to send it, once without: then nothing happened."""

import json
from datetime import timedelta

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse

from governance.law.models import Triage
from governance.law.selectors import law
from governance.mandates.models import Mandate
from portfolio.criteria.models import StopCriterion
from portfolio.initiatives.models import Initiative
from portfolio.money.models import Expense, Tranche
from portfolio.objectives.models import Measurement, Objective
from portfolio.trials.models import Trial
from tests.portfolio import scene

NO = scene.NO_TAPS | scene.SINGLES
KPI = {"kpi": "Délai", "unit": "j", "direction": "down", "beneficiaries": "6 contrôleurs"}


def everything():
    """All rows that a form could touch."""
    models = (Initiative, Objective, Measurement, Expense, Tranche, StopCriterion, Trial, Triage)
    rows = [list(model.objects.order_by("pk").values()) for model in (*models, Mandate)]
    return json.dumps(rows, cls=DjangoJSONEncoder)


def member(acme, part):
    return str(acme.members[part].id)


IDEA = {
    "initiative_edit": lambda acme, day: {"title": "Chiffrer plus vite", "benefit": "time"},
    "initiative_estimates": lambda acme, day: {"value": "medium", "effort": "small"},
    "initiative_captain": lambda acme, day: {"captain": member(acme, "captain")},
    "initiative_next_step": lambda acme, day: {"text": "Former", "who": member(acme, "lead")},
    "initiative_objective": lambda acme, day: {
        **KPI,
        "benefit": "time",
        "baseline": "9",
        "target": "3.5",
        "cadence_days": "30",
        "target_on": (day + timedelta(days=90)).isoformat(),
    },
    "initiative_budget": lambda acme, day: {"budget": "6000", "tranches": "4000 2000"},
    "initiative_criterion": lambda acme, day: {
        "share": "33",
        "by_date": (day + timedelta(days=60)).isoformat(),
    },
    "initiative_triage": lambda acme, day: NO,
    "initiative_trial": lambda acme, day: {"question": "Est-ce utile ?", "days": 3, "money": 100},
}


@pytest.mark.parametrize("name", IDEA)
def test_an_idea_is_completed_by_who_may_and_by_nobody_else(acme, day, send, name):
    row = (scene.checked if name == "initiative_trial" else scene.idea)(acme, day=day)
    address, data = reverse(name, args=[row.id]), IDEA[name](acme, day)
    before = everything()
    assert send(address, data, part="viewer").status_code == 403
    assert everything() == before
    assert send(address, data).status_code == 302
    assert everything() != before


def test_a_decimal_comma_is_as_good_as_a_point(acme, day):
    row = scene.idea(acme, day=day)
    client = acme.client("executive")
    client.cookies["language"] = "fr"
    data = IDEA["initiative_objective"](acme, day) | {"target": "3,5"}
    assert client.post(reverse("initiative_objective", args=[row.id]), data).status_code == 302
    assert float(scene.only_objective(row).target) == 3.5


def test_an_unknown_baseline_makes_a_measuring_step_of_two_weeks(acme, day, send):
    row = scene.idea(acme, day=day)
    address = reverse("initiative_objective", args=[row.id])
    data = {**KPI, "benefit": "time", "cadence_days": "30"}
    assert send(address, data).status_code == 422
    assert send(address, {**data, "unknown_baseline": "on"}).status_code == 302
    objective = scene.only_objective(row)
    assert objective.baseline is None
    assert objective.baseline_due == day + timedelta(days=14)
    measured = {"objective": objective.id, "value": "9", "on": day.isoformat()}
    assert send(reverse("initiative_measurements", args=[row.id]), measured).status_code == 302
    assert scene.only_objective(row).baseline == 9


def test_a_measurement_is_added_by_who_may(acme, day, send):
    row = scene.started(acme, day=day)
    address = reverse("initiative_measurements", args=[row.id])
    data = {"objective": scene.only_objective(row).id, "value": "8.5", "on": day.isoformat()}
    assert send(address, data, part="viewer").status_code == 403
    assert Measurement.objects.count() == 0
    late = {**data, "on": (day + timedelta(days=2)).isoformat()}
    assert send(address, late).status_code == 422
    assert send(address, data).status_code == 302
    assert Measurement.objects.count() == 1


def test_a_commitment_beyond_what_is_released_shows_the_decision_that_would_release_it(
    acme, day, send
):
    row = scene.started(acme, day=day, budget=20_000)
    address = reverse("initiative_expenses", args=[row.id])
    data = {"kind": "commitment", "label": "Caméras", "amount": "12000", "on": day.isoformat()}
    answer = send(address, data)
    assert answer.status_code == 409
    assert Expense.objects.count() == 0
    text = answer.content.decode()
    assert "?verdict=release" in text
    assert "€2,000 more" in text
    assert "Caméras" in text
    assert send(address, {**data, "amount": "9000"}).status_code == 302
    assert send(address, {**data, "kind": "expense"}, part="viewer").status_code == 403
    assert send(address, {**data, "kind": "expense"}, follow=True).status_code == 200
    assert Expense.objects.get(is_commitment=False).beyond_tranche


def test_a_letter_is_written_by_an_executive_only(acme, day, send):
    row = scene.qualified(acme, day=day)
    row.captain = acme.members["captain"]
    row.save(update_fields=["captain"])
    address = reverse("initiative_mandate", args=[row.id])
    data = {
        "verdicts": ["stop", "pause"],
        "ceiling_per_decision": "1000",
        "ceiling_total": "5000",
        "days_per_month": "4",
        "starts": day.isoformat(),
        "deputy": "",
        "ends": (day + timedelta(days=200)).isoformat(),
    }
    assert send(address, data, part="lead").status_code == 403
    assert Mandate.objects.count() == 0
    assert send(address, {**data, "verdicts": []}).status_code == 422
    answer = send(address, data)
    letter = Mandate.objects.get()
    assert answer.url == reverse("mandate", args=[letter.id])
    assert letter.initiative_id == row.id


def test_a_yes_leaves_its_lines_to_be_answered_one_by_one(acme, day, send, open_page):
    row = scene.idea(acme, day=day)
    address = reverse("initiative_triage", args=[row.id])
    assert send(address, {**NO, "people": "yes"}).status_code == 302
    assert "A7a" not in Triage.objects.get().answers
    fields = set(open_page(address).context["form"].fields)
    assert {"A7a", "A8b"} <= fields
    assert not {"A2", "A11a", "people"} & fields
    assert send(address, dict.fromkeys(fields, "no")).status_code == 302
    latest = Triage.objects.order_by("-number")[0]
    assert (latest.result["class"], latest.result["open"]) == ("minimal", [])


def test_a_trial_without_its_triage_leads_to_it(acme, day, send):
    row = scene.idea(acme, day=day)
    address = reverse("initiative_trial", args=[row.id])
    answer = send(address, IDEA["initiative_trial"](acme, day))
    assert answer.status_code == 409
    assert reverse("initiative_triage", args=[row.id]) in answer.content.decode()
    assert not Trial.objects.exists()


def test_an_idea_whose_content_is_published_is_of_the_transparency_class(acme, day, send):
    row = scene.idea(acme, day=day)
    address = reverse("initiative_triage", args=[row.id])
    assert send(address, {**NO, "public": "yes"}).status_code == 302
    assert send(address, {"A11a": "no", "A11b": "yes", "A11c": "no"}).status_code == 302
    result = Triage.objects.order_by("-number")[0].result
    assert result["class"] == "transparency"
    assert "deep_fake_label" in result["obligations"]
    assert "chatbot_notice" not in result["obligations"]


def test_an_idea_is_proposed_by_a_contributor_and_not_by_a_viewer(acme, send):
    data = {"title": "Relancer les devis", "benefit": "time", "beneficiaries": "les ventes"}
    assert send(reverse("initiative_new"), data, part="viewer").status_code == 403
    assert Initiative.objects.count() == 0
    answer = send(reverse("initiative_new"), data, part="contributor")
    assert answer.url == reverse("initiative", args=[Initiative.objects.get().id])


def test_a_trial_gets_its_answer(acme, day, send):
    row = scene.checked(acme, day=day)
    send(reverse("initiative_trial", args=[row.id]), IDEA["initiative_trial"](acme, day))
    trial = Trial.objects.get()
    address, data = reverse("trial_end", args=[trial.id]), {"conclusive": "yes", "answer": "Oui."}
    assert send(address, data, part="viewer").status_code == 403
    assert send(address, data).status_code == 302
    assert Trial.objects.get().conclusive is True


def test_an_initiative_of_another_company_is_not_found(acme, globex, day):
    row = scene.idea(acme, day=day)
    client = globex.client("executive")
    assert client.get(reverse("initiative", args=[row.id])).status_code == 404


def high_risk():
    """The answers for a system that helps to hire people."""
    answers = dict.fromkeys((question.id for question in law().every_question), "no")
    answers |= {"A1": "yes", "A7a": "yes", "A12": "deployer", "D0": "yes"}
    return answers | {"D1": "yes", "D7": "yes"}


def test_high_risk_asks_its_evidence_and_its_impact_assessment(acme, day, open_page, send):
    row = scene.idea(acme, day=day)
    address = reverse("initiative_triage", args=[row.id])
    assert send(f"{address}?full=1", high_risk()).status_code == 302
    assert "High risk" in open_page(address, language="en").content.decode()
    evidence = reverse("triage_evidence", args=[row.id])
    assert open_page(evidence).status_code == 200
    assert send(evidence, {"owner": "Sophie"}, part="viewer").status_code == 403
    assert send(evidence, {"owner": "Sophie Lambert"}).status_code == 302
    dpia = reverse("triage_dpia", args=[row.id])
    assert send(dpia, {"settled": "waived"}).status_code == 422
    assert (
        send(dpia, {"settled": "referenced", "note": "AIPD 12"}, part="viewer").status_code == 403
    )
    assert send(dpia, {"settled": "referenced", "note": "AIPD 12"}).status_code == 302
    triage = Triage.objects.get()
    assert (triage.dpia, triage.evidence["owner"]) == ("referenced", "Sophie Lambert")


@pytest.mark.parametrize("name", ["triage_evidence", "triage_dpia"])
def test_before_any_triage_its_follow_ups_lead_to_it(acme, day, open_page, name):
    row = scene.idea(acme, day=day)
    answer = open_page(reverse(name, args=[row.id]))
    assert answer.url == reverse("initiative_triage", args=[row.id])
