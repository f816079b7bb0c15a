from django.urls import reverse

from portfolio.initiatives.models import Initiative
from tests.portfolio import scene


def full(acme, day):
    """Three active ones and one that is ready."""
    active = [scene.started(acme, f"Initiative {no}", day=day) for no in range(1, 4)]
    return active, scene.ready(acme, "Relancer les devis", day=day)


def start(row):
    return reverse("arbitration", args=[row.id])


def states(*rows):
    return [Initiative.objects.get(id=row.id).state for row in rows]


def test_the_title_names_the_three_ways_and_nothing_is_chosen(acme, day, open_page):
    active, row = full(acme, day)
    text = open_page(start(row), language="en").content.decode()
    assert "finish, stop or pause?" in text
    assert "Change nothing" in text
    assert all(one.title in text for one in active)
    assert " checked" not in text


def test_one_stops_and_the_other_starts_in_one_step(acme, day, send):
    active, row = full(acme, day)
    said = {"other": active[1].id, "way": "stop", "reason": "Trop lent.", "lesson": "Mesurer."}
    answer = send(start(row), said, follow=True)
    assert states(row, *active) == ["active", "active", "stopped", "active"]
    text = answer.content.decode()
    assert "is stopped" in text
    assert "is started" in text


def test_changing_nothing_changes_nothing(acme, day, send):
    active, row = full(acme, day)
    assert send(start(row), {"other": "nothing"}).url == reverse("portfolio")
    assert states(row, *active) == ["backlog", "active", "active", "active"]


def test_a_way_is_asked_and_a_lesson_too(acme, day, send):
    active, row = full(acme, day)
    assert send(start(row), {"other": active[0].id}).status_code == 422
    said = {"other": active[0].id, "way": "stop", "reason": "Trop lent."}
    answer = send(start(row), said)
    assert answer.status_code == 409
    assert b"Write what you learned" in answer.content
    assert f'value="{active[0].id}" checked' in answer.content.decode()
    assert states(row, *active) == ["backlog", "active", "active", "active"]


def test_in_an_open_slot_it_just_starts(acme, day, send):
    row = scene.ready(acme, day=day)
    assert send(start(row), {"reason": ""}).status_code == 302
    assert states(row) == ["active"]


def test_what_is_not_ready_shows_what_is_missing_instead_of_a_form(acme, day, open_page):
    row = scene.qualified(acme, day=day)
    text = open_page(start(row), language="en").content.decode()
    assert "Complete the file" in text
    assert 'name="reason"' not in text


def test_a_viewer_starts_nothing(acme, day, open_page, send):
    row = scene.ready(acme, day=day)
    assert 'name="reason"' not in open_page(start(row), "viewer").content.decode()
    assert send(start(row), {"reason": ""}, part="viewer").status_code == 403
    assert states(row) == ["backlog"]
