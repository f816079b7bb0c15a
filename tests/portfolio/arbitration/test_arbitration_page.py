from datetime import timedelta

from django.urls import reverse

from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
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
    assert "Keep everything as it is" in text
    assert all(one.title in text for one in active)
    assert " checked" not in text


def way(row, verdict):
    return f"{Initiative.objects.get(id=row.id).slot_id}-{row.id}-{verdict}"


def test_one_stops_and_the_other_starts_in_one_step(acme, day, send):
    active, row = full(acme, day)
    said = {"way": way(active[1], "stop"), "reason_stop": "Trop lent.", "lesson": "Mesurer."}
    answer = send(start(row), said, follow=True)
    assert states(row, *active) == ["active", "active", "stopped", "active"]
    text = answer.content.decode()
    assert "is stopped" in text
    assert "is started" in text


def test_changing_nothing_changes_nothing(acme, day, send):
    active, row = full(acme, day)
    assert send(start(row), {"way": "keep"}).url == reverse("portfolio")
    assert states(row, *active) == ["backlog", "active", "active", "active"]


def test_a_choice_is_asked_and_everything_that_it_lacks_is_told_at_once(acme, day, send):
    active, row = full(acme, day)
    assert send(start(row), {"way": ""}).status_code == 422
    for verdict, lacking in (
        ("stop", ("reason_stop", "lesson")),
        ("pause", ("restart_on", "reason_pause")),
        ("complete", ("runs_on",)),
    ):
        said = {"way": way(active[0], verdict)}
        answer = send(start(row), said)
        text = answer.content.decode()
        assert answer.status_code == 422
        is_offered = verdict != "complete"
        assert (f'value="{said["way"]}" checked' in text) == is_offered
        assert set(answer.context["form"].errors) == set(lacking)
        for name in lacking:
            assert f'href="#id_{name}"' in text
    assert states(row, *active) == ["backlog", "active", "active", "active"]


def test_what_another_way_would_need_is_not_looked_at(acme, day, send):
    active, row = full(acme, day)
    chosen = {"way": way(active[0], "stop"), "reason_stop": "Lent.", "lesson": "Mesurer."}
    assert send(start(row), {**chosen, "restart_on": "demain", "runs_on": "x"}).status_code == 302
    assert states(active[0]) == ["stopped"]


def test_a_pause_too_long_is_told_beside_what_else_is_missing(acme, day, send):
    active, row = full(acme, day)
    late = (day + timedelta(days=61)).isoformat()
    answer = send(start(row), {"way": way(active[0], "pause"), "restart_on": late})
    assert set(answer.context["form"].errors) == {"restart_on", "reason_pause"}


def test_a_way_that_nobody_could_take_is_explained_instead_of_offered(acme, day, open_page, send):
    active, row = full(acme, day)
    text = open_page(start(row), language="en").content.decode()
    assert f'value="{way(active[0], "complete")}"' not in text
    assert "Finishing takes a last measurement" in text
    late = {"way": way(active[0], "complete"), "runs_on": acme.members["executive"].id}
    assert send(start(row), late).status_code == 409


def test_each_column_says_the_same_five_facts(acme, day, open_page):
    active, row = full(acme, day)
    text = open_page(start(row), language="en").content.decode()
    assert text.count("<dt>") == 5 * (1 + len(active))
    for word in ("Still to gain", "Still to spend", "Days of work", "Where it goes"):
        assert word in text
    assert all(f'id="slot-{no}"' in text for no in (1, 2, 3))


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


def test_a_paused_one_may_trade_places_with_one_that_pauses(acme, day, open_page, send):
    active = [scene.started(acme, f"Initiative {no}", day=day) for no in (1, 2, 3)]
    row = active.pop()
    pause = {"reason": "été", "restart_on": day + timedelta(days=20)}
    scene.give(acme, row, Verdict.PAUSE, day=day, **pause)
    active.append(scene.started(acme, "Autre", day=day))
    chosen = way(active[0], "pause")
    assert "Not started yet" not in open_page(start(row), language="en").content.decode()
    assert f'value="{chosen}"' in open_page(start(row)).content.decode()
    until = (day + timedelta(days=9)).isoformat()
    said = {"way": chosen, "restart_on": until, "reason_pause": "Plus tard."}
    assert send(start(row), said).status_code == 302
    assert states(row, active[0]) == ["active", "paused"]
