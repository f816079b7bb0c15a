from django.urls import reverse

from governance.decisions.models import Decision
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from tests.portfolio import scene

SUNK = "gone whatever you decide"


def address(row, verdict):
    return reverse("initiative_decide", args=[row.id]) + f"?verdict={verdict}"


def test_a_decision_page_shows_what_is_still_to_spend_and_never_what_is_spent(acme, day, open_page):
    row = scene.started(acme, day=day)
    text = open_page(address(row, "stop"), language="en").content.decode()
    assert SUNK in text
    assert "Still to commit" in text
    assert "spent of" not in text
    assert "checked" not in text.split("<form")[-1]


def test_a_stop_without_a_lesson_is_refused_beside_its_field_and_keeps_the_entry(acme, day, send):
    row = scene.started(acme, day=day)
    answer = send(address(row, "stop"), {"verdict": "stop", "reason": "Trop lent."})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Trop lent." in text
    assert 'aria-invalid="true"' in text
    assert "autofocus" in text
    assert Initiative.objects.get(id=row.id).state == "active"


def test_a_stop_goes_through_and_the_toast_says_the_same_verb(acme, day, send):
    row = scene.started(acme, day=day)
    said = {"verdict": "stop", "reason": "Trop lent.", "lesson": "Mesurer d’abord."}
    answer = send(address(row, "stop"), said, follow=True)
    assert "is stopped" in answer.content.decode()
    assert Initiative.objects.get(id=row.id).state == "stopped"


def test_a_viewer_sees_who_may_decide_and_cannot(acme, day, open_page, send):
    row = scene.started(acme, day=day)
    count = Decision.objects.count()
    page = open_page(address(row, "stop"), "viewer", "en").content.decode()
    assert "Executive" in page
    assert "<textarea" not in page
    said = {"verdict": "stop", "reason": "x", "lesson": "y"}
    assert send(address(row, "stop"), said, part="viewer").status_code == 403
    assert Decision.objects.count() == count


def test_a_stale_page_is_refused_with_the_reason_on_top(acme, day, send):
    row = scene.started(acme, day=day)
    said = {"verdict": "stop", "reason": "x", "lesson": "y", "expected_version": "1"}
    answer = send(address(row, "stop"), said)
    assert answer.status_code == 409
    assert b"in the meantime" in answer.content
    assert Initiative.objects.get(id=row.id).state == "active"


def test_a_pause_too_long_is_refused_beside_the_date(acme, day, send):
    row = scene.started(acme, day=day)
    said = {"verdict": "pause", "reason": "x", "restart_on": f"{day.year + 2}-01-01"}
    answer = send(address(row, "pause"), said)
    assert answer.status_code == 409
    assert b"60 days at most" in answer.content
    assert Initiative.objects.get(id=row.id).state == "active"


def test_going_on_outside_a_review_is_refused_with_the_way_to_the_review(acme, day, send):
    row = scene.started(acme, day=day)
    answer = send(address(row, "continue"), {"verdict": "continue"})
    assert answer.status_code == 409
    assert reverse("review") in answer.content.decode()


def test_the_budget_is_adjusted_and_the_first_promise_stays(acme, day, send):
    row = scene.started(acme, day=day)
    said = {"verdict": "adjust", "reason": "Plus de postes.", "budget": "9000"}
    assert send(address(row, "adjust"), said).status_code == 302
    row = Initiative.objects.get(id=row.id)
    assert (row.budget, row.promised_budget) == (9000, 8000)


def wrong_stop(acme, day):
    row = scene.started(acme, day=day)
    said = {"reason": "Clic", "lesson": "Relire."}
    decision = scene.give(acme, row, Verdict.STOP, day=day, **said).decision
    return row, decision, reverse("decision_correct", args=[row.id, decision.id])


def test_the_log_leads_to_the_correction_that_says_what_comes_back(acme, day, open_page, send):
    row, _decision, address = wrong_stop(acme, day)
    page = open_page(reverse("initiative", args=[row.id]), language="en").content.decode()
    assert f'href="{address}"' in page
    assert "This state comes back." in open_page(address, language="en").content.decode()
    assert send(address, {"reason": ""}).status_code == 422
    assert send(address, {"reason": "Clic de trop"}).status_code == 302
    assert Initiative.objects.get(id=row.id).state == "active"
    page = open_page(reverse("initiative", args=[row.id]), language="en").content.decode()
    assert f'href="{address}"' not in page


def test_who_may_not_take_a_decision_is_not_offered_its_correction(acme, day, open_page, send):
    row, _decision, address = wrong_stop(acme, day)
    page = open_page(reverse("initiative", args=[row.id]), "viewer").content.decode()
    assert address not in page
    assert open_page(address, "viewer").status_code == 403
    assert send(address, {"reason": "x"}, part="contributor").status_code == 403


def test_a_correction_without_a_free_slot_leads_to_the_trade_off(acme, day, send, open_page):
    row, decision, address = wrong_stop(acme, day)
    rest = [scene.started(acme, f"Priorité {no}", day=day) for no in (1, 2, 3)]
    answer = send(address, {"reason": "Clic de trop"})
    assert answer.status_code == 409
    onward = f"{reverse('arbitration', args=[row.id])}?corrects={decision.id}"
    assert onward in answer.content.decode()
    assert 'name="way"' in open_page(onward).content.decode()
    said = {"way": f"2-{rest[1].id}-stop", "reason_stop": "Lent.", "lesson": "Mesurer."}
    assert send(onward, said).status_code == 422
    assert send(onward, {**said, "reason": "Clic de trop"}).status_code == 302
    found = Initiative.objects.in_bulk([row.id, rest[1].id])
    assert [found[one.id].state for one in (row, rest[1])] == ["active", "stopped"]


def test_a_decision_of_another_initiative_is_not_found(acme, day, open_page):
    _row, decision, _address = wrong_stop(acme, day)
    other = scene.idea(acme, "Autre", day=day)
    assert open_page(reverse("decision_correct", args=[other.id, decision.id])).status_code == 404
