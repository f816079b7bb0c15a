from django.urls import reverse

from governance.decisions.models import Decision
from portfolio.initiatives.models import Initiative
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
