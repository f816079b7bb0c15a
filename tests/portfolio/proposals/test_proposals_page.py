from datetime import timedelta

from django.urls import reverse

from portfolio.initiatives.models import Initiative
from portfolio.initiatives.services import propose_initiative
from portfolio.objectives.services.objectives import set_objective
from tests.conftest import acting
from tests.portfolio import scene
from tests.portfolio.scene import at


def proposed(cast, title, day, **more):
    act = acting(cast.actor("contributor"), now=at(day), today=day)
    return propose_initiative(act, title=title, confirmed=True, **more)


def served(cast, row, day):
    act = acting(cast.actor("executive"), now=at(day), today=day)
    set_objective(act, initiative_id=row.id, given=scene.objective_input(baseline_on=day))


def state(row):
    return Initiative.objects.get(id=row.id).state


def test_the_oldest_stands_first_with_what_its_proposer_wrote(acme, day, open_page):
    young = proposed(acme, "Deux", day)
    old = proposed(
        acme,
        "Une",
        day - timedelta(days=13),
        summary="Je recopie trente avis par semaine.",
        beneficiaries="deux acheteuses",
        benefit="time",
    )
    text = open_page(reverse("proposals"), language="en").content.decode()
    assert text.index(old.title) < text.index(young.title)
    for said in ("Je recopie trente avis", "deux acheteuses", "Time", "13 days ago"):
        assert said in text
    assert acme.members["contributor"].name in text


def test_what_awaits_leads_to_the_proposals_and_each_counts(acme, day, open_page):
    for number in range(3):
        proposed(acme, f"Idée {number}", day)
    for page in ("dashboard", "portfolio"):
        text = open_page(reverse(page), language="en").content.decode()
        assert f'href="{reverse("proposals")}"' in text
        assert "3 decisions await" in text


def test_one_is_put_into_the_pool_with_two_taps(acme, day, send):
    row = proposed(acme, "Une", day)
    served(acme, row, day)
    said = {"initiative": row.id, "answer": "qualify", "value": "medium", "effort": "small"}
    assert send(reverse("proposals"), said).status_code == 302
    found = Initiative.objects.get(id=row.id)
    assert (found.state, found.value_tap, found.cost_tap) == ("backlog", "medium", "small")


def test_without_an_objective_the_way_to_add_one_is_shown(acme, day, open_page, send):
    row = proposed(acme, "Une", day)
    where = reverse("initiative_objective", args=[row.id])
    assert where in open_page(reverse("proposals")).content.decode()
    said = {"initiative": row.id, "answer": "qualify", "value": "medium", "effort": "small"}
    answer = send(reverse("proposals"), said)
    assert (answer.status_code, state(row)) == (409, "proposed")
    assert Initiative.objects.get(id=row.id).value_tap == ""


def test_a_rejection_takes_a_reason_that_is_told(acme, day, send):
    row = proposed(acme, "Une", day)
    said = {"initiative": row.id, "answer": "reject", "reason": " "}
    answer = send(reverse("proposals"), said)
    assert answer.status_code == 422
    assert "reason" in answer.context["form"].errors
    assert state(row) == "proposed"
    assert send(reverse("proposals"), {**said, "reason": "Doublon"}).status_code == 302
    assert state(row) == "rejected"


def test_who_may_not_answer_reads_without_a_form_and_is_told_who_can(acme, day, open_page, send):
    row = proposed(acme, "Une", day)
    text = open_page(reverse("proposals"), "viewer", language="en").content.decode()
    assert row.title in text
    assert 'name="answer"' not in text
    assert "Who can: Executive." in text
    said = {"initiative": row.id, "answer": "reject", "reason": "Non"}
    assert send(reverse("proposals"), said, part="viewer").status_code == 403
    assert state(row) == "proposed"


def test_nothing_to_answer_says_so(acme, open_page):
    text = open_page(reverse("proposals"), language="en").content.decode()
    assert "Every proposal has its answer." in text
